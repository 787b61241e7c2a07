"""What has left quarantine gets a place like everything that comes in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.inbound.locks import LockedAsn
from packhaus.inbound.queries.check_units import CheckUnits
from packhaus.inbound.services.put_away.plan import plan_goods


def plan_released(
    *, asns: Sequence[LockedAsn], doors: Mapping[UUID, int], units: Sequence[CheckUnits], now: datetime
) -> None:
    """Plan the put-away of released units, the deliveries and doors being locked. Queries: 5 to 10 per delivery."""
    for asn in asns:
        own = [one for one in units if one.asn_id == asn.id]
        if own and asn.site_id in doors:
            plan_goods(
                asn=asn,
                door_id=doors[asn.site_id],
                unit_ids=sorted({one.unit_id for one in own if one.unit_id}),
                sku_ids=sorted({one.sku_id for one in own if one.unit_id is None}),
                now=now,
            )
