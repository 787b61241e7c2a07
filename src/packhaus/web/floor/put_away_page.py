"""How put-away is drawn: the question for goods, their place, and what is asked on the way."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.catalog.queries.scan_codes import ScanCodes, list_scan_codes
from packhaus.inbound.queries.put_away.list_tasks import PutAwayFilter, PutAwayRow, list_put_away
from packhaus.inbound.services.put_away.check_places import Judged
from packhaus.inbound.types import CHANGE_REASONS, REPORT_REASONS
from packhaus.kernel.ids import new_id
from packhaus.kernel.keyset import PageOf
from packhaus.outbound.queries.scan_policies import get_scan_policy
from packhaus.web.floor.bands import Band
from packhaus.web.floor.chain import ChainStep, build_chain
from packhaus.web.floor.meanings import Lead
from packhaus.web.floor.rounds import After, Rounds, Thing, build_rounds
from packhaus.web.floor.sessions import read_person
from packhaus.web.formats import format_quantity, format_time
from packhaus.web.guard import PageRequest
from packhaus.web.pages import find_site_id
from packhaus.web.parts import Action
from packhaus.web.responses import is_fragment_wanted, render_page
from packhaus.web.words import name_code

SHOWN = 6
_STEP = "floor/_put_away_step.html"
_TASK_STEP = "floor/_put_away_task_step.html"


def draw_find(
    request: PageRequest,
    band: Band | None,
    status: int = HTTPStatus.OK,
    *,
    chosen: Sequence[PutAwayRow] = (),
) -> HttpResponse:
    """Ask for goods; what the person has in hand, and what waits longest, is one tap away.

    Where a code may be several things that wait, each is a big button.
    """
    narrowed = PutAwayFilter(site_id=find_site_id(request), statuses=["open", "claimed"])
    found = list_put_away(
        scope=request.scope,
        chosen=narrowed,
        now=request.now,
        page=PageOf(size=SHOWN * 4, counted_at_most=1_000),
    )
    mine = [task for task in found.rows if task.claimed_by == read_person(request)]
    waiting = [task for task in found.rows if task.status == "open" and task.to_location_id]
    context = {
        "band": band,
        "leads": [
            Lead(f"{task.merchant_code} {task.sku_code}", task.sku_name, f"item.{task.sku_id}")
            for task in chosen
        ],
        "read": band.read if band else "",
        "mine": [(task, name_goods(task, task.quantity)) for task in mine],
        "waiting": [(task, name_goods(task, task.quantity)) for task in waiting[:SHOWN]],
        "total": found.total,
        "plan": _build_rounds(request, [*mine, *waiting]) if not chosen else "",
    }
    return render_page(request, "floor/put_away.html", context, fragment=_STEP, status=status)


def draw_task(
    request: PageRequest,
    task: PutAwayRow,
    band: Band | None = None,
    *,
    units: int | None = None,
    counted: int = 0,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Show the place of goods, and why there; `counted` of them were scanned where the site wants that."""
    policy = get_scan_policy(scope=request.scope, site_id=task.site_id, operation="put_away")
    url = reverse("floor:put-away-task", args=[task.id])
    escapes = [
        Action(_("Full or blocked"), reverse("floor:put-away-problem", args=[task.id])),
        Action(_("Leave it"), reverse("floor:put-away-return", args=[task.id]), method="post"),
    ]
    if not task.unit_code and task.quantity > 1 and not policy.counts_each:
        escapes.insert(1, Action(_("Only some"), f"{url}?split=1"))
    context = {
        "task": task,
        "band": band,
        "units": units,
        "fields": ({"units": str(units)} if units else {}) | ({"counted": str(counted)} if counted else {}),
        "counted": counted if policy.counts_each else 0,
        "is_item_only": policy.is_item_only,
        "goods": name_goods(task, units or task.quantity),
        "why": capfirst(str(name_code("put_away_why", task.why))),
        "escapes": escapes,
        "plan": ""
        if policy.counts_each or policy.asks_lot or is_fragment_wanted(request)
        else _build_plan(task),
    }
    return render_page(request, "floor/put_away_task.html", context, fragment=_TASK_STEP, status=status)


def _build_plan(task: PutAwayRow) -> str:
    """Write the one scan that is left for a device: the place; another one needs the server, which asks why."""
    expects = _("Scan %(place)s") % {"place": task.to_code}
    name = name_goods(task, task.quantity)
    step = ChainStep("place", _("Bring it to"), task.to_code, expects, [task.to_code], name=name)
    return build_chain([step])


