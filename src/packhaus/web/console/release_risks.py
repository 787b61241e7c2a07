"""What is late or will be: in the order in which it must leave, each with what is proposed and the button for it."""

from dataclasses import dataclass

from django.http import HttpResponse

from packhaus.decide.remedies import Remedy
from packhaus.insight.queries.tower import list_risk_limits
from packhaus.orders.services.ways import LOOKED_AT, PartWays, list_risks
from packhaus.web.console.order_actions import SENDERS
from packhaus.web.console.way_words import label_deed, tell_arrival, tell_proposal, tell_slack
from packhaus.web.guard import PageRequest
from packhaus.web.order_address import link_order
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.responses import render_page


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A part at risk as drawn; `site` and `service` are those that the proposal takes."""

    ways: PartWays
    order_url: str
    ways_url: str
    take_url: str
    is_late: bool
    arrives: str
    slack: str
    proposal: str
    label: str
    splits: bool
    site: str
    service: str


@page_of("console:release")
def show_risks(request: PageRequest) -> HttpResponse:
    """List what has to be decided about before it is late."""
    limits = list_risk_limits(scope=request.scope, site_id=find_site_id(request), now=request.now)
    risks = list_risks(
        scope=request.scope, ready_at=dict(limits), merchant_id=find_merchant_id(request), now=request.now
    )
    may_send = bool(request.roles & set(SENDERS))
    context = {
        "risks": [_draw(request, risk, may_send=may_send) for risk in risks],
        "may_send": may_send,
        "most": LOOKED_AT if len(risks) == LOOKED_AT else 0,
    }
    return render_page(request, "outbound/risks.html", context)


def _draw(request: PageRequest, risk: PartWays, *, may_send: bool) -> RiskRow:
    part, way = risk.part, risk.proposal.way
    merchant, number = part.merchant_code, part.order_number
    return RiskRow(
        ways=risk,
        order_url=link_order(merchant, number),
        ways_url=link_order(merchant, number, page="order-ways") if may_send else "",
        take_url=link_order(merchant, number, page="take-way"),
        is_late=part.ship_by is not None and part.ship_by <= request.now,
        arrives=tell_arrival(risk.own),
        slack=tell_slack(risk.own, risk.promised_on) if risk.own else "–",
        proposal=tell_proposal(risk.proposal, risk.own, risk.promised_on),
        label=label_deed(risk.proposal) if may_send else "",
        splits=risk.proposal.remedy is Remedy.SPLIT,
        site=way.site if way else "",
        service=way.service if way else "",
    )
