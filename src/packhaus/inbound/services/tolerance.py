"""How far a delivery may differ from what was announced before a lead is asked."""

from collections.abc import Sequence
from datetime import datetime

from packhaus.access.scope import Scope
from packhaus.inbound.errors import OverTolerance
from packhaus.inbound.locks import LockedAsn
from packhaus.inbound.queries.receivable import ReceivableLine
from packhaus.terms.queries.get_terms import get_terms

ANY_PERCENT = 100


def refuse_over_tolerance(
    *, scope: Scope, asn: LockedAsn, lines: Sequence[ReceivableLine], now: datetime
) -> None:
    """Refuse lines that brought more or fewer than the merchant's terms leave to anybody.

    Raises: OverTolerance naming each line with what was announced and what came.
    """
    terms = get_terms(scope, merchant_id=asn.merchant_id, at=now)
    beyond = [
        {"sku": line.sku_code, "expected": line.expected, "came": line.received + line.damaged}
        for line in lines
        if is_beyond(
            expected=line.expected,
            came=line.received + line.damaged,
            over_percent=terms.receive_over_percent,
            under_percent=terms.receive_under_percent,
        )
    ]
    if beyond:
        named = "; ".join(f"{one['sku']}: {one['came']} of {one['expected']}" for one in beyond)
        raise OverTolerance(f"a lead closes it: {named}", number=asn.number, lines=beyond)


def is_beyond(*, expected: int, came: int, over_percent: int, under_percent: int) -> bool:
    """Tell whether units differ by more than so many percent of those expected; 100 percent is any difference."""
    allowed = over_percent if came > expected else under_percent
    return allowed < ANY_PERCENT and abs(came - expected) * 100 > allowed * expected
