"""Addresses that people type or cut short: each leads to the list it belongs to."""

from django.urls import URLPattern, path
from django.views.generic import RedirectView


def _lead(route: str, page: str) -> URLPattern:
    return path(route, RedirectView.as_view(url=page, permanent=False))


EXACT: list[URLPattern] = [
    _lead("setup/catalog/", "/catalog/"),
    _lead("setup/files/", "/orders/imports/"),
    _lead("stock/counts/programme/", "/stock/counts/"),
    _lead("dispatch/manifests/", "/dispatch/"),
    _lead("pack/parcels/", "/pack/"),
    _lead("tower/", "/"),
]
CUT_SHORT: list[URLPattern] = [
    _lead("catalog/<str:merchant>/", "/catalog/"),
    _lead("inbound/<str:merchant>/", "/inbound/"),
    _lead("inbound/orders/<str:merchant>/", "/inbound/orders/"),
    _lead("stock/<str:merchant>/", "/stock/"),
    _lead("transfers/<str:merchant>/", "/transfers/"),
    _lead("setup/services/", "/setup/carriers/"),
    _lead("setup/services/<str:code>/", "/setup/carriers/"),
]
