"""How else an order could be sent: every service and site with price and day, why the others cannot, and the choice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.decide.remedies import Remedy, Way
from packhaus.decide.remedies import keeps_day as keeps_day_of
from packhaus.insight.queries.tower import list_risk_limits
from packhaus.kernel.errors import NotFound
from packhaus.orders.queries.get_order import FulfillmentRow, OrderDetail
from packhaus.orders.services.change import change_service, send_what_is_there
from packhaus.orders.services.move import move_part
from packhaus.orders.services.ways import PartWays, SiteWay, find_ways
from packhaus.orders.types import MoveReason
from packhaus.web.console.order_actions import SENDERS
from packhaus.web.console.way_words import (
    EXCLUSIONS,
    label_deed,
    tell_arrival,
    tell_difference,
    tell_proposal,
    tell_slack,
)
from packhaus.web.formats import format_quantity
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.order_address import link_order, open_order
from packhaus.web.parts import Words
from packhaus.web.responses import find_safe_url, render_page
from packhaus.web.toasts import tell
from packhaus.web.words import RESITE_REASONS

OPEN = frozenset({"planned", "released", "picking", "picked", "packed"})


@dataclass(frozen=True, slots=True)
class WayRow:
    """A way as drawn. `excluded_by` in words where it is none; `label` of its button where it may be taken."""

    site: str
    service: str
    is_own: bool = False
    leaves_at: datetime | None = None
    arrives: str = "–"
    price: str = "–"
    slack: str = ""
    excluded_by: Words = ""
    label: str = ""
    moves: bool = False
    is_proposed: bool = False


@open_to(*SENDERS)
def show_ways(request: PageRequest, number: str) -> HttpResponse:
    """Show for each part that has not left how else it could be sent."""
    order = open_order(request, number)
    ways = _find(request, order)
    context = {
        "order": order.header,
        "parts": [
            {
                "ways": one,
                "rows": list(_list_rows(one)),
                "proposal": tell_proposal(one.proposal, one.own, one.promised_on),
                "is_planned": one.part.is_all_planned,
                "splits": one.proposal.remedy is Remedy.SPLIT,
                "deed": label_deed(one.proposal),
            }
            for one in ways
        ],
        "reasons": list(RESITE_REASONS.items()),
    }
    return render_page(request, "orders/ways.html", context)


def _find(request: PageRequest, order: OrderDetail) -> list[PartWays]:
    ids = [part.id for part in order.fulfillments if part.status in OPEN and part.unit_count]
    ready_at = dict(list_risk_limits(scope=request.scope, now=request.now))
    return find_ways(scope=request.scope, fulfillment_ids=ids, ready_at=ready_at, now=request.now)


def _list_rows(ways: PartWays) -> Iterator[WayRow]:
    part, code = ways.part, ways.site.code
    if ways.own:
        yield _draw(ways, ways.own, is_own=True)
    for way in ways.services:
        label = _("Take this service") if part.is_all_planned else ""
        yield _draw(ways, way, label=label)
    for site in ways.sites:
        if site.way:
            yield _draw(ways, site.way, label=_("Send from there") if part.can_move else "", moves=True)
        else:
            yield WayRow(site.site_code, "", excluded_by=_explain(site))
    for service, rule in ways.excluded:
        yield WayRow(code, service, excluded_by=EXCLUSIONS.get(rule, rule))


def _draw(ways: PartWays, way: Way, *, label: str = "", is_own: bool = False, moves: bool = False) -> WayRow:
    return WayRow(
        site=way.site,
        service=way.service,
        is_own=is_own,
        leaves_at=way.leaves_at,
        arrives=tell_arrival(way),
        price=tell_difference(way, None if is_own else ways.own),
        slack=tell_slack(way, ways.promised_on),
        label=label,
        moves=moves,
        is_proposed=bool(label) and way == ways.proposal.way,
    )


def _explain(site: SiteWay) -> Words:
    if site.rule == "short":
        return _("Too little of %(sku)s: %(units)s short") % {
            "sku": site.sku,
            "units": format_quantity(site.units),
        }
    return EXCLUSIONS.get(site.rule, site.rule)


@require_POST
@open_to(*SENDERS)
def take_way(request: PageRequest, number: str) -> HttpResponse:
    """Take another service, another site, or send what is there."""
    order = open_order(request, number)
    header = order.header
    told = _take(request, order, FormReader(request.POST))
    tell(request, told)
    back = link_order(header.merchant_code, header.number)
    sent = request.POST.get("next")
    return HttpResponseRedirect(find_safe_url(request, sent) if sent else back)


def _take(request: PageRequest, order: OrderDetail, form: FormReader) -> str:
    order_id = order.header.id
    if form.sent.get("do") == "split":
        send_what_is_there(scope=request.scope, order_id=order_id, now=request.now, actor=request.actor)
        return _("What is there may leave; the rest follows when it has come.")
    part = _find_part(order.fulfillments, form.read_id("part"))
    site, service = (
        form.read_text("site", at_most=16),
        form.read_text("service", is_required=True, at_most=24),
    )
    if site and site != part.site_code:
        reason = form.read_choice("reason", set(RESITE_REASONS))
        form.check()
        move_part(
            scope=request.scope, fulfillment_id=part.id, site_code=site, reason=MoveReason(reason),
            service_code=service, now=request.now, actor=request.actor,
        )  # fmt: skip
        return _("%(site)s sends it now, with %(service)s.") % {"site": site, "service": service}
    form.check()
    keeps_day = any(
        way.service == service and ways.promised_on is not None and keeps_day_of(way, ways.promised_on)
        for ways in _find(request, order)
        if ways.part.id == part.id
        for way in ways.services
    )
    change_service(
        scope=request.scope, order_id=order_id, service_code=service, now=request.now, actor=request.actor,
        keeps_day=keeps_day,
    )  # fmt: skip
    return _("It leaves with %(service)s now.") % {"service": service}


def _find_part(parts: Sequence[FulfillmentRow], part_id: UUID | None) -> FulfillmentRow:
    found = next((part for part in parts if part.id == part_id), None)
    if found is None:
        raise NotFound("part not found")
    return found
