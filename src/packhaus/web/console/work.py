"""Work: the fulfillment orders behind a number, with where they are and when they must leave."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponseBase, QueryDict
from django.utils.translation import gettext_lazy as _

from packhaus.insight.queries.list_work import (
    STAGES,
    Window,
    WorkFilter,
    WorkRow,
    list_work,
)
from packhaus.insight.queries.tower import list_risk_limits
from packhaus.insight.queries.tower_departures import SiteDay
from packhaus.insight.queries.tower_sites import list_site_days
from packhaus.kernel.keyset import Page, PageOf
from packhaus.outbound.queries.list_waves import get_wave
from packhaus.web.console.work_bulk import WORK_ACTIONS
from packhaus.web.forms import read_moment, read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, ListPage, show_list
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField

STAGE_CHOICES = (
    ("left", _("Not gone yet")),
    ("release", _("To release")),
    ("pick", _("To pick")),
    ("pack", _("To pack")),
    ("packed", _("Packed")),
    ("out", _("Gone")),
)
DUE_CHOICES = (
    ("today", _("Today or earlier")),
    ("late", _("Late")),
    ("risk", _("At risk")),
    ("missed", _("Before today")),
)
INSTANT = timedelta(microseconds=1)


@page_of("console:tower")
def list_fulfillments(request: PageRequest) -> HttpResponseBase:
    """List what a number of the tower counts."""
    return show_list(request, WORK, {"cut_off": read_moment(request.GET.get("cut_off", ""))})


def fetch_work(asked: Asked, page: PageOf) -> Page[WorkRow]:
    """Read a page of fulfillment orders."""
    request = asked.request
    days = list_site_days(scope=request.scope, now=request.now)
    chosen = _read_filter(request, asked.params, days)
    ids = [work_id for work_id in map(read_uuid, asked.keys) if work_id]
    return list_work(scope=request.scope, chosen=replace(chosen, ids=ids), page=page)


def _list_fields(request: PageRequest) -> list[FilterField]:
    days = list_site_days(scope=request.scope, now=request.now)
    return [
        FilterField("stage", _("Stage"), STAGE_CHOICES),
        FilterField("due", _("Due"), DUE_CHOICES),
        FilterField("only", _("Only"), [("tote", _("Waits in its tote"))]),
        FilterField("site", _("Site"), [(day.site_code, day.site_code) for day in days]),
        FilterField("carrier", _("Carrier")),
        FilterField("wave", _("Wave")),
    ]


WORK = ListPage(
    name="console:work",
    template="outbound/work.html",
    row_type=WorkRow,
    columns=(
        Column("order", _("Order")),
        Column("merchant", _("Merchant")),
        Column("site", _("Site")),
        Column("status", _("Status")),
        Column("carrier", _("Carrier")),
        Column("wave", _("Wave")),
        Column("ship_by", _("Ship by")),
        Column("lines", _("Lines / units"), is_number=True),
    ),
    default="ship_by",
    fetch=fetch_work,
    fields=_list_fields,
    bulk=WORK_ACTIONS,
    words={"status": lambda status: get_status("fulfillment", status).label},
)


def _read_filter(request: PageRequest, wanted: QueryDict, days: Sequence[SiteDay]) -> WorkFilter:
    choices = request.frame_choices
    sites = wanted.getlist("site") or ([choices.site.code] if choices.site else [])
    found = [day for day in days if not sites or day.site_code in sites]
    stages = _list_stages(wanted)
    carrier = wanted.get("carrier") or None
    return WorkFilter(
        site_ids=[day.site_id for day in found],
        statuses=[status for stage in stages for status in STAGES.get(stage, [])] or STAGES["left"],
        merchant_id=find_merchant_id(request),
        carrier_code="" if carrier == "-" else carrier,
        windows=_list_windows(request, wanted, found),
        is_waiting="tote" in wanted.getlist("only"),
        wave_id=_find_wave(request, wanted),
    )


def _list_stages(wanted: QueryDict) -> Sequence[str]:
    """Return the stages asked for; a departure, a wave and what is due today count what has left, too."""
    due = wanted.getlist("due")
    counts_gone = "wave" in wanted or wanted.get("cut_off", "missed") != "missed" or due == ["today"]
    usual = ("left", "out") if counts_gone else ("unpacked",) if due == ["risk"] else ("left",)
    return wanted.getlist("stage") or usual


def _find_wave(request: PageRequest, wanted: QueryDict) -> UUID | None:
    number = wanted.get("wave", "")
    return get_wave(scope=request.scope, number=number).id if number else None


def _list_windows(request: PageRequest, wanted: QueryDict, days: Sequence[SiteDay]) -> list[Window]:
    """Return when what is asked for is due, site by site as the tower counts it: each has a midnight of its own."""
    cut_off = wanted.get("cut_off", "")
    due = ["missed"] if cut_off == "missed" else wanted.getlist("due")
    if cut_off and cut_off != "missed":
        at = read_moment(cut_off)
        if at is None:
            raise Http404
        return [Window(day.site_id, at, at + INSTANT, at) for day in days]
    found = [window for one in due for window in _list_due(request, one, days)]
    if found:
        return found
    # Without a date, what has left is what left for today.
    return [Window(day.site_id, gone_from=day.starts_at) for day in days] if "wave" not in wanted else []


def _list_due(request: PageRequest, due: str, days: Sequence[SiteDay]) -> list[Window]:
    now = request.now
    if due == "late":
        return [Window(day.site_id, None, now + INSTANT, now + INSTANT) for day in days]
    if due == "risk":
        limits = dict(list_risk_limits(scope=request.scope, now=now))
        return [
            Window(day.site_id, now + INSTANT, limits[day.site_id])
            for day in days
            if limits.get(day.site_id, now) > now
        ] or [Window(day.site_id, now, now) for day in days]
    if due == "missed":
        return [Window(day.site_id, None, day.starts_at, day.starts_at) for day in days]
    if due == "today":
        return [Window(day.site_id, None, day.ends_at, day.starts_at) for day in days]
    return []
