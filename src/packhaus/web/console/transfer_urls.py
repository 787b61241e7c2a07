"""Addresses of transfers."""

from django.urls import URLPattern, path

from packhaus.web.console import (
    transfer_refusals,  # noqa: F401 - registers its words
    transfers,
    transfers_actions,
)

urlpatterns: list[URLPattern] = [
    path("transfers/", transfers.list_all, name="transfers"),
    path("transfers/new/", transfers_actions.draft, name="new-transfer"),
    path("transfers/<str:merchant>/<str:number>/", transfers.show_transfer, name="transfer"),
    path(
        "transfers/<str:merchant>/<str:number>/release/", transfers_actions.release, name="transfer-release"
    ),
    path("transfers/<str:merchant>/<str:number>/note/", transfers.print_note, name="transfer-note"),
    path("transfers/<str:merchant>/<str:number>/pick/", transfers_actions.pick, name="transfer-pick"),
    path("transfers/<str:merchant>/<str:number>/back/", transfers_actions.put_back, name="transfer-back"),
    path("transfers/<str:merchant>/<str:number>/ship/", transfers_actions.ship, name="transfer-ship"),
    path("transfers/<str:merchant>/<str:number>/cancel/", transfers_actions.cancel, name="transfer-cancel"),
]
