"""Addresses of shopper pages; the token is a secret and stands in no other address."""

from django.urls import URLPattern, path

from packhaus.web.track.views import show_accent, show_tracking

app_name = "track"
urlpatterns: list[URLPattern] = [
    path("accent/<str:accent>.css", show_accent, name="accent"),
    path("<str:token>", show_tracking, name="order"),
]
