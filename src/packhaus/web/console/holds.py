"""Holds: what may not ship, why, since when."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from packhaus.kernel.keyset import Page, PageOf
from packhaus.orders.queries.list_holds import OpenHoldRow, list_holds
from packhaus.orders.services.holds import REASONS, lift_hold
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import ListPage, show_list
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.parts import Action
from packhaus.web.tables import Column, FilterField, ListState
from packhaus.web.words import HOLD_REASONS

HOLDS = ListPage(
    template="orders/holds.html",
    columns=(
        Column("number", lazy("Order")),
        Column("merchant", lazy("Merchant")),
        Column("reason", lazy("Reason")),
        Column("since", lazy("Since")),
        Column("ship_by", lazy("Ship by")),
        Column("value", lazy("Value"), is_number=True),
    ),
    default="since",
    fields=(FilterField("reason", lazy("Reason"), list(HOLD_REASONS.items())),),
    file_name="holds",
)


@page_of("console:holds")
def show_holds(request: PageRequest) -> HttpResponse:
    """List open holds."""
    reasons = tuple(reason for reason in request.GET.getlist("reason") if reason in REASONS)

    def fetch(state: ListState, page: PageOf) -> Page[OpenHoldRow]:
        return list_holds(request.scope, page=page, merchant_id=find_merchant_id(request), reasons=reasons)

    bulk = [Action(lazy("Lift {count}"), name="do", value="lift", icon="circle-check")]
    return show_list(request, HOLDS, fetch, {"bulk": bulk})


@require_POST
@page_of("console:holds")
def lift(request: PageRequest) -> HttpResponse:
    """Lift the selected holds, each for its own reason."""
    count = 0
    selected = [text.partition(":")[::2] for text in request.POST.getlist("selected")]
    for reason in REASONS:
        order_ids = [order_id for kind, text in selected if kind == reason and (order_id := read_uuid(text))]
        if order_ids:
            count += len(
                lift_hold(
                    scope=request.scope,
                    order_ids=order_ids,
                    reason=reason,
                    now=request.now,
                    actor=request.actor,
                )
            )
    messages.info(
        request,
        ngettext("%(count)s hold is lifted.", "%(count)s holds are lifted.", count) % {"count": count},
    )
    return HttpResponseRedirect(reverse("console:holds"))
