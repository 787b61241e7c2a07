"""Addresses of the tower and of outbound."""

from django.urls import URLPattern, path

from packhaus.web.console import tower, work

urlpatterns: list[URLPattern] = [
    path("", tower.show_tower, name="tower"),
    path("work/", work.list_fulfillments, name="work"),
]
