"""When a begun delivery comes: the free times of the day that was asked for."""

from datetime import date
from typing import Any

from packhaus.inbound.queries.docks.free_slots import FreeSlotRow, list_slots
from packhaus.inbound.queries.sketches import SketchRow
from packhaus.inbound.services.docks.book import MOST_PALLETS
from packhaus.inbound.types import Sketch
from packhaus.network.queries.site_ids import get_site_ids
from packhaus.web.guard import PageRequest

EARLIEST, LATEST = date(2000, 1, 2), date(2100, 1, 1)


def draw_times(request: PageRequest, row: SketchRow) -> dict[str, Any]:
    """Return what the step asks: the day, the pallets, and the times at which a door is free for them."""
    pallets = row.sketch.pallets or str(count_pallets(row.sketch))
    day = read_day(row.sketch)
    free = list_free(request, row, day, pallets) if day else []
    return {
        "day": day,
        "pallets": pallets,
        "free": free,
        "is_gone": bool(row.sketch.starts_at)
        and row.sketch.starts_at not in [slot.starts_at.isoformat() for slot in free],
    }


def count_pallets(sketch: Sketch) -> int:
    """Return how many pallets the lines name."""
    return len({line.unit for line in sketch.lines if line.unit and line.kind == "pallet"})


def read_day(sketch: Sketch) -> date | None:
    """Return the day that was entered, if it is one that a site can be asked for."""
    try:
        day = date.fromisoformat(sketch.expected_on)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def list_free(request: PageRequest, row: SketchRow, day: date, pallets: str) -> list[FreeSlotRow]:
    """Return the free times of a day; none where the site or the number of pallets is not known."""
    site_id = get_site_ids(codes=[row.sketch.site]).get(row.sketch.site)
    if site_id is None or not pallets.isdecimal() or int(pallets[:9]) > MOST_PALLETS:
        return []
    return list_slots(
        scope=request.scope, site_id=site_id, day=day, pallets=int(pallets[:9]), now=request.now
    )
