"""Who works here: signing in by badge or PIN, a second badge, handing over, and the end of a shift."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from packhaus.access.queries.floor import (
    DeviceRow,
    FloorPersonRow,
    find_badge_person,
    list_floor_people,
)
from packhaus.access.scope import Scope
from packhaus.access.services.pins import check_pin
from packhaus.insight.queries.labour import list_own_labour
from packhaus.kernel.errors import Invalid
from packhaus.outbound.errors import BatchNotFound
from packhaus.outbound.queries.list_batches import BatchRow, get_batch
from packhaus.outbound.queries.next_walks import NextWalk, list_next_walks
from packhaus.outbound.services.batches import hand_over_batch, return_batch
from packhaus.web.console.labour import find_start, name_methods
from packhaus.web.floor.badge_sessions import (
    WAITING,
    find_remembered,
    open_badge_session,
    read_device,
)
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.sessions import is_mine, read_person
from packhaus.web.floor.work import FLOOR
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.responses import lead_to, render_page

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let in whose badge is scanned on a paired device; who has lost it finds the own name and types a PIN."""
    device = read_device(request)
    if device is None:
        return HttpResponseRedirect(f"{reverse('sign-in')}?next=/floor/")
    if request.method != "POST":
        is_list = "lost" in request.GET
        return _draw_sign_in(request, device, people=_list_with_pin() if is_list else [])
    if "pin" in request.POST:
        return _take_pin(request, device)
    person = find_badge_person(code=request.POST.get("scan", "")[:LONGEST_SCAN])
    if person is None:
        band = Band("wrong", _("Unknown badge"), where=_("Ask the lead for a new one."))
        return _draw_sign_in(request, device, band=band, status=UNPROCESSABLE)
    return _let_in(request, person.user_id, device)


def _take_pin(request: HttpRequest, device: DeviceRow) -> HttpResponse:
    people = _list_with_pin()
    chosen = next((one for one in people if str(one.user_id) == request.POST.get("person")), None)
    if chosen is None or not _is_right_pin(chosen.user_id, request.POST["pin"][:20]):
        band = Band("wrong", _("Name and PIN do not belong together"))
        return _draw_sign_in(request, device, band=band, people=people, status=UNPROCESSABLE)
    return _let_in(request, chosen.user_id, device)


def _is_right_pin(user_id: UUID, pin: str) -> bool:
    try:
        check_pin(user_id=user_id, pin=pin, now=timezone.now())
    except Invalid:
        return False
    return True


def _let_in(request: HttpRequest, user_id: UUID, device: DeviceRow) -> HttpResponse:
    response = lead_to(request, reverse("floor:work"))
    return open_badge_session(
        request, response, user_id=user_id, device=device, now=timezone.now().timestamp()
    )


def _list_with_pin() -> list[FloorPersonRow]:
    return [person for person in list_floor_people(scope=Scope.operator()) if person.has_pin]


def _draw_sign_in(
    request: HttpRequest,
    device: DeviceRow,
    *,
    band: Band | None = None,
    people: list[FloorPersonRow] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    is_fragment = request.headers.get("HX-Request") == "true"
    template = "floor/_sign_in_step.html" if is_fragment else "floor/sign_in.html"
    return render(request, template, {"device": device, "band": band, "people": people or []}, status=status)


@never_cache
@open_to(*FLOOR)
def take_badge(request: PageRequest) -> HttpResponse:
    """Ask what a colleague's badge means: a walk for her, or that she works here now."""
    now = timezone.now().timestamp()
    user_id = find_remembered(request, now=now)
    device = read_device(request)
    people = list_floor_people(scope=request.scope)
    person = next((one for one in people if one.user_id == user_id), None)
    if person is None or user_id is None:
        return HttpResponseRedirect(reverse("floor:work"))
    if request.method != "POST":
        context = {"person": person, "walks": _list_own(request), "device": device}
        return render_page(request, "floor/badge.html", context)
    number = request.POST.get("batch", "")
    if number:
        _give(request, number, user_id)
    request.session.pop(WAITING, None)
    if device is None or "stay" in request.POST:
        return HttpResponseRedirect(reverse("floor:work"))
    return _let_in(request, user_id, device)


def _list_own(request: PageRequest) -> list[NextWalk]:
    walks = list_next_walks(scope=request.scope, site_id=None, person_id=read_person(request), limit=12)
    return [walk for walk in walks if walk.is_mine]


def _find_own(request: PageRequest, number: str) -> BatchRow:
    batch = get_batch(scope=request.scope, number=number[:16])
    if not is_mine(request, batch):
        raise BatchNotFound("this walk is not yours", number=number)
    return batch


def _give(request: PageRequest, number: str, to_id: UUID) -> None:
    hand_over_batch(
        batch_id=_find_own(request, number).id, from_id=read_person(request), to_id=to_id, now=request.now,
        actor=request.actor,
    )  # fmt: skip


@open_to(*FLOOR)
def hand_over(request: PageRequest) -> HttpResponse:
    """Show what I have begun, to give it to a colleague or back; a colleague's badge is taken anywhere."""
    people = [one for one in list_floor_people(scope=request.scope) if one.user_id != request.user.pk]
    if request.method != "POST":
        return render_page(request, "floor/hand_over.html", {"walks": _list_own(request), "people": people})
    number, to_id = request.POST.get("batch", ""), read_uuid(request.POST.get("person", ""))
    if number and to_id and any(one.user_id == to_id for one in people):
        _give(request, number, to_id)
    elif number and "back" in request.POST:
        return_batch(batch_id=_find_own(request, number).id, now=request.now, actor=request.actor)
    return lead_to(request, reverse("floor:hand-over"))


@open_to(*FLOOR)
def end_shift(request: PageRequest) -> HttpResponse:
    """Show what is still open before the person goes; the tasks stay as they are whatever is done here."""
    done = list_own_labour(
        scope=request.scope,
        person_id=read_person(request),
        since=find_start(request, days=1),
        until=request.now,
    )
    names = name_methods()
    figures = [(row, names.get(row.method, row.method)) for row in done]
    context: dict[str, Any] = {"walks": _list_own(request), "figures": figures}
    return render_page(request, "floor/end_shift.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; a paired device waits for the next badge."""
    logout(request)
    return HttpResponseRedirect(reverse("floor:sign-in"))
