"""Addresses of the API, below /api/v1/."""

from django.urls import path, re_path

from packhaus.api.application import answer_unknown_path, api
from packhaus.api.published import answer_schema

urlpatterns = [
    path("openapi.json", answer_schema, name="openapi"),
    path("", api.urls),
    re_path(r"^.*$", answer_unknown_path, name="unknown"),
]
