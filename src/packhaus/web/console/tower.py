"""The tower tells whether everything will leave in time, and what needs a person."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from packhaus.access.types import Role
from packhaus.insight.queries.tower import Tower, get_tower
from packhaus.web.console.tower_cards import build_cards
from packhaus.web.console.tower_decisions import build_decisions
from packhaus.web.console.tower_flow import build_flow
from packhaus.web.console.tower_parts import (
    build_departures,
    build_inbound,
    build_lag,
    build_sorts,
    build_steps,
    build_waiting,
    find_next_step,
)
from packhaus.web.console.tower_risks import find_risks
from packhaus.web.console.work_bulk import LEADS
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.live import answer_unchanged, draw_live
from packhaus.web.nav import find_url, may_open
from packhaus.web.pages import find_merchant_id, find_site_id, list_roles
from packhaus.web.responses import render_page
from packhaus.web.tables import link_with


@open_to(*Role)
def show_tower(request: PageRequest) -> HttpResponse:
    """Show the tower; a fragment with the version that the page already has is answered with 204."""
    if not set(request.roles) & list_roles("console:tower"):
        return HttpResponseRedirect(_find_start(request))
    tower = _read(request)
    context = _build(request, tower)
    drawn = draw_live(request, "tower/_live.html", context)
    if drawn.is_known(request):
        return answer_unchanged()
    page = "tower/tv.html" if "tv" in request.GET else "tower/tower.html"
    return render_page(request, page, context | drawn._asdict(), fragment="tower/_refresh.html")


def _find_start(request: PageRequest) -> str:
    if Role.ASSOCIATE in request.roles:
        return find_url("floor:work") or "/sign-in/"
    return find_url("console:home" if Role.MERCHANT in request.roles else "account")


def _read(request: PageRequest) -> Tower:
    return get_tower(
        scope=request.scope,
        site_id=find_site_id(request),
        merchant_id=find_merchant_id(request),
        now=request.now,
    )


def _build(request: PageRequest, tower: Tower) -> dict[str, Any]:
    steps = build_steps(tower.steps)
    inbound_url = find_url("console:inbound")
    if not may_open(roles=frozenset(request.roles), url=inbound_url):
        inbound_url = ""
    transfers_url = find_url("console:transfers")
    if not may_open(roles=frozenset(request.roles), url=transfers_url):
        transfers_url = ""
    left = sum(departure.counts.left for departure in tower.departures)
    coming = min(tower.coming, key=lambda departure: departure.counts.oldest_at, default=None)
    return {
        "now": tower.at,
        "tower": tower,
        "site_names": ", ".join(site.site_code for site in tower.sites),
        "zone": tower.sites[0].zone if tower.sites else "",
        "is_new": any(step.state != "done" for step in steps),
        "steps": steps,
        "next_step": find_next_step(steps),
        "is_quiet": left == 0,
        "coming": coming,
        "coming_count": sum(departure.counts.left for departure in tower.coming),
        "departures": build_departures(tower, sort=request.GET.get("sort", "")),
        "sorts": build_sorts(request.GET),
        "may_sort": request.GET.get("sort") == "slack" and bool(request.roles & LEADS),
        "cards": build_cards(tower),
        "decisions": build_decisions(tower, roles=request.roles, risks=find_risks(request, tower)),
        "inbound": build_inbound(tower.inbound, url=inbound_url, transfers_url=transfers_url),
        "inbound_url": inbound_url,
        "flow": build_flow(tower.flow, tower.departures),
        "waiting": build_waiting(tower.waiting),
        "ages": [_("under 30 min"), _("1 h"), _("2 h"), _("4 h"), _("longer")],
        "lag": build_lag(tower.lags),
        "is_tv": "tv" in request.GET,
        "is_paused": "paused" in request.GET,
        "refresh_url": link_with(request.GET, version=None),
        "pause_url": link_with(request.GET, paused=None if "paused" in request.GET else "1", version=None),
        "tv_url": link_with(request.GET, tv="1", version=None),
    }
