"""Which bins are unreliable: counts that are planned, under way and to approve, and one with its lines."""

from collections import Counter
from datetime import date
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.inventory.queries.list_counts import (
    CountDetail,
    CountFilter,
    CountLineRow,
    CountRow,
    get_count,
    list_counts,
)
from packhaus.inventory.queries.list_locations import get_location
from packhaus.inventory.services.counts.again import ask_recounts
from packhaus.inventory.services.counts.approve import approve_counts, reject_counts
from packhaus.inventory.services.counts.cancel import cancel_counts
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.states import COUNT_STATUSES
from packhaus.inventory.types import COUNT_REASONS, COUNT_TRIGGERS, CountWant
from packhaus.kernel.keyset import Page, PageOf
from packhaus.orders.queries.would_demote import list_would_demote
from packhaus.web.console.counts_bulk import COUNT_ACTIONS, LEADS
from packhaus.web.formats import format_quantity
from packhaus.web.forms import FormReader, read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.order_address import link_order
from packhaus.web.pages import find_site_id, page_of
from packhaus.web.parts import Action, Badge, Holder, Pair
from packhaus.web.responses import render_page
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.toasts import tell
from packhaus.web.words import COUNT_REASONS as REASON_WORDS
from packhaus.web.words import COUNT_TRIGGERS as TRIGGER_WORDS
from packhaus.web.words import name_code


@page_of("console:counts")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List counts, the newest first, and decide on many of them."""
    sites = request.frame_choices.sites
    chosen = request.frame_choices.site or (sites[0] if sites else None)
    secondary = (
        [Action(_("Counting programme"), reverse("console:count-programme", args=[chosen.code]))]
        if chosen
        else []
    )
    if request.roles & LEADS:
        secondary.append(Action(_("Accuracy"), reverse("console:count-accuracy")))
    return show_list(request, COUNTS, {"secondary": secondary})


def fetch_counts(asked: Asked, page: PageOf) -> Page[CountRow]:
    """Read a page of counts."""
    chosen = CountFilter(
        site_id=find_site_id(asked.request),
        statuses=[status for status in asked.read_all("status") if status in COUNT_STATUSES],
        triggers=[trigger for trigger in asked.read_all("trigger") if trigger in COUNT_TRIGGERS],
        text=asked.state.q[:32],
        site_code=asked.read("at", at_most=16),
        week=read_day(asked.read("week")),
        abc=asked.read("class") if asked.read("class") in {"a", "b", "c"} else "",
        ids=[count_id for count_id in map(read_uuid, asked.keys) if count_id],
    )
    return list_counts(scope=asked.request.scope, chosen=chosen, page=page)


def read_day(text: str) -> date | None:
    """Read a day of an address; what is none is nothing."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


OPEN_COUNTS = "status=planned&status=counting&status=recount&status=counted"
COUNTS = ListPage(
    name="console:counts",
    template="stock/counts.html",
    row_type=CountRow,
    columns=(
        Column("number", lazy("Number")),
        Column("status", lazy("Status")),
        Column("location", lazy("Location")),
        Column("trigger", pgettext_lazy("count", "Why")),
        Column("items", pgettext_lazy("count", "Items"), is_number=True),
        Column("over", pgettext_lazy("count", "Over"), is_number=True),
        Column("short", pgettext_lazy("count", "Missing"), is_number=True),
        Column("worth", pgettext_lazy("count", "Worth"), is_number=True),
        Column("who", lazy("Who")),
        Column("planned_at", pgettext_lazy("count", "Planned"), is_sortable=True),
    ),
    default="-planned_at",
    fetch=fetch_counts,
    fields=(
        FilterField(
            "status",
            lazy("Status"),
            [(status, get_status("count", status).label) for status in COUNT_STATUSES],
        ),
        FilterField("trigger", pgettext_lazy("count", "Why"), list(TRIGGER_WORDS.items())),
        FilterField("class", lazy("Class"), [(abc, abc.upper()) for abc in "abc"]),
    ),
    views=(
        View("approve", lazy("To approve"), "status=counted", lazy("No count waits to be approved.")),
        View("open", pgettext_lazy("count", "Open"), OPEN_COUNTS, lazy("No count is open.")),
        View("recount", lazy("Recounts"), "status=recount", lazy("No bin is counted again.")),
        View("all", lazy("All")),
    ),
    bulk=COUNT_ACTIONS,
    words={
        "status": lambda status: get_status("count", status).label,
        "trigger": lambda trigger: name_code("count_trigger", trigger),
        "reason": lambda reason: name_code("count_reason", reason),
    },
)


