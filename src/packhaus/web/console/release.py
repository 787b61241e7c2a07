"""Release shows what a rule would take and what would be short, and sends it to the floor."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from packhaus.insight.queries.release_forecast import ReleaseForecast, forecast_release
from packhaus.insight.queries.tower_departures import SiteDay
from packhaus.insight.queries.tower_sites import list_site_days
from packhaus.outbound.queries.floor_room import find_room
from packhaus.outbound.queries.release_policies import PolicyRow, list_policies
from packhaus.outbound.services.batches import begin_to_prepare
from packhaus.outbound.services.policies import run_policy
from packhaus.outbound.services.release import preview_release, release_wave
from packhaus.outbound.services.release.preview import ReleasePreview
from packhaus.outbound.types import ReleaseRule
from packhaus.web.console.policy_words import draw_policy, tell_left
from packhaus.web.console.release_rule import (
    build_bar,
    choose_site,
    find_policy,
    list_hidden,
    read_rule,
)
from packhaus.web.formats import format_decimal, format_moment, format_quantity, format_way
from packhaus.web.guard import PageRequest
from packhaus.web.pages import page_of
from packhaus.web.parts import Action, Chip, Pair
from packhaus.web.responses import render_page

REASONS = {
    "bin_blocked": pgettext_lazy("short", "its bin is blocked"),
    "not_put_away": pgettext_lazy("short", "not put away yet"),
    "no_bin": pgettext_lazy("short", "in no bin"),
}


@page_of("console:release")
def show_release(request: PageRequest) -> HttpResponse:
    """Show what the rule in the address, or the policy that it names, would release; and every policy of the site."""
    begin_to_prepare()
    days = list_site_days(scope=request.scope, now=request.now)
    day = choose_site(request, request.GET, days)
    if day is None:
        return render_page(request, "outbound/release.html", {"day": None})
    policies = list_policies(scope=request.scope, site_id=day.site_id)
    chosen = find_policy(policies, request.GET)
    rule = read_rule(request, request.GET, chosen)
    preview = preview_release(scope=request.scope, site_id=day.site_id, rule=rule, now=request.now)
    orders = preview.totals.order_count
    verb = ngettext("Release %(count)s order", "Release %(count)s orders", orders) % {
        "count": format_quantity(orders)
    }
    context = {
        "day": day,
        "sites": [Chip(one.site_code, f"?{urlencode({'site': one.site_code})}", one is day) for one in days],
        "policies": [draw_policy(policy, now=request.now) for policy in policies],
        "chosen": chosen,
        "free_url": f"?{urlencode({'site': day.site_code})}",
        "bar": None if chosen else build_bar(request, day),
        "preview": preview,
        "pairs": _list_all_pairs(request, day, preview, rule),
        "held_back": preview.held_back,
        "shorts": [(short, REASONS[short.reason]) for short in preview.shorts],
        "verb": verb,
        "primary": Action(verb, dialog="release") if orders else None,
        "secondary": [
            Action(_("What may be late"), reverse("console:release-risks")),
            Action(_("New policy"), f"{reverse('console:new-policy')}?{urlencode({'site': day.site_code})}"),
        ],
        "effect": _list_effects(preview),
        "rule": list_hidden(request.GET, day, chosen),
    }
    return render_page(request, "outbound/release.html", context)


@page_of("console:release")
def release_now(request: PageRequest) -> HttpResponse:
    """Release what the posted rule or policy takes now, and go to the wave."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("console:release"))
    day = choose_site(request, request.POST, list_site_days(scope=request.scope, now=request.now))
    if day is None:
        raise Http404
    policies = list_policies(scope=request.scope, site_id=day.site_id)
    if chosen := find_policy(policies, request.POST):
        return _run(request, chosen)
    wave = release_wave(
        site_id=day.site_id, rule=read_rule(request, request.POST, None), now=request.now, actor=request.actor
    )
    _tell_released(request, wave.number, wave.order_count)
    if wave.shorts:
        text = ngettext(
            "%(count)s line stays promised: no bin covers it.",
            "%(count)s lines stay promised: no bin covers them.",
            len(wave.shorts),
        )
        messages.warning(request, text % {"count": format_quantity(len(wave.shorts))})
    if wave.not_registered:
        messages.warning(
            request, _("Orders stay back because a registration is missing; the list says which.")
        )
    return HttpResponseRedirect(reverse("console:wave", args=[wave.number]))


