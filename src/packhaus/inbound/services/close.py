"""Close a delivery: what differs is said with its reason, and nothing more of it is expected."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.events import AsnClosed
from packhaus.inbound.locks import lock_asns
from packhaus.inbound.queries.receivable import ReceivableLine, list_receivable
from packhaus.inbound.services.count_lines import sum_open
from packhaus.inbound.services.differences import note_differences
from packhaus.inbound.services.docks.cancel import end_waiting_truck
from packhaus.inbound.services.receive import TABLE
from packhaus.inbound.services.tolerance import refuse_over_tolerance
from packhaus.inbound.states import CLOSE_ASN
from packhaus.inbound.types import DIFFERENCE_REASONS
from packhaus.inventory.services.claims import end_work
from packhaus.inventory.services.inbound_units import change_inbound
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.states import apply_transition

_REASONS = """
UPDATE inbound_asnline AS l SET difference_reason = r.reason
FROM unnest(%(ids)s::bigint[], %(reasons)s::text[]) AS r(id, reason) WHERE l.id = r.id
"""
_CLOSED = "UPDATE inbound_asn SET closed_at = %(now)s WHERE id = %(id)s"


@again_when_busy
def close_asn(
    *, scope: Scope, asn_id: UUID, reasons: Mapping[int, str], is_lead: bool, now: datetime, actor: Actor
) -> None:
    """Close a delivery with a reason for every line, by its id, that brought more or fewer than announced.

    Beyond the tolerance of the merchant's terms only a lead does. A truck that nobody noted to stand at its door has
    gone, and nobody is at it any more. Locks: the delivery, its appointment, site_stock of what did not come.
    Emits: AsnClosed. Raises: AsnNotFound, IllegalTransition, OverTolerance, Invalid naming each line without a reason.
    """
    with transaction(scope):
        [asn] = lock_asns([asn_id])
        lines = list_receivable(asn_id=asn_id)
        apply_transition(CLOSE_ASN, table=TABLE, ids=[asn_id])
        differing = [line for line in lines if line.received + line.damaged != line.expected]
        _check(differing, reasons)
        if not is_lead and not asn.is_unannounced:
            refuse_over_tolerance(scope=scope, asn=asn, lines=differing, now=now)
        gone = {(asn.site_id, sku_id): -units for sku_id, units in sum_open(lines).items() if units}
        if asn.status == "receiving":
            change_inbound(merchant_id=asn.merchant_id, changes=gone, now=now)
        ids = [line.id for line in differing]
        rows.execute(_REASONS, {"ids": ids, "reasons": [reasons[id_] for id_ in ids]})
        note_differences(asn=asn, lines=lines, now=now)
        rows.execute(_CLOSED, {"id": asn_id, "now": now})
        closed = AsnClosed(
            merchant_id=asn.merchant_id,
            aggregate_id=asn.id,
            number=asn.number,
            short=sum(line.left for line in lines),
            over=sum(max(line.received + line.damaged - line.expected, 0) for line in lines),
            damaged=sum(line.damaged for line in lines),
        )
        end_waiting_truck(asn_id=asn_id, now=now)
        end_work(scope=scope, kind="receive", keys=[str(asn_id)], now=now)
        record([closed], happened_at=now, actor=actor)


def _check(differing: Sequence[ReceivableLine], reasons: Mapping[int, str]) -> None:
    problems = [
        FieldProblem(f"reasons.{line.id}", "required", f"is one of {', '.join(DIFFERENCE_REASONS)}")
        for line in differing
        if reasons.get(line.id) not in DIFFERENCE_REASONS
    ]
    if problems:
        raise Invalid(problems)
