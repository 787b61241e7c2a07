from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.messaging.models import Message, MessageBody
from packhaus.messaging.services.forget import delete_expired_words, forget_words
from packhaus.messaging.services.queue import KEPT_DAYS, queue_messages
from packhaus.messaging.types import Notice, Voice
from tests.messaging.conftest import MakeContact, ReadStatuses, Tell


def test_a_fact_is_told_once_however_often_it_is_queued(tell: Tell, statuses: ReadStatuses) -> None:
    assert [tell(), tell(), tell(lines=())] == [1, 0, 0]
    assert statuses() == [("queued", "")]


def test_another_fact_or_another_person_is_another_message(tell: Tell, make_contact: MakeContact) -> None:
    assert tell() == 1
    assert tell(fact="order_placed:7:2") == 1
    assert tell(contact_id=make_contact()) == 1


def test_nobody_is_written_to_without_an_address_or_after_being_forgotten(
    tell: Tell, make_contact: MakeContact, now: datetime, statuses: ReadStatuses
) -> None:
    assert tell(contact_id=make_contact(email="")) == 0
    assert tell(contact_id=make_contact(forgotten_at=now)) == 0
    assert statuses() == []


def test_a_contact_of_another_merchant_is_never_written_to(tell: Tell, beta: Merchant) -> None:
    assert tell(merchant_id=beta.id) == 0


def test_thousands_of_messages_cost_as_many_statements_as_one(
    notice: Notice, operator: Scope, now: datetime
) -> None:
    notices = [replace(notice, fact=f"order_placed:{number}:1") for number in range(300)]
    with transaction(operator), CaptureQueriesContext(connection) as captured:
        assert queue_messages(notices=notices, now=now) == 300
    assert len(captured) == 5


def test_a_merchant_sees_only_its_own_messages(tell: Tell, acme_scope: Scope, beta_scope: Scope) -> None:
    tell()
    with transaction(acme_scope):
        assert (Message.objects.count(), MessageBody.objects.count()) == (1, 1)
    with transaction(beta_scope):
        assert (Message.objects.count(), MessageBody.objects.count()) == (0, 0)


def test_words_are_deleted_when_they_expire_or_the_person_is_forgotten_and_the_row_stays(
    tell: Tell, notice: Notice, operator: Scope, now: datetime
) -> None:
    tell()
    tell(fact="other:1")
    with transaction(operator):
        assert delete_expired_words(now=now) == 0
        assert forget_words(contact_ids=[notice.contact_id]) == 2
        assert delete_expired_words(now=now + timedelta(days=2 * KEPT_DAYS)) == 0
        assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("languages", "told"),
    [
        ((), "de"),  # nothing agreed: the shopper's own
        (("id", "de"), "de"),  # the shopper's is one of them
        (("id", "en"), "en"),  # it is not, the merchant's own is
        (("id",), "id"),  # neither is
    ],
)
def test_a_shopper_is_told_in_a_language_that_the_merchant_speaks(
    notice: Notice, operator: Scope, now: datetime, languages: tuple[str, ...], told: str
) -> None:
    voices = {notice.merchant_id: Voice(7, languages, "help@acme.example")}
    with transaction(operator):
        queue_messages(notices=[notice], now=now, voices=voices)
        assert Message.objects.get().language == told
        body = MessageBody.objects.get()
    assert body.expires_at == now + timedelta(days=7)
    assert "help@acme.example" in body.text
    assert "help@acme.example" in body.html
