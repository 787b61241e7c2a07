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

_PAGES = {
    "asn": "console:inbound",
    "lot": "console:lots",
    "purchase": "console:purchases",
    "serial": "console:lots",
    "transfer": "console:transfers",
    "unit": "console:units",
}
"""Whose hits are shown only to who may open the list."""

_OWNED = {
    "asn": "console:asn",
    "purchase": "console:purchase",
    "sku": "console:sku-stock",
    "transfer": "console:transfer",
}
"""Pages whose address names the merchant and its own number."""


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
        "asn": _("Deliveries"), "purchase": _("Purchase orders"), "transfer": _("Transfers"),
    }  # fmt: skip
    groups = [
        (kinds.get(kind, kind), [Chip(hit.label, _link(hit), count=hit.merchant_code) for hit in own])
        for kind, own in groupby(hits, key=lambda hit: hit.kind)
    ]
    return render_page(request, "orders/search.html", {"text": text, "groups": groups})


def _may_open(request: PageRequest, hit: Hit) -> bool:
    return hit.kind not in _PAGES or may_open(roles=request.roles, url=find_url(_PAGES[hit.kind]))


def _link(hit: Hit) -> str:
    if hit.kind == "serial":
        return link_serial(hit.merchant_code, hit.target, hit.token)
    if hit.kind in _OWNED:
        return reverse(_OWNED[hit.kind], args=[hit.merchant_code, hit.target])
    if hit.kind in {"location", "lot", "unit"}:
        return reverse(f"console:{hit.kind}", args=[hit.target])
    return link_order(hit.merchant_code, hit.target)
