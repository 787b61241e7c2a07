"""Addresses of shopper pages; the token is a secret and stands in no other address."""

from django.urls import URLPattern, path

from packhaus.web.track.notes import write_note
from packhaus.web.track.views import ask_for_link, show_accent, show_tracking

app_name = "track"
_DELIVERY = {"about_delivery": True}
urlpatterns: list[URLPattern] = [
    path("accent/<str:accent>.css", show_accent, name="accent"),
    path("", show_tracking, name="nothing"),
    path("<str:token>", show_tracking, name="order"),
    path("<str:token>/new-link", ask_for_link, name="new-link"),
    path("<str:token>/note", write_note, name="note"),
    path("<str:token>/delivery", write_note, _DELIVERY, name="delivery"),
    path("<str:token>/<str:stamp>", show_tracking, name="renewed"),
    path("<str:token>/<str:stamp>/note", write_note, name="renewed-note"),
    path("<str:token>/<str:stamp>/delivery", write_note, _DELIVERY, name="renewed-delivery"),
]
