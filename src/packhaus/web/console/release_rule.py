"""The rule of a release as the address of its page says it: chips, filters, or a policy."""

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from packhaus.insight.queries.tower_departures import DepartureCounts, SiteDay, list_departures
from packhaus.network.queries.calendars import get_calendar
from packhaus.outbound.queries.floor_room import count_open_lines
from packhaus.outbound.queries.release_policies import PolicyRow, build_rule, list_choices
from packhaus.outbound.types import LineMix, ReleaseRule
from packhaus.web.formats import format_moment
from packhaus.web.forms import read_moment
from packhaus.web.guard import PageRequest
from packhaus.web.pages import find_merchant_id
from packhaus.web.tables import FilterBar, FilterField, build_filter_bar

MIXES = (
    (LineMix.SINGLE_LINE.value, gettext_lazy("One line")),
    (LineMix.MULTI_LINE.value, gettext_lazy("Several lines")),
)


def choose_site(request: PageRequest, params: QueryDict, days: Sequence[SiteDay]) -> SiteDay | None:
    """Return the site of the address, else the one chosen in the top bar, else the first."""
    chosen = request.frame_choices.site
    wanted = params.get("site") or (chosen.code if chosen else "")
    named = [day for day in days if day.site_code == wanted]
    return next(iter(named or days), None)


def read_rule(request: PageRequest, params: QueryDict, policy: PolicyRow | None) -> ReleaseRule:
    """Return the rule of an address or of a form, or what the policy that it names takes now."""
    if policy:
        calendar, lines = get_calendar(policy.site_id), count_open_lines(site_id=policy.site_id)
        return build_rule(policy=policy, calendar=calendar, open_lines=lines, now=request.now)
    merchant_id = find_merchant_id(request)
    mixes = params.getlist("mix")
    known = {value for value, _label in MIXES}
    return ReleaseRule(
        cut_off=_read_cut_off(request, params.getlist("cut_off")),
        carrier_codes=tuple("" if code == "-" else code for code in params.getlist("carrier") if code),
        line_mix=LineMix(mixes[0]) if len(mixes) == 1 and mixes[0] in known else LineMix.ANY,
        merchant_ids=(merchant_id,) if merchant_id else (),
        zones=tuple(zone[:8] for zone in params.getlist("zone") if zone),
        min_priority=max(map(int, filter(_is_priority, params.getlist("priority"))), default=None),
    )


def _is_priority(text: str) -> bool:
    return text.isdecimal() and len(text) < 4


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


def build_bar(request: PageRequest, day: SiteDay) -> FilterBar:
    """Build the filters of the rule: what waits at the site, and what the address asks for."""
    coming = list_departures(scope=request.scope, days=[day], merchant_id=find_merchant_id(request))
    return build_filter_bar(params=request.GET, fields=_list_fields(request, day, coming))


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
        *_list_more_fields(request, day),
    ]


def _list_more_fields(request: PageRequest, day: SiteDay) -> list[FilterField]:
    """List what the site has several of: zones to pick in, and priorities that wait."""
    zones, priorities = list_choices(scope=request.scope, site_id=day.site_id)
    asked = {int(text) for text in request.GET.getlist("priority") if _is_priority(text)}
    fields = []
    if len(zones) > 1:
        fields.append(FilterField("zone", _("Zone"), [(zone, zone) for zone in zones]))
    if len(priorities) > 1 or asked:
        told = _("%(priority)s and more urgent")
        known = sorted(asked | set(priorities))
        fields.append(
            FilterField("priority", _("Priority"), [(str(one), told % {"priority": one}) for one in known])
        )
    return fields


def list_hidden(params: QueryDict, day: SiteDay, policy: PolicyRow | None) -> list[tuple[str, str]]:
    """List the fields that carry the rule along to its release."""
    if policy:
        return [("site", day.site_code), ("policy", str(policy.id))]
    keys = ("cut_off", "carrier", "mix", "zone", "priority")
    kept = [(key, value) for key in keys for value in params.getlist(key) if value]
    return [("site", day.site_code), *kept]


def find_policy(policies: Sequence[PolicyRow], params: QueryDict) -> PolicyRow | None:
    """Return the policy that an address or a form names."""
    return next((policy for policy in policies if str(policy.id) == params.get("policy", "")), None)
