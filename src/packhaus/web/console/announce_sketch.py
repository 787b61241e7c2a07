"""A begun announcement as the fields of a form, what is wrong with it, and at which step."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from packhaus.inbound.queries.sketches import SketchRow, is_number_taken
from packhaus.inbound.services.check_drafts import find_draft_problems
from packhaus.inbound.services.docks.book import MOST_PALLETS, Wish
from packhaus.inbound.types import MOST_LINES, AsnDraft, Sketch, SketchLine
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.web.console.inbound_read import name_fields, read_asn
from packhaus.web.forms import FormReader, read_moment
from packhaus.web.guard import PageRequest
from packhaus.web.told import tell_problem

PARTS = ("sku", "quantity", "lot", "expires", "unit", "kind", "order")
HEAD = (
    "number",
    "site",
    "supplier_code",
    "supplier_name",
    "carrier_code",
    "tracking_number",
    "expected_on",
    "pallets",
    "starts_at",
)
_PACKING = re.compile(r"line_\d+_(lot|expires_on|unit|unit_kind)")
_TIME = frozenset({"expected_on", "pallets", "starts_at", "carrier_code", "tracking_number"})


def list_values(sketch: Sketch) -> dict[str, Any]:
    """Return what was entered by the names that the fields of the form on one page have."""
    values: dict[str, Any] = {name: getattr(sketch, name) for name in HEAD}
    for index, line in enumerate(sketch.lines):
        values |= {f"{part}_{index}": getattr(line, part) for part in PARTS}
        values[f"kind_{index}"] = line.kind or "carton"
    values["order_number"] = find_usual_order(sketch.lines)
    return values


def find_usual_order(lines: Sequence[SketchLine]) -> str:
    """Return the purchase order of the whole: the first line's, when every line has one."""
    orders = [line.order for line in lines if line.sku]
    return orders[0] if orders and all(orders) else ""


def read_head(sent: QueryDict, sketch: Sketch, names: Sequence[str]) -> Sketch:
    """Return the sketch with these fields as they were sent."""
    typed: dict[str, Any] = {name: sent.get(name, "").strip() for name in names}
    return replace(sketch, **typed)


def read_items(sent: QueryDict, known: Sequence[SketchLine]) -> tuple[SketchLine, ...]:
    """Return the rows that were sent, no empty ones; how a row is packed stays while it keeps its item."""
    found = []
    for index in range(MOST_LINES):
        if f"sku_{index}" not in sent:
            continue
        before = known[index] if index < len(known) else SketchLine()
        if sent.get(f"sku_{index}", "").strip() != before.sku:
            before = SketchLine()
        line = _read_parts(sent, index, before, ("sku", "quantity", "order"))
        if line.sku or line.quantity:
            found.append(line)
    return tuple(found)


def read_packing(sent: QueryDict, known: Sequence[SketchLine]) -> tuple[SketchLine, ...]:
    """Return the rows with the packing that was sent for them."""
    parts = ("lot", "expires", "unit", "kind")
    return tuple(_read_parts(sent, index, line, parts) for index, line in enumerate(known))


def _read_parts(sent: QueryDict, index: int, line: SketchLine, parts: Sequence[str]) -> SketchLine:
    named = {part: f"{part}_{index}" for part in parts}
    return replace(line, **{part: sent.get(name, "").strip() for part, name in named.items() if name in sent})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sketch comes to: its draft when nothing stands against it, and what is wrong, by step and field."""

    draft: AsnDraft | None
    wish: Wish | None
    problems: tuple[tuple[str, FieldProblem], ...]

    def list_problems(self, *steps: str) -> list[FieldProblem]:
        """Return what is wrong at these steps."""
        return [problem for step, problem in self.problems if step in steps]


def read_sketch(request: PageRequest, row: SketchRow) -> Reading:
    """Read everything that was entered so far, as if it were sent. A day that is missing does not hide other faults."""
    values = list_values(row.sketch)
    sent = QueryDict(mutable=True)
    sent.update({name: str(value) for name, value in values.items()})
    late = FormReader(sent.copy())
    wish = _read_wish(late)
    if not row.sketch.expected_on:
        late.refuse("expected_on", "required", _("A date goes here."))
        sent["expected_on"] = request.now.date().isoformat()
    for index, line in enumerate(row.sketch.lines):
        if not line.sku or not line.quantity:
            late.refuse(f"{'quantity' if line.sku else 'sku'}_{index}", "required", _("Say what goes here."))
    if is_number_taken(scope=request.scope, merchant_id=row.merchant_id, number=row.sketch.number):
        late.refuse("number", "taken", tell_problem("was used for another delivery"))
    draft, problems = _read_draft(request, row, sent)
    problems += name_fields(sent, Invalid(late.problems)).problems
    return Reading(
        None if problems else draft, wish, tuple((_find_step(problem), problem) for problem in problems)
    )


def _read_draft(
    request: PageRequest, row: SketchRow, sent: QueryDict
) -> tuple[AsnDraft | None, list[FieldProblem]]:
    form = FormReader(sent)
    try:
        draft = read_asn(form, form.read_text("number", is_required=True, at_most=40))
        problems = find_draft_problems(scope=request.scope, merchant_id=row.merchant_id, draft=draft)
    except Invalid as refused:
        return None, list(name_fields(sent, refused).problems)
    return draft, list(name_fields(sent, Invalid(problems)).problems) if problems else []


def _read_wish(form: FormReader) -> Wish | None:
    """Read the slot that is wished for; none is wished for without a moment."""
    pallets = form.read_integer("pallets", default=0, minimum=0)
    if pallets > MOST_PALLETS:
        form.refuse("pallets", "range", _("At most %(most)s goes here.") % {"most": MOST_PALLETS})
    starts_at = read_moment(form.sent.get("starts_at", ""))
    return Wish(starts_at, pallets) if starts_at else None


def _find_step(problem: FieldProblem) -> str:
    if problem.path in _TIME:
        return "time"
    if _PACKING.fullmatch(problem.path) or problem.code == "repeated":
        return "packing"
    return "lines" if problem.path.startswith("line_") or problem.path == "lines" else "what"


def list_orders(lines: Sequence[SketchLine]) -> Iterator[str]:
    """Yield the purchase orders that lines name, each once."""
    yield from dict.fromkeys(line.order for line in lines if line.order)
