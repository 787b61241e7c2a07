"""Addresses of messages."""

from django.urls import URLPattern, path

from packhaus.web.console import messages

urlpatterns: list[URLPattern] = [
    path("setup/messages/", messages.show_outbox, name="messages"),
    path("setup/messages/<uuid:message_id>/", messages.show_message, name="message"),
    path("setup/messages/<uuid:message_id>/preview/", messages.preview_message, name="message-preview"),
    path("setup/messages/<uuid:message_id>/resend/", messages.resend, name="resend-message"),
    path("setup/messages/<uuid:message_id>/confirm/", messages.confirm, name="confirm-message"),
]