def _build_rounds(request: PageRequest, tasks: Sequence[PutAwayRow]) -> str:
    """Write what a device may put away alone: goods that wait with a place; whoever is quicker has them."""
    policy = get_scan_policy(scope=request.scope, site_id=find_site_id(request), operation="put_away")
    if policy.counts_each or policy.asks_lot:
        return ""
    skus = sorted({task.sku_id for task in tasks if task.sku_id and not task.unit_code})
    codes = list_scan_codes(scope=request.scope, sku_ids=skus)
    things = [_describe(task, codes) for task in tasks]
    verb, end = _("Scan a pallet, carton or item"), _("The rest needs the network")
    return build_rounds(Rounds(reverse("floor:put-away"), verb, verb, things, end=end))


def _describe(task: PutAwayRow, codes: Mapping[UUID, ScanCodes]) -> Thing:
    single = task.unit_code or task.serial
    pairs = [(single, 1)] if single or task.sku_id is None else codes[task.sku_id].pairs
    expects = _("Scan %(place)s") % {"place": task.to_code}
    return Thing(
        key=f"put_away:{task.id}", name=name_goods(task, task.quantity), codes=pairs, left=1,
        url=reverse("floor:put-away-scan", args=[task.id]), fields={"take": "1"}, lot=task.lot_code,
        after=After(_("Bring it to"), task.to_code, expects, [task.to_code]),
    )  # fmt: skip


def draw_quantity(request: PageRequest, task: PutAwayRow) -> HttpResponse:
    """Ask how many of the units go to the place."""
    return render_page(
        request, "floor/put_away_quantity.html", {"task": task, "goods": name_goods(task, task.quantity)}
    )


def draw_choice(request: PageRequest, task: PutAwayRow, judged: Judged, *, units: int | None) -> HttpResponse:
    """Ask why goods go to another place, which takes them."""
    context = {
        "task": task,
        "judged": judged,
        "units": units,
        "goods": name_goods(task, units or task.quantity),
        "reasons": [(reason, name_code("change_reason", reason)) for reason in CHANGE_REASONS],
        "client_id": new_id().hex,
    }
    return render_page(
        request, "floor/put_away_choice.html", context, fragment="floor/_put_away_choice_step.html"
    )


def draw_problem(request: PageRequest, task: PutAwayRow) -> HttpResponse:
    """Ask whether the place is full or blocked."""
    labels = {"full": _("It is full"), "blocked": _("Something is in the way")}
    context = {
        "task": task,
        "reasons": [(reason, labels[reason]) for reason in REPORT_REASONS],
        "client_id": new_id().hex,
    }
    return render_page(request, "floor/put_away_problem.html", context)


def name_goods(task: PutAwayRow, units: int) -> str:
    """Say what and how many: an item by its name, a mixed carton by its units."""
    told = {"units": format_quantity(units), "item": task.sku_name}
    if task.sku_name:
        return _("%(units)s × %(item)s") % told
    return ngettext("%(units)s unit", "%(units)s units", units) % told


def tell_done(task: PutAwayRow, code: str) -> Band:
    """Say where goods went, and when."""
    assert task.done_at is not None
    told = {"place": task.to_code, "time": format_time(task.done_at, task.zone)}
    return Band(
        "wrong", _("It was put away at %(time)s in %(place)s.") % told, code, _("goods that wait at the door")
    )


def tell_taken(task: PutAwayRow, code: str) -> Band:
    """Say who has a task in hand."""
    who = task.claimed_by_name or _("Somebody else")
    return Band(
        "wrong", _("%(who)s has it in hand.") % {"who": who}, code, _("goods that nobody has in hand")
    )


def tell_no_place(task: PutAwayRow, code: str) -> Band:
    """Say that no place takes goods, and what ruled out how many."""
    return Band(
        "wrong", _("No place takes it. Leave it at the door; the lead sees it."), code, _("a place with room"),
        tell_excluded(task.excluded),
    )  # fmt: skip


def tell_excluded(excluded: dict[str, int]) -> str:
    """Say what ruled out how many places."""
    return " · ".join(
        f"{format_quantity(count)}: {name_code('exclusion', code)}" for code, count in excluded.items()
    )


def tell_refused_place(task: PutAwayRow, code: str, why_not: str) -> Band:
    """Say why goods may not lie in a place."""
    told = {"place": code, "why": name_code("exclusion", why_not)}
    return Band("wrong", _("%(place)s: %(why)s. Not allowed.") % told, code, task.to_code)
