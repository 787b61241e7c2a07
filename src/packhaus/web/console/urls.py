"""Addresses of the console; the navigation shows a page as soon as its name stands here."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from packhaus.web.console import (
    catalog_urls,
    home,
    inbound_urls,
    labour,
    message_urls,
    note_urls,
    orders_urls,
    outbound_urls,
    parcel_urls,
    rate_urls,
    recall_urls,
    search,
    setup_urls,
    stock_urls,
    transfer_urls,
    typed_urls,
)
from packhaus.web.views.components import show_components

app_name = "console"
urlpatterns: list[URLPattern | URLResolver] = [
    *typed_urls.EXACT,
    path("portal/", home.show_home, name="home"),
    path("insight/", labour.show_labour, name="insight"),
    path("search/", search.show_search, name="search"),
    *outbound_urls.urlpatterns,
    *parcel_urls.urlpatterns,
    *orders_urls.urlpatterns,
    *inbound_urls.urlpatterns,
    *transfer_urls.urlpatterns,
    *recall_urls.urlpatterns,
    *rate_urls.urlpatterns,
    *stock_urls.urlpatterns,
    *catalog_urls.urlpatterns,
    *message_urls.urlpatterns,
    *note_urls.urlpatterns,
    *setup_urls.urlpatterns,
]

if settings.DEBUG:
    urlpatterns += [path("setup/components/", show_components, name="components")]
# After every page: these would answer for pages too.
urlpatterns += typed_urls.CUT_SHORT
