"""Addresses of the catalog."""

from django.urls import URLPattern, path

from packhaus.web.console import catalog, catalog_compliance, catalog_tags

urlpatterns: list[URLPattern] = [
    path("catalog/", catalog.show_catalog, name="catalog"),
    path("catalog/new/", catalog.edit_sku, name="new-sku"),
    path("catalog/<str:merchant>/<str:code>/", catalog.show_sku, name="sku"),
    path("catalog/<str:merchant>/<str:code>/tags/", catalog_tags.change_tags, name="sku-tags"),
    path(
        "catalog/<str:merchant>/<str:code>/laws/", catalog_compliance.edit_compliance, name="sku-compliance"
    ),
    path("catalog/<str:merchant>/<str:code>/change/", catalog.edit_sku, name="edit-sku"),
]
