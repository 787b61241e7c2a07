"""Work: what is next for the person with the scanner."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.queries.floor import find_allowed_kinds
from packhaus.access.types import Role
from packhaus.insight.queries.open_work import list_standing_work
from packhaus.insight.queries.resolve_scan import resolve_scan
from packhaus.kernel.errors import Conflict
from packhaus.kernel.keyset import PageOf
from packhaus.outbound.queries.list_batches import (
    BatchFilter,
    list_batch_progress,
    list_batches,
    list_offered_batches,
)
from packhaus.web.floor.approval import APPROVERS
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.hands import Held, find_parked, give, list_held, name_work
from packhaus.web.floor.kinds import Asked, NextWork, WorkKind, list_kinds, rank_offers
from packhaus.web.floor.meanings import Lead, name_meanings
from packhaus.web.floor.sessions import read_person
from packhaus.web.floor.trail import find_near
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.nav import find_url
from packhaus.web.pages import find_site_id
from packhaus.web.responses import lead_to, render_page

OFFERED = 12
FLOOR = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
ATTEMPTS = 5
UNTOUCHED = timedelta(minutes=15)
"""Source: screens, section 5.4."""


def build_asked(request: PageRequest) -> Asked:
    """Return who asks for work, where and when."""
    return Asked(
        scope=request.scope,
        site_id=find_site_id(request),
        person_id=read_person(request),
        near=find_near(request),
        now=request.now,
        today=request.now.astimezone(ZoneInfo(request.site_zone)).date(),
    )


@open_to(*FLOOR)
def show_work(request: PageRequest) -> HttpResponse:
    """Show the one thing that is next, and all kinds of work; a scanned number opens what it belongs to."""
    if request.method == "POST":
        return _open_scanned(request)
    return _draw(request, None)


@require_POST
@open_to(*FLOOR)
def start_next(request: PageRequest) -> HttpResponse:
    """Give the person what is next, and lead there; what somebody else took meanwhile is passed over."""
    for _attempt in range(ATTEMPTS):
        offers = rank_offers(build_asked(request), _list_allowed(request))
        if not offers:
            break
        kind, work = offers[0]
        if _take(request, kind, work):
            stands = find_parked(request.scope, kind.name, work)
            query = urlencode({"work": f"{kind.name}:{work.key}"})
            return HttpResponseRedirect(f"{reverse('floor:fetch')}?{query}" if stands else work.url)
    return HttpResponseRedirect(reverse("floor:work"))


def _list_allowed(request: PageRequest) -> list[WorkKind]:
    return list_kinds(find_allowed_kinds(read_person(request)))


def _take(request: PageRequest, kind: WorkKind, work: NextWork) -> bool:
    if kind.take is None or work.is_mine:
        return True
    try:
        kind.take(work, read_person(request), request.now, request.actor)
    except Conflict:  # taken a moment ago: there is other work
        return False
    return True


@open_to(*FLOOR)
def show_walks(request: PageRequest) -> HttpResponse:
    """Show my open walks, then those that wait."""
    site_id = find_site_id(request)
    mine = BatchFilter(site_id=site_id, statuses=["claimed"], picker_id=request.user.pk)
    own = list_batches(scope=request.scope, chosen=mine, page=PageOf(size=OFFERED)).rows
    offered = list_offered_batches(scope=request.scope, site_id=site_id, limit=OFFERED)
    progress = list_batch_progress(scope=request.scope, batch_ids=[batch.id for batch in [*own, *offered]])
    context = {
        "own": [(batch, progress[batch.id]) for batch in own],
        "offered": [(batch, progress[batch.id]) for batch in offered],
    }
    return render_page(request, "floor/walks.html", context)


def _open_scanned(request: PageRequest) -> HttpResponse:
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    found = resolve_scan(scope=request.scope, site_id=find_site_id(request), code=code)
    leads = name_meanings(found)
    if len(leads) == 1:
        return lead_to(request, leads[0].url)
    if leads:
        return _draw(request, Band("careful", _("Which of these?"), code), leads=leads)
    expected = _("a cart's list, a tote or a delivery")
    return _draw(request, Band("wrong", _("Unknown code"), code or _("nothing"), expected), 422)


def _draw(
    request: PageRequest, band: Band | None, status: int = 200, *, leads: Sequence[Lead] = ()
) -> HttpResponse:
    asked, kinds = build_asked(request), _list_allowed(request)
    offers = rank_offers(asked, kinds)
    own = list_held(scope=request.scope, person_id=asked.person_id)
    context = {
        "band": band,
        "leads": leads,
        "next": offers[0][1] if offers else None,
        "stands": find_parked(request.scope, offers[0][0].name, offers[0][1]) if offers else None,
        "others": [one for one in own if not offers or one.url != offers[0][1].url],
        "tiles": _build_tiles(asked, kinds),
        "stalled": _list_stalled(request),
        "what_url": find_url("floor:find"),
    }
    return render_page(request, "floor/work.html", context, fragment="floor/_work_step.html", status=status)


def _list_stalled(request: PageRequest) -> list[Held]:
    """Return for a lead what others have begun and nobody has touched for a while."""
    if not request.roles & APPROVERS:
        return []
    found = list_standing_work(
        scope=request.scope, site_id=find_site_id(request), person_id=read_person(request),
        before=request.now - UNTOUCHED,
    )  # fmt: skip
    return [held for held in map(name_work, found) if held.can_give]


@require_POST
@open_to(*APPROVERS)
def take_over(request: PageRequest) -> HttpResponse:
    """Take over work that was left standing, as it is. Raises: the kind's refusal (its person has gone on)."""
    code = request.POST.get("work", "")
    held = next((one for one in _list_stalled(request) if one.code == code), None)
    if held is None:
        return HttpResponseRedirect(reverse("floor:work"))
    give(held, to_id=read_person(request), now=request.now, actor=request.actor)
    return HttpResponseRedirect(held.url)


def _build_tiles(asked: Asked, kinds: Sequence[WorkKind]) -> list[dict[str, Any]]:
    tiles = [(kind, find_url(kind.url_name)) for kind in kinds]
    return [
        {"label": kind.label, "icon": kind.icon, "url": url, "count": kind.count(asked)}
        for kind, url in tiles
        if url
    ]
