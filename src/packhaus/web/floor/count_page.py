"""How counting is drawn: the bins that wait, the way to one, what was said of it, one item's form."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.inventory.queries.count_walks import (
    CountItem,
    CountStep,
    CountWalk,
    count_count_walks,
    list_count_walks,
    list_noted,
)
from packhaus.inventory.services.counts.claim import claim_count
from packhaus.kernel.ids import new_id
from packhaus.outbound.queries.scan_policies import get_scan_policy
from packhaus.web.floor.bands import Band
from packhaus.web.floor.kinds import USUAL, Asked, NextWork, WorkKind, measure_mm, register
from packhaus.web.floor.rounds import Rounds, Thing, build_rounds
from packhaus.web.floor.sessions import read_person
from packhaus.web.guard import PageRequest
from packhaus.web.pages import find_site_id
from packhaus.web.responses import render_page
from packhaus.web.words import name_code

OFFERED = 12


def draw_walks(request: PageRequest, band: Band | None, status: int = 200) -> HttpResponse:
    """Show the bins that wait for this person."""
    found = list_count_walks(
        scope=request.scope, site_id=find_site_id(request), person_id=read_person(request), limit=OFFERED
    )
    context = {"band": band, "walks": found}
    return render_page(
        request, "floor/count_walks.html", context, fragment="floor/_count_walks_step.html", status=status
    )


def draw_bin(request: PageRequest, step: CountStep, band: Band | None, status: int = 200) -> HttpResponse:
    """Show the way to a bin."""
    context = {"is_at": False, "plan": _build_plan(request, step, is_there=False)}
    return _draw_step(request, step, band, context, status)


def draw_items(request: PageRequest, step: CountStep, band: Band | None, status: int = 200) -> HttpResponse:
    """Show what was said of the bin so far."""
    noted = list_noted(scope=request.scope, count_id=step.id)
    context = {
        "is_at": True,
        "noted": noted,
        "client_id": new_id().hex,
        "plan": _build_plan(request, step, is_there=True),
    }
    return _draw_step(request, step, band, context, status)


def _build_plan(request: PageRequest, step: CountStep, *, is_there: bool) -> str:
    """Write what a device needs to count a bin alone: its label, then any code with a number. It knows no record."""
    policy = get_scan_policy(scope=request.scope, site_id=step.site_id, operation="count")
    if not step.is_mine or policy.counts_each or policy.asks_lot:
        return ""
    url = reverse("floor:count-scan", args=[step.number])
    page = f"{reverse('floor:count-bin', args=[step.number])}?at=bin"
    note = Thing(
        key="", url=reverse("floor:count-note", args=[step.number]), fields={"kept": "1"}, asks=["quantity"]
    )
    bin_ = Thing(
        key="bin", name=step.location_code, url=url, codes=[(step.location_code, 1)], fields={"step_id": "bin"}, left=1
    )  # fmt: skip
    things, gate = ([], "") if is_there else ([bin_], "bin")
    verb = _("What lies here?")
    return build_rounds(Rounds(page, verb, _("Scan an item"), things, other=note, gate=gate))


def draw_choice(request: PageRequest, step: CountStep, found: Sequence[CountItem], code: str) -> HttpResponse:
    """Ask which of several items with one code it is."""
    band = Band("next", _("Which of these?"), code)
    return _draw_step(request, step, band, {"is_at": True, "meanings": found, "code": code})


def _draw_step(
    request: PageRequest, step: CountStep, band: Band | None, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    shared = {"count": step, "band": band, "is_closed": step.status not in {"planned", "recount", "counting"}}
    return render_page(
        request, "floor/count.html", shared | dict(context), fragment="floor/_count_step.html", status=status
    )


def draw_item(
    request: PageRequest,
    step: CountStep,
    item: CountItem | None,
    code: str,
    *,
    sent: Mapping[str, str] | None = None,
    told: Sequence[str] = (),
) -> HttpResponse:
    """Ask how many of an item lie there; with problems as 422."""
    usual = {"client_id": new_id().hex, "quantity": "1" if item and item.has_serials else ""}
    context = {
        "count": step,
        "item": item,
        "code": code,
        "values": usual | {key: value for key, value in (sent or {}).items() if key != "client_id"},
        "told": told,
        "plan": _build_plan(request, step, is_there=True),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if told else HTTPStatus.OK
    return render_page(
        request, "floor/count_item.html", context, fragment="floor/_count_item_step.html", status=status
    )


def count_counting(asked: Asked) -> int:
    """Return how many bins wait for this person."""
    return count_count_walks(scope=asked.scope, site_id=asked.site_id, person_id=asked.person_id)


def offer_counting(asked: Asked) -> NextWork | None:
    """Offer the bin that the person has begun, else the first in turn, the nearest of those with equal turns."""
    walks = list_count_walks(
        scope=asked.scope, site_id=asked.site_id, person_id=asked.person_id, limit=OFFERED
    )
    if not walks:
        return None

    def rank(walk: CountWalk) -> tuple[bool, int, int]:
        return not walk.is_mine, walk.priority, measure_mm(asked.near, walk.x_mm, walk.y_mm) or 0

    walk = min(walks, key=rank)
    return NextWork(
        label=_("Count %(bin)s") % {"bin": walk.location_code},
        url=reverse("floor:count-bin", args=[walk.number]),
        priority=USUAL + walk.priority,
        distance_mm=measure_mm(asked.near, walk.x_mm, walk.y_mm),
        detail=walk.sku_name or str(name_code("count_trigger", walk.trigger)),
        is_mine=walk.is_mine,
        key=str(walk.id),
    )


def take_counting(work: NextWork, person_id: UUID, now: datetime, _actor: Actor) -> None:
    """Claim an offered bin. Raises: CountTaken."""
    claim_count(scope=Scope.operator(), count_id=UUID(work.key), person_id=person_id, now=now)


register(
    WorkKind(
        "count", pgettext_lazy("floor work", "Count"), "floor:count", "circle-check", count_counting,
        offer_counting, take=take_counting, position=700,
    )
)  # fmt: skip
