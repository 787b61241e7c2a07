from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.messaging.models import Message
from packhaus.messaging.services.forget import forget_words
from packhaus.messaging.types import Notice
from tests.messaging.conftest import MakeContact, ReadStatuses, Tell, make_contact, notice, statuses, tell

__all__ = ["make_contact", "notice", "statuses", "tell"]


@pytest.fixture
def message_id(tell: Tell, operator: Scope) -> UUID:
    tell()
    with transaction(operator):
        return Message.objects.get().id


@pytest.fixture
def console(client: Client, admin: User) -> Client:
    client.force_login(admin)
    client.cookies["packhaus_language"] = "en"
    return client


def _set_status(operator: Scope, status: str) -> None:
    with transaction(operator):
        rows.execute(
            "UPDATE messaging_message SET status = %(status)s, failure = 'smtp 550', claimed_at = now()",
            {"status": status},
        )


def _url(name: str, message_id: UUID) -> str:
    return reverse(f"console:{name}", args=[message_id])


def test_the_outbox_lists_messages_and_filters_by_status_kind_and_order(
    console: Client, message_id: UUID
) -> None:
    url = reverse("console:messages")
    for query in ("", "?status=queued", "?kind=order_confirmed", "?q=so-7"):
        assert "Wir haben Ihre Bestellung SO-7 erhalten" in console.get(url + query).content.decode()
    for query in ("?status=sent", "?kind=order_cancelled", "?q=SO-70"):
        assert "SO-7 erhalten" not in console.get(url + query).content.decode()


def test_the_outbox_is_exported_without_the_shoppers_address(console: Client, message_id: UUID) -> None:
    answer = console.get(reverse("console:messages") + "?format=csv")
    assert answer["Content-Type"].startswith("text/csv")
    text = b"".join(answer).decode()
    assert "SO-7" in text
    assert "anna@example.com" not in text


def test_a_message_is_shown_in_a_frame_where_nothing_runs(console: Client, message_id: UUID) -> None:
    page = console.get(_url("message", message_id)).content.decode()
    assert "anna@example.com" in page
    assert f'sandbox src="{_url("message-preview", message_id)}"' in page
    preview = console.get(_url("message-preview", message_id))
    policy = preview["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "Vielen Dank für Ihre Bestellung" in preview.content.decode()


@pytest.mark.parametrize("status", ["failed", "unknown"])
def test_what_failed_or_is_unknown_is_sent_again(
    console: Client, message_id: UUID, operator: Scope, statuses: ReadStatuses, status: str
) -> None:
    _set_status(operator, status)
    assert "Send again" in console.get(_url("message", message_id)).content.decode()
    assert console.post(_url("resend-message", message_id)).status_code == 302
    assert statuses() == [("queued", "")]


def test_what_is_unknown_can_be_confirmed(
    console: Client, message_id: UUID, operator: Scope, statuses: ReadStatuses
) -> None:
    _set_status(operator, "unknown")
    page = console.get(_url("message", message_id)).content.decode()
    assert "Nobody knows whether this message arrived." in page
    assert console.post(_url("confirm-message", message_id)).status_code == 302
    assert statuses() == [("sent", "")]


def test_what_was_sent_is_not_sent_again(
    console: Client, message_id: UUID, operator: Scope, statuses: ReadStatuses
) -> None:
    _set_status(operator, "sent")
    assert "Send again" not in console.get(_url("message", message_id)).content.decode()
    assert console.post(_url("resend-message", message_id)).status_code == 409
    assert statuses() == [("sent", "smtp 550")]


def test_forgotten_words_are_said_to_be_gone(
    console: Client, message_id: UUID, notice: Notice, operator: Scope
) -> None:
    with transaction(operator):
        forget_words(contact_ids=[notice.contact_id])
    assert "have expired or were forgotten" in console.get(_url("message", message_id)).content.decode()
    assert console.get(_url("message-preview", message_id)).status_code == 404


@pytest.mark.parametrize("name", ["message", "message-preview"])
def test_a_stranger_and_an_associate_get_404(
    client: Client, message_id: UUID, stranger: User, associate: User, name: str
) -> None:
    for user in (stranger, associate):
        client.force_login(user)
        assert client.get(_url(name, message_id)).status_code == 404
        assert client.get(reverse("console:messages")).status_code == 404
        assert client.post(_url("resend-message", message_id)).status_code == 404


def test_an_unknown_message_is_404(
    console: Client, notice: Notice, now: datetime, make_contact: MakeContact
) -> None:
    assert console.get(_url("message", notice.topic_id)).status_code == 404