@page_of("console:counts")
def show_count(request: PageRequest, number: str) -> HttpResponse:
    """Show one count: what was found beside the record, and who would wait if it is approved."""
    detail = get_count(scope=request.scope, number=number)
    header = detail.header
    is_open = header.status == "counted"
    context = {
        "count": header,
        "badges": [Badge("count", header.status)],
        "pairs": _list_pairs(header),
        "lines": [] if detail.is_blind else detail.lines,
        "unknown": detail.unknown,
        "is_open": is_open,
        "may_cancel": detail.is_blind,
        "may_decide": bool(request.roles & LEADS),
        "reasons": [(reason, REASON_WORDS[reason]) for reason in COUNT_REASONS if reason != "within"],
        "holders": _list_orders(request, detail) if is_open else [],
    }
    return render_page(request, "stock/count.html", context)


def _list_pairs(header: CountRow) -> list[Pair]:
    return [
        Pair(_("Site"), header.site_code),
        Pair(_("Location"), header.location_code, is_code=True),
        Pair(_("Why"), str(name_code("count_trigger", header.trigger))),
        Pair(_("Who"), header.counter_name or ""),
        Pair(_("Round"), format_quantity(header.round)),
        Pair(_("Reason"), str(name_code("count_reason", header.reason)) if header.reason else ""),
    ]


def _list_orders(request: PageRequest, detail: CountDetail) -> list[Holder]:
    lost: Counter[UUID] = Counter()
    for line in detail.lines:
        if line.round == detail.header.round and _is_lost(line):
            lost[line.sku_id] -= line.variance
    found = list_would_demote(scope=request.scope, site_id=detail.header.site_id, lost=lost)
    return [
        Holder(order.number, format_quantity(order.units), link_order(order.merchant_code, order.number))
        for order in found
    ]


def _is_lost(line: CountLineRow) -> bool:
    return line.variance < 0 and line.condition == "sellable"


@require_POST
@open_to(*LEADS)
def decide(request: PageRequest, number: str) -> HttpResponse:
    """Approve with a reason, reject, have it counted again, or cancel. Raises: CountContradicted, Invalid."""
    header = get_count(scope=request.scope, number=number).header
    form = FormReader(request.POST)
    told = {"bin": header.location_code}
    about = {"scope": request.scope, "count_ids": [header.id], "now": request.now, "actor": request.actor}
    match form.read_choice("do", ("approve", "reject", "recount", "cancel")):
        case "approve":
            reason = form.read_choice("reason", COUNT_REASONS)
            form.check()
            approve_counts(reason=reason, **about)  # type: ignore[arg-type]
            tell(request, _("The record of %(bin)s follows the count.") % told)
        case "reject":
            reject_counts(**about)  # type: ignore[arg-type]
            tell(request, _("The record of %(bin)s stays as it is.") % told)
        case "recount":
            ask_recounts(**about)  # type: ignore[arg-type]
            tell(request, _("%(bin)s is counted once more, by somebody else.") % told)
        case "cancel":
            cancel_counts(**about)  # type: ignore[arg-type]
            tell(request, _("%(bin)s is not counted.") % told)
        case _:
            form.check()
    return HttpResponseRedirect(reverse("console:count", args=[number]))


@require_POST
@open_to(*LEADS)
def plan(request: PageRequest, location_id: int) -> HttpResponse:
    """Have somebody count a location."""
    location = get_location(request.scope, location_id=location_id)
    want = CountWant(location.id)
    made = plan_counts(scope=request.scope, wants=[want], now=request.now, actor=request.actor)
    told = {"bin": location.code}
    tell(
        request,
        _("%(bin)s is to be counted.") % told
        if made
        else _("%(bin)s is to be counted already, or is no bin.") % told,
    )
    return HttpResponseRedirect(reverse("console:location", args=[location.id]))
