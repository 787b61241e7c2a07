"""What each line of a cart would get."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from packhaus.orders.queries.offered_items import OfferedItem
from packhaus.orders.services.offer.departures import find_expected_on
from packhaus.orders.services.offer.types import OfferedLine
from packhaus.orders.services.place.prepare import PreparedLine
from packhaus.orders.services.place.records import PlannedOrder
from packhaus.orders.services.place.surroundings import Surroundings


def tell_lines(
    *, planned: PlannedOrder, items: Mapping[str, OfferedItem], surroundings: Surroundings
) -> list[OfferedLine]:
    """Return a row for each line of the cart; of a kit as many wait as cannot be made up of what is there."""
    owed: defaultdict[int, int] = defaultdict(int)
    for line, _, units in planned.outcome.backordered:
        owed[line] += units
    sites: defaultdict[int, list[str]] = defaultdict(list)
    for line, site, _ in planned.outcome.promised:
        sites[line].append(surroundings.sites[str(site)].code)
    told = []
    own = (line for line in planned.lines if line.parent_position is None)
    for line, asked in zip(own, planned.draft.lines, strict=True):
        stocked = [part for part in planned.lines if line.position in (part.position, part.parent_position)]
        waits = max(-(-owed[part.position] * line.quantity // part.quantity) for part in stocked)
        waiting = [part for part in stocked if owed[part.position]]
        told.append(
            OfferedLine(
                sku=asked.sku_code,
                ordered=line.quantity,
                promised=line.quantity - waits,
                backordered=waits,
                expected_on=_find_last(waiting, items, surroundings),
                sites=list(dict.fromkeys(code for part in stocked for code in sites[part.position])),
            )
        )
    return told


def _find_last(
    waiting: Iterable[PreparedLine], items: Mapping[str, OfferedItem], surroundings: Surroundings
) -> date | None:
    dates = [find_expected_on(items[line.sku_id], now=surroundings.now) for line in waiting]
    known = [day for day in dates if day is not None]
    return max(known) if dates and len(known) == len(dates) else None
