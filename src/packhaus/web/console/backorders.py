"""Backorders: who waits for which stock, until when."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from packhaus.kernel.keyset import Page, PageOf
from packhaus.orders.queries.list_backorders import BackorderRow, list_backorders
from packhaus.orders.services.backorders import promise_backorders
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import ListPage, show_list
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Action
from packhaus.web.tables import Column, ListState

BACKORDERS = ListPage(
    template="orders/backorders.html",
    columns=(
        Column("code", lazy("SKU")),
        Column("merchant", lazy("Merchant")),
        Column("units", lazy("Units waiting"), is_number=True),
        Column("orders", lazy("Orders"), is_number=True),
        Column("oldest", lazy("Oldest")),
        Column("next", lazy("Next date")),
        Column("free", lazy("Free now"), is_number=True),
    ),
    default="oldest",
    file_name="backorders",
)


@page_of("console:backorders")
def show_backorders(request: PageRequest) -> HttpResponse:
    """List SKUs that orders wait for."""

    def fetch(state: ListState, page: PageOf) -> Page[BackorderRow]:
        return list_backorders(
            request.scope, page=page, merchant_id=find_merchant_id(request), site_id=find_site_id(request)
        )

    bulk = [Action(lazy("Promise {count} now"), name="do", value="promise", icon="circle-check")]
    return show_list(request, BACKORDERS, fetch, {"bulk": bulk})


@require_POST
@page_of("console:backorders")
def promise(request: PageRequest) -> HttpResponse:
    """Promise what is free of the selected SKUs, by priority and age."""
    found = (read_uuid(text) for text in request.POST.getlist("selected"))
    units = promise_backorders(
        scope=request.scope,
        sku_ids=[sku_id for sku_id in found if sku_id],
        now=request.now,
        actor=request.actor,
    )
    told = ngettext(
        "%(count)s unit is promised to who waited for it.",
        "%(count)s units are promised to who waited.",
        units,
    )
    messages.info(request, told % {"count": units})
    return HttpResponseRedirect(reverse("console:backorders"))
