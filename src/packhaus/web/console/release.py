"""Release shows what a rule would take and what would be short, and sends it to the floor."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from packhaus.insight.queries.tower_departures import DepartureCounts, SiteDay, list_departures
from packhaus.insight.queries.tower_sites import list_site_days
from packhaus.outbound.queries.floor_room import find_room
from packhaus.outbound.services.batches import begin_to_prepare
from packhaus.outbound.services.release import preview_release, release_wave
from packhaus.outbound.types import LineMix, ReleaseRule
from packhaus.web.formats import format_moment, format_quantity
from packhaus.web.forms import read_moment
from packhaus.web.guard import PageRequest
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.parts import Action, Chip, Pair
from packhaus.web.responses import render_page
from packhaus.web.tables import FilterField, build_filter_bar, link_with

MIXES = (
    (LineMix.SINGLE_LINE.value, gettext_lazy("One line")),
    (LineMix.MULTI_LINE.value, gettext_lazy("Several lines")),
)
REASONS = {
    "bin_blocked": pgettext_lazy("short", "its bin is blocked"),
    "not_put_away": pgettext_lazy("short", "not put away yet"),
    "no_bin": pgettext_lazy("short", "in no bin"),
}


@page_of("console:release")
def show_release(request: PageRequest) -> HttpResponse:
    """Show what the rule in the address would release."""
    begin_to_prepare()
    days = list_site_days(scope=request.scope, now=request.now)
    day = _choose_site(request, request.GET, days)
    if day is None:
        return render_page(request, "outbound/release.html", {"day": None})
    coming = list_departures(scope=request.scope, days=[day], merchant_id=find_merchant_id(request))
    preview = preview_release(
        scope=request.scope, site_id=day.site_id, rule=_read_rule(request, request.GET), now=request.now
    )
    orders = preview.totals.order_count
    verb = ngettext("Release %(count)s order", "Release %(count)s orders", orders) % {
        "count": format_quantity(orders)
    }
    return render_page(
        request,
        "outbound/release.html",
        {
            "day": day,
            "sites": [
                Chip(one.site_code, link_with(request.GET, site=one.site_code), one is day) for one in days
            ],
            "bar": build_filter_bar(params=request.GET, fields=_list_fields(request, day, coming)),
            "preview": preview,
            "pairs": [
                *_list_pairs(preview.totals, request, day),
                *_list_room(find_room(site_id=day.site_id)),
            ],
            "held_back": preview.held_back,
            "shorts": [(short, REASONS[short.reason]) for short in preview.shorts],
            "verb": verb,
            "primary": Action(verb, dialog="release") if orders else None,
            "effect": _list_effects(preview),
            "rule": _list_hidden(request.GET, day),
        },
    )


@page_of("console:release")
def release_now(request: PageRequest) -> HttpResponse:
    """Release what the posted rule takes now, and go to the wave."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("console:release"))
    day = _choose_site(request, request.POST, list_site_days(scope=request.scope, now=request.now))
    if day is None:
        raise Http404
    wave = release_wave(
        site_id=day.site_id, rule=_read_rule(request, request.POST), now=request.now, actor=request.actor
    )
    told = {"wave": wave.number, "count": format_quantity(wave.order_count)}
    text = ngettext(
        "%(wave)s: %(count)s order released.", "%(wave)s: %(count)s orders released.", wave.order_count
    )
    messages.info(request, text % told)
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


def _choose_site(request: PageRequest, params: QueryDict, days: Sequence[SiteDay]) -> SiteDay | None:
    chosen = request.frame_choices.site
    wanted = params.get("site") or (chosen.code if chosen else "")
    named = [day for day in days if day.site_code == wanted]
    return next(iter(named or days), None)


def _read_rule(request: PageRequest, params: QueryDict) -> ReleaseRule:
    merchant_id = find_merchant_id(request)
    mixes = params.getlist("mix")
    known = {value for value, _label in MIXES}
    return ReleaseRule(
        cut_off=_read_cut_off(request, params.getlist("cut_off")),
        carrier_codes=tuple("" if code == "-" else code for code in params.getlist("carrier") if code),
        line_mix=LineMix(mixes[0]) if len(mixes) == 1 and mixes[0] in known else LineMix.ANY,
        merchant_ids=(merchant_id,) if merchant_id else (),
    )


def _read_cut_off(request: PageRequest, values: Sequence[str]) -> datetime | None:
    found = []
    for value in values:
        if not value:
            continue
        at = request.now if value == "missed" else read_moment(value)
        if at is None:
            raise Http404
        found.append(at)
    return max(found, default=None)


def _list_fields(request: PageRequest, day: SiteDay, coming: Sequence[DepartureCounts]) -> list[FilterField]:
    waiting = [count for count in coming if count.to_release]
    # What an address asks for has its words, whether or not something waits for it.
    asked = request.GET.getlist("cut_off")
    named = {count.cut_off_at for count in waiting} | set(map(read_moment, asked))
    cut_offs = sorted(at for at in named if at)
    is_missed = "missed" in asked or any(count.cut_off_at is None for count in waiting)
    late = [("missed", _("Missed"))] if is_missed else []
    carriers = sorted({count.carrier_code for count in waiting})
    return [
        FilterField(
            "cut_off",
            _("Due until"),
            [*late, *((at.isoformat(), format_moment(at, day.zone, now=request.now)) for at in cut_offs)],
        ),
        FilterField("carrier", _("Carrier"), [(code or "-", code or _("Any carrier")) for code in carriers]),
        FilterField("mix", _("Lines"), MIXES),
    ]


def _list_pairs(totals: Any, request: PageRequest, day: SiteDay) -> list[Pair]:
    first = format_moment(totals.first_ship_by, day.zone, now=request.now)
    return [
        Pair(_("Orders"), format_quantity(totals.order_count)),
        Pair(_("Lines"), format_quantity(totals.line_count)),
        Pair(_("Units"), format_quantity(totals.unit_count)),
        Pair(_("Late already"), format_quantity(totals.late_count)),
        Pair(_("First cut-off"), first),
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


def _list_hidden(params: QueryDict, day: SiteDay) -> list[tuple[str, str]]:
    kept = [(key, value) for key in ("cut_off", "carrier", "mix") for value in params.getlist(key) if value]
    return [("site", day.site_code), *kept]
