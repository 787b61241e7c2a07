"""Addresses of parcels on their way."""

from django.urls import URLPattern, path

from packhaus.web.console import parcel_problems, parcels

urlpatterns: list[URLPattern] = [
    path("parcels/", parcels.list_all, name="parcels"),
    path("parcels/exceptions/", parcel_problems.list_all, name="parcel-problems"),
]
