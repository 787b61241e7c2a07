"""Work: the fulfillment orders behind a number, with where they are and when they must leave."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
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
from packhaus.web.csv_answers import EXPORT_SIZE, answer_csv
from packhaus.web.guard import PageRequest
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.responses import render_page
from packhaus.web.tables import (
    Column,
    FilterField,
    ListState,
    build_filter_bar,
    build_table,
    link_with,
    read_list_state,
)

COLUMNS = (
    Column("order", _("Order")),
    Column("merchant", _("Merchant")),
    Column("site", _("Site")),
    Column("status", _("Status")),
    Column("carrier", _("Carrier")),
    Column("wave", _("Wave")),
    Column("ship_by", _("Ship by")),
    Column("lines", _("Lines / units"), is_number=True),
)
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
def list_fulfillments(request: PageRequest) -> HttpResponse:
    """List what a number of the tower counts."""
    days = list_site_days(scope=request.scope, now=request.now)
    chosen = _read_filter(request, days)
    if request.GET.get("format") == "csv":
        return _export(request, chosen)
    state = read_list_state(params=request.GET, columns=COLUMNS, default="ship_by")
    page = list_work(scope=request.scope, chosen=chosen, page=PageOf(after=state.after, before=state.before))
    return render_page(request, "outbound/work.html", _build(request, page, state, days))


def _build(
    request: PageRequest,
    page: Page[WorkRow],
    state: ListState,
    days: Sequence[SiteDay],
) -> dict[str, Any]:
    fields = [
        FilterField("stage", _("Stage"), STAGE_CHOICES),
        FilterField("due", _("Due"), DUE_CHOICES),
        FilterField("site", _("Site"), [(day.site_code, day.site_code) for day in days]),
        FilterField("carrier", _("Carrier")),
        FilterField("wave", _("Wave")),
    ]
    return {
        "rows": page.rows,
        "bar": build_filter_bar(params=request.GET, fields=fields),
        "export_url": link_with(request.GET, format="csv"),
        "cut_off": parse_datetime(request.GET.get("cut_off", "")),
        "table": build_table(
            params=request.GET,
            columns=COLUMNS,
            state=state,
            shown=len(page.rows),
            total=page.total,
            newer_key=page.newer_key,
            older_key=page.older_key,
        ),
    }


def _read_filter(request: PageRequest, days: Sequence[SiteDay]) -> WorkFilter:
    wanted = request.GET
    choices = request.frame_choices
    sites = wanted.getlist("site") or ([choices.site.code] if choices.site else [])
    found = [day for day in days if not sites or day.site_code in sites]
    statuses = [status for stage in wanted.getlist("stage") for status in STAGES.get(stage, [])]
    carrier = wanted.get("carrier") or None
    due_from, due_until = _read_dates(request, found)
    return WorkFilter(
        site_ids=[day.site_id for day in found],
        statuses=statuses or _find_usual(request, due_from),
        merchant_id=find_merchant_id(request),
        carrier_code="" if carrier == "-" else carrier,
        due_from=due_from
        or (_start(found) if "out" in wanted.getlist("stage") and "wave" not in wanted else None),
        due_until=due_until,
        wave_id=_find_wave(request),
    )


def _find_usual(request: PageRequest, due_from: datetime | None) -> list[str]:
    # A departure and a wave count what has left, too.
    return STAGES["left"] + STAGES["out"] if due_from or "wave" in request.GET else STAGES["left"]


def _find_wave(request: PageRequest) -> UUID | None:
    number = request.GET.get("wave", "")
    return get_wave(scope=request.scope, number=number).id if number else None


def _read_dates(request: PageRequest, days: Sequence[SiteDay]) -> tuple[datetime | None, datetime | None]:
    cut_off = request.GET.get("cut_off", "")
    due = "missed" if cut_off == "missed" else request.GET.get("due", "")
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


def _export(request: PageRequest, chosen: WorkFilter) -> HttpResponse:
    def read(after: str) -> Page[WorkRow]:
        return list_work(scope=request.scope, chosen=chosen, page=PageOf(after=after, size=EXPORT_SIZE))

    return answer_csv(name="work.csv", row_type=WorkRow, read=read)
