"""Announce a delivery step by step: each step has an address, and what was entered is kept from one to the next."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from packhaus.inbound.errors import SlotNotFree
from packhaus.inbound.queries.sketches import SketchRow, get_sketch
from packhaus.inbound.services.docks.book import Wish
from packhaus.inbound.services.sketches import drop_sketch, save_sketch, send_sketch
from packhaus.inbound.types import MOST_LINES, AsnDraft, Sketch, SketchLine
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.web.console.announce_packing import divide_group, draw_groups, number_plates
from packhaus.web.console.announce_sketch import list_values, read_head, read_items, read_packing, read_sketch
from packhaus.web.console.announce_time import draw_times
from packhaus.web.console.announce_words import draw_check, read_pasted, tell_fault
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.inbound_bulk import ANNOUNCERS
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.parts import Step
from packhaus.web.refusals import describe
from packhaus.web.toasts import tell

STEPS = ("what", "lines", "packing", "time", "check")
MORE_LINES = 6


def name_step(step: str) -> str:
    """Return what a step is called."""
    return {
        "what": pgettext("announcement", "What comes"),
        "lines": pgettext("announcement", "Items"),
        "packing": pgettext("announcement", "Packing"),
        "time": pgettext("announcement", "When"),
        "check": pgettext("announcement", "Check and send"),
    }[step]


def link_step(sketch_id: UUID, step: str) -> str:
    """Return the address of a step of a begun announcement."""
    return reverse(f"console:asn-{step}", args=[sketch_id])


def show_step(
    request: PageRequest,
    step: str,
    row: SketchRow,
    context: dict[str, Any],
    problems: Sequence[FieldProblem] = (),
) -> HttpResponse:
    """Show a step with what is entered so far; with problems as 422."""
    draft = Draft.of(request.POST, Invalid(list(problems))) if problems else Draft()
    place = STEPS.index(step)
    shared = {
        "row": row,
        "values": list_values(row.sketch),
        "steps": draw_steps(step),
        "step_name": name_step(step),
        "is_kept": True,
        "next_name": name_step(STEPS[place + 1]) if step != STEPS[-1] else "",
        "drop_url": reverse("console:asn-drop", args=[row.id]),
    }
    return show_form(request, f"inbound/announce/{step}.html", draft, shared | context)


def draw_steps(current: str) -> list[Step]:
    """Return the way with the step where somebody is."""
    at = STEPS.index(current)
    return [
        Step(
            name_step(step),
            "done" if place < at else "current" if place == at else "todo",
            note=f"{place + 1}/{len(STEPS)}" if place == at else "",
        )
        for place, step in enumerate(STEPS)
    ]


def on_sketch(show: Callable[[PageRequest, SketchRow], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a step the begun announcement of its address; one that became a delivery leads to it."""

    @wraps(show)
    def respond(request: PageRequest, sketch_id: UUID) -> HttpResponse:
        row = get_sketch(scope=request.scope, sketch_id=sketch_id)
        if row.sent_number:
            return HttpResponseRedirect(reverse("console:asn", args=[row.merchant_code, row.sent_number]))
        return show(request, row)

    return respond


def keep(request: PageRequest, row: SketchRow, sketch: Sketch, *fields: str) -> SketchRow:
    """Keep these fields of a sketch."""
    save_sketch(scope=request.scope, sketch_id=row.id, sketch=sketch, fields=fields, now=request.now)
    return replace(row, sketch=sketch)


def go_on(
    request: PageRequest, step: str, row: SketchRow, show: Callable[[Sequence[FieldProblem]], HttpResponse]
) -> HttpResponse:
    """Go where the button leads: back always, on when nothing of this step is wrong, else stay."""
    place, asked = STEPS.index(step), request.POST.get("do", "")
    if asked == "back":
        return HttpResponseRedirect(link_step(row.id, STEPS[place - 1]))
    if asked != "next":
        return HttpResponseRedirect(link_step(row.id, step))
    problems = read_sketch(request, row).list_problems(step)
    return show(problems) if problems else HttpResponseRedirect(link_step(row.id, STEPS[place + 1]))


@open_to(*ANNOUNCERS)
@on_sketch
def enter_lines(request: PageRequest, row: SketchRow) -> HttpResponse:
    """Ask which items come, and how many."""
    if request.method != "POST":
        return _show_lines(request, row)
    lines = read_items(request.POST, row.sketch.lines)
    pasted, wrong = read_pasted(request.POST.get("pasted", ""))
    found = (*lines, *pasted)
    if len(found) > MOST_LINES:
        wrong = [FieldProblem("pasted", "range", _("At most %(most)s goes here.") % {"most": MOST_LINES})]
    if wrong:
        row = keep(request, row, replace(row.sketch, lines=lines), "lines")
        return _show_lines(request, row, wrong)
    row = keep(request, row, replace(row.sketch, lines=found), "lines")
    return go_on(request, "lines", row, lambda problems: _show_lines(request, row, problems))


