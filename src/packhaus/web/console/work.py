"""Work: the fulfillment orders behind a number, with where they are and when they must leave."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponseBase, QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from packhaus.insight.queries.list_work import (
    STAGES,
    WorkFilter,
    WorkRow,
    list_work,
)
from packhaus.insight.queries.tower_departures import SiteDay
from packhaus.insight.queries.tower_sites import list_site_days
from packhaus.kernel.keyset import Page, PageOf
from packhaus.outbound.queries.list_waves import get_wave
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
DUE_CHOICES = (("today", _("Today or earlier")), ("late", _("Late")), ("missed", _("Before today")))


@page_of("console:tower")
def list_fulfillments(request: PageRequest) -> HttpResponseBase:
    """List what a number of the tower counts."""
    return show_list(request, WORK, {"cut_off": parse_datetime(request.GET.get("cut_off", ""))})


def fetch_work(asked: Asked, page: PageOf) -> Page[WorkRow]:
    """Read a page of fulfillment orders."""
    request = asked.request
    days = list_site_days(scope=request.scope, now=request.now)
    return list_work(scope=request.scope, chosen=_read_filter(request, asked.params, days), page=page)


def _list_fields(request: PageRequest) -> list[FilterField]:
    days = list_site_days(scope=request.scope, now=request.now)
    return [
        FilterField("stage", _("Stage"), STAGE_CHOICES),
        FilterField("due", _("Due"), DUE_CHOICES),
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
    words={"status": lambda status: get_status("fulfillment", status).label},
)


def _read_filter(request: PageRequest, wanted: QueryDict, days: Sequence[SiteDay]) -> WorkFilter:
    choices = request.frame_choices
    sites = wanted.getlist("site") or ([choices.site.code] if choices.site else [])
    found = [day for day in days if not sites or day.site_code in sites]
    statuses = [status for stage in wanted.getlist("stage") for status in STAGES.get(stage, [])]
    carrier = wanted.get("carrier") or None
    due_from, due_until = _read_dates(request, wanted, found)
    return WorkFilter(
        site_ids=[day.site_id for day in found],
        statuses=statuses or _find_usual(wanted, due_from),
        merchant_id=find_merchant_id(request),
        carrier_code="" if carrier == "-" else carrier,
        due_from=due_from
        or (_start(found) if "out" in wanted.getlist("stage") and "wave" not in wanted else None),
        due_until=due_until,
        wave_id=_find_wave(request, wanted),
    )


def _find_usual(wanted: QueryDict, due_from: datetime | None) -> list[str]:
    # A departure and a wave count what has left, too.
    return STAGES["left"] + STAGES["out"] if due_from or "wave" in wanted else STAGES["left"]


def _find_wave(request: PageRequest, wanted: QueryDict) -> UUID | None:
    number = wanted.get("wave", "")
    return get_wave(scope=request.scope, number=number).id if number else None


def _read_dates(
    request: PageRequest, wanted: QueryDict, days: Sequence[SiteDay]
) -> tuple[datetime | None, datetime | None]:
    cut_off = wanted.get("cut_off", "")
    due = "missed" if cut_off == "missed" else wanted.get("due", "")
    if cut_off and cut_off != "missed":
        at = parse_datetime(cut_off)
        if at is None or at.tzinfo is None:
            raise Http404
        return at, at.replace(microsecond=1)
    if due == "late":
        return None, request.now
    if due == "missed":
        return None, _start(days)
    if due == "today" and days:
        return None, max(day.ends_at for day in days)
    return None, None


def _start(days: Sequence[SiteDay]) -> datetime | None:
    return min((day.starts_at for day in days), default=None)
