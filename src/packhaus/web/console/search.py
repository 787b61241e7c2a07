"""The global search: one hit opens, several are grouped, none says what was looked for."""

from itertools import groupby

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.access.types import Role
from packhaus.insight.queries.search import Hit, search
from packhaus.web.console.lot import link_serial
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.nav import find_url, may_open
from packhaus.web.order_address import link_order
from packhaus.web.pages import find_merchant_id
from packhaus.web.parts import Chip
from packhaus.web.responses import render_page

_PAGES = {"lot": "console:lots", "serial": "console:lots", "unit": "console:units"}
"""Whose hits are shown only to who may open the list."""


@open_to(*Role)
def show_search(request: PageRequest) -> HttpResponse:
    """Open the only hit, or list them by kind."""
    text = request.GET.get("q", "").strip()[:120]
    found = search(request.scope, text=text, merchant_id=find_merchant_id(request))
    hits = [hit for hit in found if _may_open(request, hit)]
    if len(hits) == 1:
        return HttpResponseRedirect(_link(hits[0]))
    kinds = {
        "order": _("Orders"), "sku": _("SKUs"), "parcel": _("Parcels"), "location": _("Locations"), "lot": _("Lots"),
        "serial": _("Serial numbers"), "unit": _("Pallets, cartons and totes"),
    }  # fmt: skip
    groups = [
        (kinds.get(kind, kind), [Chip(hit.label, _link(hit), count=hit.merchant_code) for hit in own])
        for kind, own in groupby(hits, key=lambda hit: hit.kind)
    ]
    return render_page(request, "orders/search.html", {"text": text, "groups": groups})


def _may_open(request: PageRequest, hit: Hit) -> bool:
    return hit.kind not in _PAGES or may_open(roles=request.roles, url=find_url(_PAGES[hit.kind]))


def _link(hit: Hit) -> str:
    if hit.kind == "sku":
        return reverse("console:sku-stock", args=[hit.merchant_code, hit.target])
    if hit.kind == "location":
        return reverse("console:location", args=[hit.target])
    if hit.kind == "lot":
        return reverse("console:lot", args=[hit.target])
    if hit.kind == "unit":
        return reverse("console:unit", args=[hit.target])
    if hit.kind == "serial":
        return link_serial(hit.merchant_code, hit.target, hit.token)
    return link_order(hit.merchant_code, hit.target)
