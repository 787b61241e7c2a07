"""Work changes hands: to a colleague's badge, down at a place, or back; and what was put down is taken up again."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from packhaus.access.queries.floor import FloorPersonRow, list_floor_people
from packhaus.insight.queries.labour import list_own_labour
from packhaus.insight.queries.open_work import list_parked
from packhaus.inventory.errors import UnknownLocation
from packhaus.inventory.services.park_work import take_up_work
from packhaus.kernel.errors import Conflict
from packhaus.web.console.labour import find_start, name_methods
from packhaus.web.floor.badge import let_in
from packhaus.web.floor.badge_sessions import WAITING, find_remembered, read_device
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.hands import Held, give, list_held, may_do, put_back, put_down
from packhaus.web.floor.sessions import read_person
from packhaus.web.floor.work import FLOOR
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.responses import lead_to, render_page

REFUSED = 422


@never_cache
@open_to(*FLOOR)
def take_badge(request: PageRequest) -> HttpResponse:
    """Ask what a colleague's badge means: work for her, or that she works here now."""
    user_id = find_remembered(request, now=timezone.now().timestamp())
    device = read_device(request)
    person = next((one for one in list_floor_people(scope=request.scope) if one.user_id == user_id), None)
    if person is None or user_id is None:
        return HttpResponseRedirect(reverse("floor:work"))
    held = _list_own(request)
    context: dict[str, Any] = {"person": person, "held": held, "device": device}
    if request.method != "POST":
        return render_page(request, "floor/badge.html", context)
    wanted = request.POST.get("work", "")
    chosen = [one for one in held if one.can_give and wanted in {one.code, "all"}]
    refused = _give_all(request, chosen, person)
    if refused:
        return render_page(
            request,
            "floor/badge.html",
            context | {"band": refused, "held": _list_own(request)},
            status=REFUSED,
        )
    request.session.pop(WAITING, None)
    if device is None or "stay" in request.POST:
        return HttpResponseRedirect(reverse("floor:work"))
    return let_in(request, user_id, device)


@open_to(*FLOOR)
def hand_over(request: PageRequest) -> HttpResponse:
    """Show what I have begun, to give it to a colleague or put it down; a colleague's badge is taken anywhere."""
    if request.method != "POST":
        return _draw(request, None)
    held, to_id = _find(request, request.POST.get("work", "")), read_uuid(request.POST.get("person", ""))
    colleague = next((one for one in _list_colleagues(request) if one.user_id == to_id), None)
    if held is None:
        return _draw(request, Band("careful", _("This is not in your hands any more.")))
    if "back" in request.POST:
        put_back(held, now=request.now, actor=request.actor)
        return _draw(request, Band("right", _("%(work)s: whoever is next goes on.") % {"work": held.label}))
    if colleague is None:
        return _draw(request, Band("wrong", _("Choose a colleague, or scan the badge")), status=REFUSED)
    refused = _give_all(request, [held], colleague)
    told = {"work": held.label, "name": colleague.name}
    return _draw(request, refused or Band("right", _("%(name)s goes on: %(work)s") % told))


def _draw(request: PageRequest, band: Band | None, *, status: int = 200) -> HttpResponse:
    context = {"held": _list_own(request), "people": _list_colleagues(request), "band": band}
    return render_page(request, "floor/hand_over.html", context, status=status)


def _list_own(request: PageRequest) -> list[Held]:
    return list_held(scope=request.scope, person_id=read_person(request))


def _list_colleagues(request: PageRequest) -> list[FloorPersonRow]:
    return [one for one in list_floor_people(scope=request.scope) if one.user_id != request.user.pk]


def _find(request: PageRequest, code: str) -> Held | None:
    return next((one for one in _list_own(request) if one.code == code), None)


def _give_all(request: PageRequest, works: list[Held], person: FloorPersonRow) -> Band | None:
    """Hand work over, or say which of it the colleague cannot have; the rest has changed hands."""
    refused = []
    for held in works:
        if not may_do(held, person.user_id):
            refused.append(held.label)
            continue
        try:
            give(held, to_id=person.user_id, now=request.now, actor=request.actor)
        except Conflict:  # no longer mine, or a recount of what the colleague has counted
            refused.append(held.label)
    if not refused:
        return None
    told = {"name": person.name, "work": ", ".join(refused)}
    return Band("careful", _("%(name)s cannot have this: %(work)s") % told, where=_("It stays with you."))


@open_to(*FLOOR)
def park(request: PageRequest) -> HttpResponse:
    """Put work down at the place that is scanned, one task or all that is open; whoever is next finds it there."""
    code = request.GET.get("work", "")
    held = [one for one in _list_own(request) if code in {"", one.code}]
    if not held:
        return lead_to(request, reverse("floor:end-shift"))
    if request.method != "POST":
        return _draw_park(request, held, None)
    place = request.POST.get("scan", "").strip().upper()[:LONGEST_SCAN]
    try:
        for one in held:
            put_down(one, place=place, now=request.now, actor=request.actor)
    except UnknownLocation:
        band = Band(
            "wrong", _("No place of this site"), place or _("nothing"), _("the bin or place you stand at")
        )
        return _draw_park(request, held, band, place, REFUSED)
    return lead_to(request, reverse("floor:end-shift"))


def _draw_park(
    request: PageRequest, held: list[Held], band: Band | None, read: str = "", status: int = 200
) -> HttpResponse:
    context = {"held": held, "band": band, "read": read, "park_url": request.get_full_path()}
    return render_page(request, "floor/park.html", context, fragment="floor/_park_step.html", status=status)


@open_to(*FLOOR)
def fetch(request: PageRequest) -> HttpResponse:
    """Lead to where work that I took stands; the scan of that place, or a tap, goes on to the work itself."""
    held = _find(request, request.GET.get("work", ""))
    if held is None:
        return lead_to(request, reverse("floor:work"))
    key = (held.work.kind, held.work.key)
    parked = list_parked(scope=request.scope, tasks=[key]).get(key)
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    if parked is None or "found" in request.POST or code.upper() == parked.place.upper():
        take_up_work(kind=held.work.kind, key=held.work.key)
        return lead_to(request, held.url)
    band = None
    if request.method == "POST":
        band = Band("wrong", _("Wrong place"), code or _("nothing"), parked.place)
    context = {"held": held, "parked": parked, "band": band, "read": code, "fetch_url": link_fetch(held.code)}
    return render_page(
        request,
        "floor/fetch.html",
        context,
        fragment="floor/_fetch_step.html",
        status=REFUSED if band else 200,
    )


def link_fetch(code: str) -> str:
    """Return the address of the step that leads to work which was put down."""
    return f"{reverse('floor:fetch')}?{urlencode({'work': code})}"


@open_to(*FLOOR)
def end_shift(request: PageRequest) -> HttpResponse:
    """Show what is still open before the person goes; the tasks stay as they are whatever is done here."""
    person_id: UUID = read_person(request)
    done = list_own_labour(
        scope=request.scope, person_id=person_id, since=find_start(request, days=1), until=request.now
    )
    names = name_methods()
    figures = [(row, names.get(row.method, row.method)) for row in done]
    context = {
        "held": _list_own(request),
        "figures": figures,
        "has_sites": len({row.site_code for row in done}) > 1,
    }
    return render_page(request, "floor/end_shift.html", context)
