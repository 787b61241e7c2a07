"""Addresses of messages."""

from django.urls import URLPattern, path

from packhaus.web.console import (
    message_brand,
    messages,
    permissions,
    setup_channels,
    wording,
    wording_refusals,  # noqa: F401 - registers its words
    wordings,
)

_WORDING = "setup/messages/templates/<str:merchant>/<str:kind>/<str:language>/<str:channel>/"

urlpatterns: list[URLPattern] = [
    path("setup/messages/", messages.show_outbox, name="messages"),
    path("setup/messages/permissions/", permissions.list_all, name="permissions"),
    path("setup/messages/permissions/stop/", permissions.stop_address, name="stop-address"),
    path("setup/messages/permissions/<uuid:permission_id>/", permissions.show_permission, name="permission"),
    path("setup/messages/channels/", setup_channels.show_channels, name="message-channels"),
    path(
        "setup/messages/channels/new-<str:provider>-<str:channel>/",
        setup_channels.edit_gateway,
        name="new-message-gateway",
    ),
    path("setup/messages/channels/<uuid:gateway_id>/", setup_channels.edit_gateway, name="message-gateway"),
    path(
        "setup/messages/channels/<uuid:gateway_id>/switch/",
        setup_channels.switch,
        name="switch-message-gateway",
    ),
    path("setup/messages/routes/<uuid:route_id>/drop/", setup_channels.drop, name="drop-message-route"),
    path("setup/messages/templates/", wordings.list_all, name="message-words"),
    path("setup/messages/templates/<str:merchant>/", message_brand.edit_brand, name="message-brand"),
    path(_WORDING, wording.edit_wording, name="message-wording"),
    path(f"{_WORDING}preview/", wording.preview_wording, name="message-wording-preview"),
    path(f"{_WORDING}turn/", wording.turn_wording, name="turn-message-wording"),
    path("setup/messages/<uuid:message_id>/", messages.show_message, name="message"),
    path("setup/messages/<uuid:message_id>/preview/", messages.preview_message, name="message-preview"),
    path("setup/messages/<uuid:message_id>/resend/", messages.resend, name="resend-message"),
    path("setup/messages/<uuid:message_id>/confirm/", messages.confirm, name="confirm-message"),
]
