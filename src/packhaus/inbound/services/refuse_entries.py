"""Goods that are not taken as they are: items without measures, units that expire too soon."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from packhaus.access.scope import Scope
from packhaus.decide.freshness import find_earliest_expiry
from packhaus.inbound.errors import NotMeasured, ShortLived
from packhaus.inbound.locks import LockedAsn
from packhaus.inbound.queries.entering import EnteringSku
from packhaus.inbound.services.match_lines import Booking
from packhaus.terms.queries.get_terms import get_terms


def refuse_unmeasured(*, bookings: Sequence[Booking], skus: Mapping[str, EnteringSku]) -> None:
    """Refuse items without measures where the site asks for them. Raises: NotMeasured naming each."""
    known = {skus[one.line.sku_code].code: skus[one.line.sku_code] for one in bookings}
    missing = [code for code, sku in known.items() if sku.must_measure and not sku.is_measured]
    if missing:
        raise NotMeasured("measure and weigh one unit first", skus=sorted(missing))


def refuse_short_lived(
    *,
    scope: Scope,
    asn: LockedAsn,
    bookings: Sequence[Booking],
    skus: Mapping[str, EnteringSku],
    now: datetime,
) -> None:
    """Refuse whole units with less shelf life left than the item and the merchant's terms ask for.

    Damaged ones are taken, and those that a lead takes. Days are the site's. Raises: ShortLived naming each.
    """
    dated = [one for one in bookings if one.expires_on and not one.entry.damage_reason]
    if not dated:
        return
    agreed = get_terms(scope, merchant_id=asn.merchant_id, at=now).receive_shelf_life_days
    short = []
    for one in dated:
        sku = skus[one.line.sku_code]
        earliest = find_earliest_expiry(
            on=sku.today, own_days=sku.minimum_shelf_life_days, lasting_days=agreed
        )
        assert one.expires_on
        if earliest and one.expires_on < earliest and not one.entry.takes_short_lived:
            days = (earliest - sku.today).days
            short.append({"sku": sku.code, "expires_on": one.expires_on.isoformat(), "days": days})
    if short:
        named = "; ".join(
            f"{one['sku']} expires {one['expires_on']}: {one['days']} days are asked" for one in short
        )
        raise ShortLived(named, units=short)