def _show_lines(request: PageRequest, row: SketchRow, problems: Sequence[FieldProblem] = ()) -> HttpResponse:
    known = row.sketch.lines
    empty = [SketchLine()] * (MORE_LINES if len(known) + MORE_LINES <= MOST_LINES else 0)
    lines = [
        {"index": index, "line": line, "problem": find_problem(problems, index)}
        for index, line in enumerate((*known, *empty))
    ]
    context = {"lines": lines, "pasted": request.POST.get("pasted", "") if problems else ""}
    return show_step(request, "lines", row, context, problems)


def find_problem(problems: Sequence[FieldProblem], index: int) -> bool:
    """Tell whether something is wrong with a row."""
    return any(problem.path.startswith(f"line_{index}_") for problem in problems)


@open_to(*ANNOUNCERS)
@on_sketch
def enter_packing(request: PageRequest, row: SketchRow) -> HttpResponse:
    """Ask in which cartons and on which pallets the items come, with their lots and days of expiry."""
    if request.method != "POST":
        return _show_packing(request, row)
    lines = read_packing(request.POST, row.sketch.lines)
    asked, _colon, group = request.POST.get("do", "").partition(":")
    try:
        if asked == "divide" and group.isdecimal():
            lines = divide_group(request.POST, lines, int(group[:6]))
        elif asked == "plates":
            lines = number_plates(request.POST, lines)
    except Invalid as refused:
        row = keep(request, row, replace(row.sketch, lines=lines), "lines")
        return _show_packing(request, row, refused.problems)
    row = keep(request, row, replace(row.sketch, lines=lines), "lines")
    return go_on(request, "packing", row, lambda problems: _show_packing(request, row, problems))


def _show_packing(
    request: PageRequest, row: SketchRow, problems: Sequence[FieldProblem] = ()
) -> HttpResponse:
    return show_step(request, "packing", row, draw_groups(request, row, problems), problems)


@open_to(*ANNOUNCERS)
@on_sketch
def enter_time(request: PageRequest, row: SketchRow) -> HttpResponse:
    """Ask when it comes, and at which free time its truck takes a door."""
    if request.method != "POST":
        return _show_time(request, row)
    asked = ("expected_on", "carrier_code", "tracking_number", "pallets", "starts_at")
    sketch = read_head(request.POST, row.sketch, asked)
    is_other = (sketch.expected_on, sketch.pallets) != tuple(
        request.POST.get(name, "") for name in ("shown_day", "shown_pallets")
    )
    if is_other:
        # The times that were shown are of another day or another truck.
        sketch = replace(sketch, starts_at="")
    row = keep(request, row, sketch, *asked)
    if is_other and request.POST.get("do") == "next" and draw_times(request, row)["free"]:
        return HttpResponseRedirect(link_step(row.id, "time"))
    return go_on(request, "time", row, lambda problems: _show_time(request, row, problems))


def _show_time(request: PageRequest, row: SketchRow, problems: Sequence[FieldProblem] = ()) -> HttpResponse:
    return show_step(request, "time", row, draw_times(request, row), problems)


@open_to(*ANNOUNCERS)
@on_sketch
def check(request: PageRequest, row: SketchRow) -> HttpResponse:
    """Show all of it once more, and announce the delivery. Raises: AsnNumberTaken."""
    if request.POST.get("do") == "back":
        return HttpResponseRedirect(link_step(row.id, "time"))
    reading = read_sketch(request, row)
    if request.method == "POST" and reading.draft is not None:
        return _send(request, row, reading.draft, reading.wish)
    context = draw_check(request, row, reading) | {
        "wrong": [
            (name_step(step), link_step(row.id, step), list(map(tell_fault, found)))
            for step in STEPS
            if (found := reading.list_problems(step))
        ],
        "links": {step: link_step(row.id, step) for step in STEPS},
    }
    problems = reading.list_problems(*STEPS) if request.method == "POST" else ()
    return show_step(request, "check", row, context, problems)


def _send(request: PageRequest, row: SketchRow, draft: AsnDraft, wish: Wish | None) -> HttpResponse:
    try:
        send_sketch(
            scope=request.scope, sketch_id=row.id, draft=draft, wish=wish, now=request.now,
            actor=request.actor,
        )  # fmt: skip
    except SlotNotFree as refused:
        row = keep(request, row, replace(row.sketch, starts_at=""), "starts_at")
        told = f"{describe(refused).why} {_('Nothing is announced yet: choose another time, or none.')}"
        return _show_time(request, row, [FieldProblem("starts_at", "not_free", told)])
    tell(request, _("%(number)s is announced.") % {"number": draft.number})
    return HttpResponseRedirect(reverse("console:asn", args=[row.merchant_code, draft.number]))


@require_POST
@open_to(*ANNOUNCERS)
def drop(request: PageRequest, sketch_id: UUID) -> HttpResponse:
    """Throw away what was entered."""
    drop_sketch(scope=request.scope, sketch_id=sketch_id)
    tell(request, _("What was entered is thrown away."))
    return HttpResponseRedirect(reverse("console:inbound"))
