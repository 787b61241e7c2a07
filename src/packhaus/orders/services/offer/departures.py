"""From where and from when what a cart asks for could leave, and how heavy it is."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from packhaus.network.queries.sourcing import SourcingSite
from packhaus.orders.queries.offered_items import OfferedItem
from packhaus.orders.services.place.records import PlannedOrder
from packhaus.orders.services.place.surroundings import Surroundings


class Departure(NamedTuple):
    """What leaves one site at one time. `ready_at` None: it waits for stock, and nobody knows until when.

    Weight and volume are of the items alone; `heaviest_grams` is of one unit.
    """

    site: SourcingSite
    ready_at: datetime | None
    weight_grams: int
    volume_mm3: int
    heaviest_grams: int


def find_expected_on(item: OfferedItem, *, now: datetime) -> date | None:
    """Return when units that are ordered from the supplier now could be there, as a new backorder is dated."""
    return None if item.lead_days is None else now.date() + timedelta(days=item.lead_days)


def list_departures(
    *, planned: PlannedOrder, items: Mapping[str, OfferedItem], surroundings: Surroundings
) -> list[Departure]:
    """Return what leaves each site, what is there and what waits apart; an order that waits complete leaves at once."""
    skus = {line.position: line.sku_id for line in planned.lines}
    outcome = planned.outcome
    sums: dict[tuple[str, datetime | None], Departure] = {}
    parts: list[tuple[int, str, int, datetime | None]] = [
        *((line, site, units, surroundings.find_ready(site)) for line, site, units in outcome.promised),
        *(
            (line, site, units, _find_ready(surroundings, site, items[skus[line]]))
            for line, site, units in outcome.backordered
        ),
    ]
    if outcome.wait_complete:
        moments = [ready for *_, ready in parts if ready is not None]
        last = max(moments) if len(moments) == len(parts) else None
        parts = [(line, site, units, last) for line, site, units, _ in parts]
    for line, site, units, ready in parts:
        item, key = items[skus[line]], (site, ready)
        known = sums.get(key) or Departure(surroundings.sites[site], ready, 0, 0, 0)
        sums[key] = known._replace(
            weight_grams=known.weight_grams + units * item.weight_grams,
            volume_mm3=known.volume_mm3 + units * item.volume_mm3,
            heaviest_grams=max(known.heaviest_grams, item.weight_grams),
        )
    return list(sums.values())


def _find_ready(surroundings: Surroundings, site: str, item: OfferedItem) -> datetime | None:
    day = find_expected_on(item, now=surroundings.now)
    if day is None:
        return None
    zone = surroundings.calendars[surroundings.sites[site].id].zone
    return max(surroundings.find_ready(site), datetime.combine(day, time(), zone))
