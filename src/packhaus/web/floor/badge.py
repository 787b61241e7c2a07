"""Who works here: signing in by badge or PIN, and out again."""

from http import HTTPStatus
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
from packhaus.kernel.errors import Invalid
from packhaus.web.floor.badge_sessions import (
    open_badge_session,
    read_device,
)
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.responses import lead_to

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
    return let_in(request, person.user_id, device)


def _take_pin(request: HttpRequest, device: DeviceRow) -> HttpResponse:
    people = _list_with_pin()
    chosen = next((one for one in people if str(one.user_id) == request.POST.get("person")), None)
    if chosen is None or not _is_right_pin(chosen.user_id, request.POST["pin"][:20]):
        band = Band("wrong", _("Name and PIN do not belong together"))
        return _draw_sign_in(request, device, band=band, people=people, status=UNPROCESSABLE)
    return let_in(request, chosen.user_id, device)


def _is_right_pin(user_id: UUID, pin: str) -> bool:
    try:
        check_pin(user_id=user_id, pin=pin, now=timezone.now())
    except Invalid:
        return False
    return True


def let_in(request: HttpRequest, user_id: UUID, device: DeviceRow) -> HttpResponse:
    """Sign a person in on a device, and show the work."""
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


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; a paired device waits for the next badge."""
    logout(request)
    return HttpResponseRedirect(reverse("floor:sign-in"))
