"""What is pasted into a begun announcement, and all of it told once more before it is sent."""

import re
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from packhaus.inbound.queries.sketches import SketchItem, SketchRow, get_sketch_items
from packhaus.inbound.types import Sketch, SketchLine
from packhaus.kernel.errors import FieldProblem
from packhaus.web.console.announce_sketch import Reading, list_orders
from packhaus.web.console.announce_time import count_pallets, list_free, read_day
from packhaus.web.formats import format_day, format_time
from packhaus.web.forms import read_moment
from packhaus.web.guard import PageRequest
from packhaus.web.parts import LineRow, Pair
from packhaus.web.told import name_field, tell_problem

_CELLS = re.compile(r"\t|;|,")


def read_pasted(text: str) -> tuple[list[SketchLine], list[FieldProblem]]:
    """Read rows of a spreadsheet, "item, units" and perhaps a purchase order; a heading above them is left out."""
    found: list[SketchLine] = []
    problems: list[FieldProblem] = []
    for place, row in enumerate(text.splitlines(), 1):
        sku, *rest = [cell.strip() for cell in _CELLS.split(row)]
        quantity = rest[0] if rest else ""
        if not sku and not any(rest):
            continue
        if quantity.isdecimal():
            found.append(SketchLine(sku, quantity, order=rest[1] if len(rest) > 1 else ""))
        elif place > 1:
            told = _("Row %(row)s has no item and number of units.") % {"row": place}
            problems.append(FieldProblem("pasted", "format", told))
    return found, problems


def tell_fault(problem: FieldProblem) -> str:
    """Return what is wrong, with the field's name before it."""
    return f"{name_field(problem.path)}: {tell_problem(problem.message)}"


def draw_check(request: PageRequest, row: SketchRow, reading: Reading) -> dict[str, Any]:
    """Return what the last step shows: where, when and from whom, and every row."""
    sketch = row.sketch
    items = get_sketch_items(
        scope=request.scope, merchant_id=row.merchant_id, codes=[line.sku for line in sketch.lines]
    )
    supplier = sketch.supplier_code
    if sketch.supplier_name:
        supplier = f"{sketch.supplier_name} ({supplier})" if supplier else sketch.supplier_name
    day = read_day(sketch)
    units = sum(int(line.quantity[:12]) for line in sketch.lines if line.quantity.isdecimal())
    return {
        "what": [
            Pair(_("Number"), sketch.number),
            Pair(_("Merchant"), row.merchant_code),
            Pair(_("Site"), sketch.site),
            Pair(_("Supplier"), supplier),
            Pair(_("Purchase orders"), ", ".join(list_orders(sketch.lines))),
        ],
        "time": [
            Pair(_("Expected on"), format_day(day) if day else "–"),
            Pair(_("Truck"), _tell_slot(request, row)),
            Pair(_("Pallets"), sketch.pallets or str(count_pallets(sketch))),
            Pair(_("Carrier"), sketch.carrier_code),
            Pair(_("Tracking number"), sketch.tracking_number),
        ],
        "lines": [_draw_line(line, items) for line in sketch.lines],
        "units": units,
    }


def _tell_slot(request: PageRequest, row: SketchRow) -> str:
    starts_at, day = read_moment(row.sketch.starts_at), read_day(row.sketch)
    if starts_at is None or day is None:
        return _("No slot: some time of that day")
    return _find_time(request, row, starts_at)


def _find_time(request: PageRequest, row: SketchRow, starts_at: datetime) -> str:
    """Return the time of a slot as its site's clocks show it."""
    sketch: Sketch = row.sketch
    day = read_day(sketch)
    pallets = sketch.pallets or str(count_pallets(sketch))
    for slot in list_free(request, row, day, pallets) if day else []:
        if slot.starts_at == starts_at:
            return f"{format_time(slot.starts_at, slot.zone)}–{format_time(slot.ends_at, slot.zone)}"
    return _("The time is not free any more.")


def _draw_line(line: SketchLine, items: dict[str, SketchItem]) -> LineRow:
    item = items.get(line.sku)
    said = []
    if line.lot:
        said.append(_("Lot %(lot)s") % {"lot": line.lot})
    if line.expires:
        said.append(_("expires %(day)s") % {"day": line.expires})
    if line.unit:
        words = {"pallet": _("on pallet %(code)s"), "carton": _("in carton %(code)s")}
        said.append(words["pallet" if line.kind == "pallet" else "carton"] % {"code": line.unit})
    if line.order:
        said.append(_("for order %(number)s") % {"number": line.order})
    quantity = int(line.quantity[:12]) if line.quantity.isdecimal() else 0
    return LineRow(
        name=item.name if item else line.sku,
        code=line.sku,
        figures=[(_("units"), quantity)],
        note=" · ".join(said),
    )
