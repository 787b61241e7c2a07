"""How a begun delivery is packed: its items in groups, divided over cartons and pallets, which are numbered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from packhaus.decide.identifiers import InvalidIdentifier
from packhaus.decide.plate_numbers import divide_units, list_following
from packhaus.inbound.queries.sketches import SketchItem, SketchRow, get_sketch_items
from packhaus.inbound.types import MOST_LINES, MOST_UNITS, SketchLine
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest


@dataclass(frozen=True, slots=True)
class PackedLine:
    """A row and its place; `has_problem` when something is wrong with it."""

    index: int
    line: SketchLine
    has_problem: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one item for one purchase order; `each` is what every carton holds, when all but the last agree."""

    sku: str
    item: SketchItem | None
    order: str
    units: int | None
    each: str
    rows: list[PackedLine]

    @property
    def index(self) -> int:
        """The place of its first row, by which it is named."""
        return self.rows[0].index


def draw_groups(request: PageRequest, row: SketchRow, problems: Sequence[FieldProblem]) -> dict[str, Any]:
    """Return what the step shows: the rows by item and purchase order, in the order of their first ones."""
    lines = row.sketch.lines
    items = get_sketch_items(
        scope=request.scope, merchant_id=row.merchant_id, codes=[line.sku for line in lines]
    )
    return {
        "groups": [_draw_group(lines, places, items, problems) for places in _group(lines).values()],
        "plate": request.POST.get("plate", "") if problems else "",
        "plate_kind": request.POST.get("plate_kind", "pallet"),
        "unnumbered": sum(not line.unit for line in lines),
    }


def _group(lines: Sequence[SketchLine]) -> dict[tuple[str, str], list[int]]:
    places: dict[tuple[str, str], list[int]] = {}
    for index, line in enumerate(lines):
        places.setdefault((line.sku, line.order), []).append(index)
    return places


def _draw_group(
    lines: Sequence[SketchLine],
    places: Sequence[int],
    items: Mapping[str, SketchItem],
    problems: Sequence[FieldProblem],
) -> Group:
    first = lines[places[0]]
    said = [lines[index].quantity for index in places]
    is_even = len(said) > 1 and len(set(said[:-1])) == 1
    wrong = {problem.path.split("_")[1] for problem in problems if problem.path.startswith("line_")}
    rows = [PackedLine(index, lines[index], str(index) in wrong) for index in places]
    units = _sum(lines, places)
    return Group(first.sku, items.get(first.sku), first.order, units, said[0] if is_even else "", rows)


def _sum(lines: Sequence[SketchLine], places: Sequence[int]) -> int | None:
    """Return the units of rows, None when one of them is no number of units."""
    units = 0
    for index in places:
        text = lines[index].quantity
        if not text.isdecimal() or not 0 < int(text[:12]) <= MOST_UNITS:
            return None
        units += int(text[:12])
    return units


def divide_group(sent: QueryDict, lines: Sequence[SketchLine], named: int) -> tuple[SketchLine, ...]:
    """Divide the units of a group anew, so many on each carton or pallet; without a figure all come in one row.

    What its rows agree about they keep; their numbers go, being those of other cartons. Raises: Invalid.
    """
    places = next((places for places in _group(lines).values() if named in places), None)
    if places is None:
        return tuple(lines)
    field = f"each_{places[0]}"
    units = _sum(lines, places)
    form = FormReader(sent)
    each = form.read_integer(field, default=units or 1, minimum=1)
    form.check()
    if units is None:
        raise Invalid([FieldProblem(f"line_{places[0]}_quantity", "range", _("A whole number goes here."))])
    parts = -(-units // each)
    if len(lines) - len(places) + parts > MOST_LINES:
        raise Invalid(
            [FieldProblem(field, "range", _("That is more than %(most)s rows.") % {"most": MOST_LINES})]
        )
    rows = [lines[index] for index in places]
    common = {
        part: value
        for part in ("lot", "expires", "kind")
        if len({getattr(row, part) for row in rows}) == 1 and (value := getattr(rows[0], part))
    }
    base = SketchLine(rows[0].sku, order=rows[0].order, **common)
    new = [replace(base, quantity=str(count)) for count in divide_units(quantity=units, each=each)]
    kept = set(places)
    before = [line for index, line in enumerate(lines) if index < places[0] and index not in kept]
    after = [line for index, line in enumerate(lines) if index > places[0] and index not in kept]
    return (*before, *new, *after)


def number_plates(sent: QueryDict, lines: Sequence[SketchLine]) -> tuple[SketchLine, ...]:
    """Give rows without a carton or pallet its number, from the first number on. Raises: Invalid."""
    form = FormReader(sent)
    first = form.read_text("plate", is_required=True, at_most=20)
    kind = form.read_choice("plate_kind", ("carton", "pallet"))
    form.check()
    empty = [index for index, line in enumerate(lines) if not line.unit]
    if not empty:
        return tuple(lines)
    try:
        numbers = list_following(first=first, count=len(empty))
    except InvalidIdentifier as fault:
        raise Invalid([FieldProblem("plate", "format", str(fault))]) from fault
    taken = Counter(line.unit for line in lines if line.unit)
    met = [number for number in numbers if number in taken]
    if met:
        told = _("%(number)s stands in another row already.") % {"number": met[0]}
        raise Invalid([FieldProblem("plate", "taken", told)])
    by_place = dict(zip(empty, numbers, strict=True))
    return tuple(
        replace(line, unit=by_place[index], kind=kind) if index in by_place else line
        for index, line in enumerate(lines)
    )
