"""The story page: every component once, with made-up contents; only while debugging."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from packhaus.decide.cartonize import Placement
from packhaus.kernel.money import Money
from packhaus.web import parts
from packhaus.web.cartons import CartonPicture, draw_carton
from packhaus.web.guard import PageRequest
from packhaus.web.lists.definition import BulkAction, BulkOutcome
from packhaus.web.lists.views import Strip, Tab
from packhaus.web.responses import render_page
from packhaus.web.status import STATUSES
from packhaus.web.tables import (
    Column,
    EmptyWords,
    FilterField,
    build_filter_bar,
    build_table,
    read_list_state,
)

COLUMNS = (
    Column("number", "Number", is_sortable=True),
    Column("merchant", "Merchant"),
    Column("ship_by", "Ship by", is_sortable=True),
    Column("units", "Units", is_sortable=True, is_number=True),
    Column("value", "Value", is_number=True),
    Column("status", "Status"),
)
FIELDS = (
    FilterField("stage", "Status", (("placed", "Placed"), ("picking", "Picking"), ("packed", "Packed"))),
    FilterField("since", "Placed since", kind="date"),
)
ROWS = (
    ("SO-100234", "Acme Home", 7, 128450, "in_progress"),
    ("SO-100235", "Acme Home", 112, 9900, "backordered"),
    ("SO-100240", "Gartenwelt & Söhne", 3, 2580, "on_hold"),
)

# Nothing at all: the list's own words. Nothing in a view, and nothing for the filters that a person set.
EMPTY = (
    None,
    EmptyWords("nothing-left", "No order is late.", "?", "Show all"),
    EmptyWords("nothing-matches", "Nothing matches these filters.", "?", "Reset filters"),
)


def show_components(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    if "toast" in request.GET:
        messages.info(request, "Released 37 orders.")
    return render_page(
        request, "web/components.html", _build_lists(request) | _build_details() | _build_cards()
    )


def _build_lists(request: HttpRequest) -> dict[str, Any]:
    state = read_list_state(params=request.GET, columns=COLUMNS, default="-ship_by")
    now = timezone.now()
    rows = [
        {"number": number, "merchant": merchant, "units": units, "value": Money(value, "EUR"), "stage": stage,
         "ship_by": now + timedelta(minutes=28 * place - 30)}
        for place, (number, merchant, units, value, stage) in enumerate(ROWS)
    ]  # fmt: skip
    table = build_table(
        params=request.GET, columns=COLUMNS, state=state, shown=len(rows), total=12_000, older_key="100240"
    )
    empties = [
        build_table(params=request.GET, columns=COLUMNS, state=state, shown=0, total=0, empty=words)
        for words in EMPTY
    ]
    return {
        "rows": rows,
        "table": table,
        "empty_tables": empties,
        "bar": build_filter_bar(params=request.GET, fields=FIELDS),
        "views": [
            parts.Chip("All", "?", is_active=True, count="999+"),
            parts.Chip("Late", "?late=1", count="3"),
        ],
        "bulk": [
            BulkAction("release", "Release {count}", _do_nothing, str, frozenset()),
            BulkAction("tag", "Tag {count}", _do_nothing, str, frozenset(), value="tag", value_label="Tag"),
        ],
        "files": [parts.Action("CSV", "?format=csv", icon="file-text")],
        "strip": Strip(
            [Tab("all", "All", "", is_current=True, count="999+"), Tab("late", "Late", "late=1", count="3")],
            None,
            "late=1",
            "",
            "",
        ),
        "statuses": [key.rpartition(".")[::2] for key in STATUSES],
    }


def _do_nothing(_request: PageRequest, _rows: Sequence[object], _values: Mapping[str, str]) -> BulkOutcome:
    return BulkOutcome(())


def _build_details() -> dict[str, Any]:
    now = timezone.now()
    return {
        "badges": [parts.Badge("order", "partially_shipped"), parts.Badge("payment", "paid")],
        "primary": parts.Action("Release 37 orders", dialog="release"),
        "secondary": [parts.Action("Start return", "#"), parts.Action("Hold", "#", method="post")],
        "more": [
            parts.Action("Print list", "#", icon="printer"),
            parts.Action("Cancel order", "#", disabled_because="Picked already: ask the floor to stop"),
        ],
        "at_risk_at": now + timedelta(minutes=28),
        "late_at": now - timedelta(minutes=64),
        "terms": [
            parts.Term("On hand", "60", "#"),
            parts.Term("Promised", "9", "#"),
            parts.Term("Held in carts", "2", "#"),
            parts.Term("Safety", "0", "#"),
        ],
        "segments": [
            parts.Segment("release", "To release", 12, "#"),
            parts.Segment("pick", "To pick", 41, "#"),
            parts.Segment("pack", "To pack", 66, "#"),
            parts.Segment("packed", "Packed", 212, "#"),
            parts.Segment("loaded", "Loaded", 388, "#"),
        ],
    }


def _build_cards() -> dict[str, Any]:
    now = timezone.now()
    return {
        "pairs": [
            parts.Pair("Shopper", "Anna Schmidt"),
            parts.Pair("Tracking", "00340434161094015902", is_code=True),
            parts.Pair("Phone", ""),
        ],
        "steps": [
            parts.Step("Placed", "done", now - timedelta(hours=3)),
            parts.Step("Promised", "done", now - timedelta(hours=3)),
            parts.Step("Released", "done", now - timedelta(hours=1)),
            parts.Step("Picking", "current", note="5/7"),
            parts.Step("Packed", "todo"),
            parts.Step("Dispatched", "todo"),
        ],
        "lines": _build_lines(),
        "holders": [parts.Holder("count C-311", "1", "#"), parts.Holder("quarantine lot L-88", "1", "#")],
        "remedies": [
            parts.Action("Ship rest", "#"),
            parts.Action("Other site", "#"),
            parts.Action("Backorder", "#"),
        ],
        "entries": [
            parts.TimelineEntry(
                now, "Dewi", "picked 5 units", because=[parts.Because("wave W-12")], change="2 → 7"
            ),
            parts.TimelineEntry(
                now - timedelta(minutes=40),
                "Lina",
                "asked the merchant about the address",
                "note",
                is_internal=True,
            ),
            parts.TimelineEntry(now - timedelta(days=2), "Packhaus", "promised 3 of 3", "circle-check"),
        ],
        "escapes": [parts.Action("Skip", "#"), parts.Action("Problem", "#"), parts.Action("More", "#")],
        "heat_columns": ["< 30 min", "1 h", "2 h", "4 h", "more"],
        "heat_rows": [
            parts.HeatRow("Pick", [parts.HeatCell(12 * level, level, "#") for level in range(5)]),
            parts.HeatRow("Pack", [parts.HeatCell(3)] * 5),
        ],
        "packagings": [parts.KeyLabel("case", 24)],
        "carton": _draw_carton(),
        "money": Money(128450, "EUR"),
        "rupiah": Money(128450000, "IDR"),
    }


def _build_lines() -> list[parts.LineRow]:
    return [
        parts.LineRow(
            "Blue bowl 12 cm",
            "BB-120",
            [("want", 3), ("promised", 3), ("picked", 1), ("short", 2)],
            note="from A-04-12-C, lot L-91",
            level="today",
            actions=[parts.Action("Other site", "#")],
        ),
        parts.LineRow("Gift box", "GB-3", [("want", 1), ("picked", 1)]),
    ]


def _draw_carton() -> CartonPicture:
    return draw_carton(
        code="M",
        inside_mm=(400, 300, 300),
        placements=[
            Placement(1, 0, 0, 0, 100, 100, 90, 4, 2, 2),
            Placement(2, 0, 200, 0, 200, 100, 180, 2, 1, 1),
            Placement(1, 0, 0, 180, 100, 100, 90, 3, 3, 1),
        ],
        names={1: "Red mug 300 ml", 2: "Blue bowl 12 cm"},
    )
