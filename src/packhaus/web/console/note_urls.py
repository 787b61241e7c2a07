"""Addresses of what shoppers write."""

from django.urls import URLPattern, path

from packhaus.web.console import notes

urlpatterns: list[URLPattern] = [
    path("care/notes/", notes.list_all, name="notes"),
    path("care/notes/<uuid:note_id>/", notes.show_note, name="note"),
    path("care/notes/<uuid:note_id>/decide/", notes.decide, name="note-decide"),
]
