"""Addresses that people type or cut short: each leads to the list it belongs to."""

from django.urls import URLPattern, path
from django.views.generic import RedirectView


def lead(route: str, page: str) -> URLPattern:
    """Return an address that leads to a page."""
    return path(route, RedirectView.as_view(url=page, permanent=False))


EXACT: list[URLPattern] = [
    lead("setup/catalog/", "/catalog/"),
    lead("setup/files/", "/orders/imports/"),
    lead("stock/counts/programme/", "/stock/counts/"),
    lead("stock/slotting/rules/", "/stock/slotting/"),
    lead("dispatch/manifests/", "/dispatch/"),
    lead("pack/parcels/", "/pack/"),
    lead("pack/photos/", "/pack/"),
    lead("release/policies/", "/release/"),
    lead("tower/", "/"),
    lead("care/", "/care/notes/"),
    lead("carriers/", "/carriers/cards/"),
    lead("carriers/versions/", "/carriers/cards/"),
    lead("carriers/cards/sample/", "/carriers/cards/"),
]
CUT_SHORT: list[URLPattern] = [
    lead("catalog/<str:merchant>/", "/catalog/"),
    lead("inbound/<str:merchant>/", "/inbound/"),
    lead("stock/<str:merchant>/", "/stock/"),
    lead("transfers/<str:merchant>/", "/transfers/"),
    lead("setup/services/", "/setup/carriers/"),
    lead("setup/printing/<uuid:station_id>/", "/setup/printing/"),
    lead("setup/printing/test/", "/setup/printing/"),
    lead("setup/sites/<str:code>/zones/", "/setup/sites/%(code)s/floor/"),
    lead("setup/services/<str:code>/", "/setup/carriers/"),
]