def _run(request: PageRequest, policy: PolicyRow) -> HttpResponse:
    """Run a policy now; what it left is told, also where that is everything."""
    run = run_policy(policy_id=policy.id, now=request.now, actor=request.actor)
    for reason, count in tell_left(run.left):
        told = {"count": format_quantity(count), "reason": reason}
        text = ngettext("%(count)s order stays: %(reason)s.", "%(count)s orders stay: %(reason)s.", count)
        messages.warning(request, text % told)
    if not run.orders:
        messages.info(request, _("%(name)s released nothing.") % {"name": policy.name})
        asked = urlencode({"site": policy.site_code, "policy": str(policy.id)})
        return HttpResponseRedirect(f"{reverse('console:release')}?{asked}")
    _tell_released(request, run.wave_number, run.orders)
    return HttpResponseRedirect(reverse("console:wave", args=[run.wave_number]))


def _tell_released(request: PageRequest, wave: str, orders: int) -> None:
    text = ngettext("%(wave)s: %(count)s order released.", "%(wave)s: %(count)s orders released.", orders)
    messages.info(request, text % {"wave": wave, "count": format_quantity(orders)})


def _list_pairs(totals: Any, request: PageRequest, day: SiteDay) -> list[Pair]:
    first = format_moment(totals.first_ship_by, day.zone, now=request.now)
    return [
        Pair(_("Orders"), format_quantity(totals.order_count)),
        Pair(_("Lines"), format_quantity(totals.line_count)),
        Pair(_("Units"), format_quantity(totals.unit_count)),
        Pair(_("Late already"), format_quantity(totals.late_count)),
        Pair(_("First cut-off"), first),
    ]


def _list_all_pairs(
    request: PageRequest, day: SiteDay, preview: ReleasePreview, rule: ReleaseRule
) -> list[Pair]:
    forecast = forecast_release(
        scope=request.scope, site_id=day.site_id, lines=preview.totals.line_count, now=request.now
    )
    pairs = _list_pairs(preview.totals, request, day)
    if rule.cut_off:
        pairs.append(Pair(_("Due until"), format_moment(rule.cut_off, day.zone, now=request.now)))
    return [*pairs, *_list_forecast(forecast, request, day), *_list_room(find_room(site_id=day.site_id))]


def _list_forecast(forecast: ReleaseForecast, request: PageRequest, day: SiteDay) -> list[Pair]:
    done = format_moment(forecast.finish_at, day.zone, now=request.now)
    return [
        Pair(_("Way, about"), format_way(forecast.way_mm)),
        Pair(_("Hours of picking, about"), format_decimal(forecast.hours)),
        Pair(_("Picked, behind what is on the floor"), done),
    ]


def _list_room(room: int | None) -> list[Pair]:
    return [] if room is None else [Pair(_("Room on the floor, lines"), format_quantity(max(0, room)))]


def _list_effects(preview: Any) -> list[str]:
    totals = preview.totals
    missing = sum(short.missing for short in preview.shorts)
    lines = ngettext("%(count)s line gets its bins.", "%(count)s lines get their bins.", totals.line_count)
    units = ngettext("%(count)s unit is in no bin.", "%(count)s units are in no bin.", missing)
    effects = [lines % {"count": format_quantity(totals.line_count)}]
    if missing:
        effects.append(units % {"count": format_quantity(missing)} + " " + _("What is short stays promised."))
    return effects
