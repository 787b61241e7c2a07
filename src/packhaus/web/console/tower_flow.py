"""The day so far as lines: geometry by the server, the same figures as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from django.utils.translation import gettext as _

from packhaus.insight.queries.tower import Departure
from packhaus.insight.queries.tower_flow import HourFlow
from packhaus.web.formats import format_quantity

WIDTH, HEIGHT = 600, 160


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One series; `points` are those of an SVG polyline."""

    key: str
    label: str
    points: str
    total: int


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One hour of the table: what had happened by its end."""

    at: datetime
    totals: Sequence[int]


@dataclass(frozen=True, slots=True)
class Flow:
    """The chart, its table and one sentence that says it."""

    lines: Sequence[FlowLine]
    marks: Sequence[str]
    rows: Sequence[FlowRow]
    summary: str
    is_empty: bool


def build_flow(hours: Sequence[HourFlow], departures: Sequence[Departure]) -> Flow:
    """Add the hours up and draw them over the width of the day so far."""
    series = {
        "placed": (_("Placed"), list(accumulate(hour.placed for hour in hours))),
        "released": (_("Released"), list(accumulate(hour.released for hour in hours))),
        "packed": (_("Packed"), list(accumulate(hour.packed for hour in hours))),
        "out": (_("Gone"), list(accumulate(hour.out for hour in hours))),
    }
    highest = max((max(totals, default=0) for _label, totals in series.values()), default=0)
    lines = [
        FlowLine(key, label, _place(totals, highest), totals[-1] if totals else 0)
        for key, (label, totals) in series.items()
    ]
    rows = [
        FlowRow(hour.starts_at, [totals[place] for _label, totals in series.values()])
        for place, hour in enumerate(hours)
    ]
    told = {line.key: format_quantity(line.total) for line in lines}
    summary = (
        _("Lines so far: %(placed)s placed, %(released)s released, %(packed)s packed, %(out)s gone.") % told
    )
    return Flow(lines, _mark(hours, departures), rows, summary, highest == 0)


def _place(totals: Sequence[int], highest: int) -> str:
    if not totals:
        return ""
    step = WIDTH / len(totals)
    heights = [HEIGHT - (HEIGHT - 8) * total / max(highest, 1) for total in totals]
    return " ".join(
        [f"0,{HEIGHT}"] + [f"{step * (place + 1):.1f},{y:.1f}" for place, y in enumerate(heights)]
    )


def _mark(hours: Sequence[HourFlow], departures: Sequence[Departure]) -> list[str]:
    if not hours:
        return []
    first, length = hours[0].starts_at, len(hours) * 3600
    cut_offs = {item.counts.cut_off_at for item in departures if item.counts.cut_off_at}
    places = [(at - first).total_seconds() / length for at in sorted(cut_offs)]
    return [f"{WIDTH * place:.1f}" for place in places if 0 < place < 1]
