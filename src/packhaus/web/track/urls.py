"""Addresses of shopper pages; the token is a secret and stands in no other address."""

from django.urls import URLPattern, path

from packhaus.web.track.views import ask_for_link, show_accent, show_tracking

app_name = "track"
urlpatterns: list[URLPattern] = [
    path("accent/<str:accent>.css", show_accent, name="accent"),
    path("", show_tracking, name="nothing"),
    path("<str:token>", show_tracking, name="order"),
    path("<str:token>/new-link", ask_for_link, name="new-link"),
    path("<str:token>/<str:stamp>", show_tracking, name="renewed"),
]
