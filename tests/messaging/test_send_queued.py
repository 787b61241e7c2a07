import multiprocessing
import os
import smtplib
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.kernel.states import IllegalTransition
from packhaus.messaging.backends import EmlBackend, make_backend
from packhaus.messaging.errors import MailAddressUnusable, MessageNotFound, MessageNotSendable
from packhaus.messaging.models import Message
from packhaus.messaging.services.forget import forget_words
from packhaus.messaging.services.resolve import confirm_message, resend_message
from packhaus.messaging.services.send import CUT_OFF_AFTER, PAUSES, SendSummary, send_queued, sweep_cut_off
from packhaus.messaging.types import Mail, Notice, Outcome
from tests.messaging.conftest import MakeContact, ReadStatuses, Tell
from tests.messaging.smtp_server import Postbox


def _get_id(operator: Scope) -> UUID:
    with transaction(operator):
        return Message.objects.get().id


def test_a_message_arrives_once_in_the_shoppers_language_and_the_shops_name(
    tell: Tell, postbox: Postbox, now: datetime, statuses: ReadStatuses
) -> None:
    tell()
    backend = make_backend(postbox.url)
    assert send_queued(backend=backend, now=now) == SendSummary(sent=1)
    assert send_queued(backend=backend, now=now) == SendSummary()
    (mail,) = postbox.mails
    assert mail["From"] == "Acme Ltd <noreply@packhaus.example>"
    assert mail["To"] == "Anna Schmidt <anna@example.com>"
    assert mail["Subject"] == "Wir haben Ihre Bestellung SO-7 erhalten"
    text, html = [part.get_payload(decode=True).decode() for part in mail.get_payload()]  # type: ignore[union-attr]
    assert "Mug, <blue> & large" in text
    assert "Mug, &lt;blue&gt; &amp; large" in html
    assert "http://localhost:8000/t/token" in text
    assert statuses() == [("sent", "")]


def test_a_name_can_not_write_headers(
    tell: Tell, make_contact: MakeContact, postbox: Postbox, now: datetime
) -> None:
    tell(contact_id=make_contact(name="Eve\r\nBcc: all@example.com\n\nHello", email="eve@example.com"))
    send_queued(backend=make_backend(postbox.url), now=now)
    (mail,) = postbox.mails
    assert mail["Bcc"] is None
    assert "eve@example.com" in mail["To"]


@pytest.mark.parametrize(
    "address", ["a b@example.com", "a@b.example,c@d.example", "<a@b.example>", "x@y\r\nz"]
)
def test_an_address_that_is_two_or_none_is_not_sent_to(
    tell: Tell,
    make_contact: MakeContact,
    postbox: Postbox,
    now: datetime,
    statuses: ReadStatuses,
    address: str,
) -> None:
    tell(contact_id=make_contact(email=address))
    send_queued(backend=make_backend(postbox.url), now=now)
    assert postbox.mails == []
    assert statuses() == [("failed", "address")]


def test_a_refusal_for_good_fails_and_a_refusal_for_now_is_tried_again_later(
    tell: Tell, make_contact: MakeContact, postbox: Postbox, now: datetime, statuses: ReadStatuses
) -> None:
    postbox.refuses = {"gone@example.com": "550 no such user", "full@example.com": "452 mailbox full"}
    tell(contact_id=make_contact(email="gone@example.com"))
    tell(contact_id=make_contact(email="full@example.com"))
    tell()
    backend = make_backend(postbox.url)
    assert send_queued(backend=backend, now=now) == SendSummary(sent=1, later=1, failed=1)
    assert statuses() == [("failed", "smtp 550"), ("queued", "smtp 452"), ("sent", "")]
    assert send_queued(backend=backend, now=now) == SendSummary()
    postbox.refuses = {}
    assert send_queued(backend=backend, now=now + PAUSES[0]) == SendSummary(sent=1)


def test_a_server_that_is_away_is_asked_again_with_growing_pauses_until_the_message_fails(
    tell: Tell, now: datetime, statuses: ReadStatuses
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        backend = make_backend(f"smtp://127.0.0.1:{closed.getsockname()[1]}")
        tell()
        at = now
        for pause in PAUSES:
            assert send_queued(backend=backend, now=at) == SendSummary(later=1)
            at += pause
        assert send_queued(backend=backend, now=at) == SendSummary(later=1)
    assert statuses() == [("failed", "gave up: ConnectionRefusedError")]


def test_when_the_line_is_lost_after_the_data_nobody_knows_and_nothing_is_sent_again(
    tell: Tell, postbox: Postbox, now: datetime, statuses: ReadStatuses
) -> None:
    postbox.hangs_up_on = {"anna@example.com"}
    tell()
    backend = make_backend(postbox.url)
    assert send_queued(backend=backend, now=now) == SendSummary(unknown=1)
    assert statuses() == [("unknown", smtplib.SMTPServerDisconnected.__name__)]
    assert send_queued(backend=backend, now=now + timedelta(days=9)) == SendSummary()


class _Deadly(EmlBackend):
    """Writes the mails and dies before anybody learns of it."""

    def deliver(self, mails: Sequence[Mail]) -> list[Outcome]:
        super().deliver(mails)
        os._exit(9)


def _send_and_die(folder: Path, now: datetime) -> None:
    from django.db import connections

    connections.close_all()
    send_queued(backend=_Deadly(folder=folder, sender="a@b.example"), now=now)


def test_killed_between_send_and_mark_the_message_is_unknown_until_a_person_decides(
    committed: dict[str, str],
    tell: Tell,
    operator: Scope,
    now: datetime,
    statuses: ReadStatuses,
    tmp_path: Path,
) -> None:
    tell()
    from django.db import connections

    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=_send_and_die, args=(tmp_path, now))
    process.start()
    process.join()
    assert process.exitcode == 9
    assert len(list(tmp_path.glob("*.eml"))) == 1
    assert sweep_cut_off(now=now + CUT_OFF_AFTER) == 0
    assert statuses() == [("sending", "")]
    later = now + CUT_OFF_AFTER + timedelta(seconds=1)
    assert sweep_cut_off(now=later) == 1
    assert statuses() == [("unknown", "cut off")]
    backend = EmlBackend(folder=tmp_path, sender="a@b.example")
    assert send_queued(backend=backend, now=later) == SendSummary()
    confirm_message(scope=operator, message_id=_get_id(operator), now=later, actor=SYSTEM)
    assert statuses() == [("sent", "")]


def test_a_failed_message_is_sent_again_when_a_person_asks(
    tell: Tell,
    make_contact: MakeContact,
    postbox: Postbox,
    operator: Scope,
    now: datetime,
    statuses: ReadStatuses,
) -> None:
    postbox.refuses = {"anna@example.com": "550 no"}
    tell()
    backend = make_backend(postbox.url)
    send_queued(backend=backend, now=now)
    postbox.refuses = {}
    message_id = _get_id(operator)
    resend_message(scope=operator, message_id=message_id, now=now, actor=SYSTEM)
    assert send_queued(backend=backend, now=now) == SendSummary(sent=1)
    with pytest.raises(IllegalTransition):
        resend_message(scope=operator, message_id=message_id, now=now, actor=SYSTEM)
    assert len(postbox.mails) == 1


def test_a_stranger_can_not_send_a_message_again(
    tell: Tell, operator: Scope, beta_scope: Scope, now: datetime, statuses: ReadStatuses
) -> None:
    tell()
    with pytest.raises(MessageNotFound):
        resend_message(scope=beta_scope, message_id=_get_id(operator), now=now, actor=SYSTEM)
    assert statuses() == [("queued", "")]


def test_forgotten_words_are_not_sent(
    tell: Tell, notice: Notice, postbox: Postbox, operator: Scope, now: datetime, statuses: ReadStatuses
) -> None:
    tell()
    with transaction(operator):
        forget_words(contact_ids=[notice.contact_id])
    assert send_queued(backend=make_backend(postbox.url), now=now) == SendSummary(failed=1)
    assert statuses() == [("failed", "words expired")]
    with pytest.raises(MessageNotSendable):
        resend_message(scope=operator, message_id=_get_id(operator), now=now, actor=SYSTEM)


def test_a_folder_gets_one_file_per_message_with_the_same_bytes_every_time(
    tell: Tell, operator: Scope, now: datetime, tmp_path: Path
) -> None:
    backend = EmlBackend(folder=tmp_path, sender="Packhaus <noreply@packhaus.example>")
    tell()
    send_queued(backend=backend, now=now)
    (path,) = tmp_path.glob("*.eml")
    assert path.name == f"ACME-SO-7-order_confirmed-{_get_id(operator)}.eml"
    first = path.read_bytes()
    mail = message_from_bytes(first)
    assert mail["Message-ID"] == f"<{_get_id(operator)}@packhaus.example>"
    assert all(len(line) <= 78 for line in first.splitlines())
    with transaction(operator):
        Message.objects.update(status="queued")
    send_queued(backend=backend, now=now)
    assert [found.read_bytes() for found in tmp_path.iterdir()] == [first]


def test_two_senders_never_take_the_same_message(
    committed: dict[str, str], tell: Tell, make_contact: MakeContact, postbox: Postbox, now: datetime
) -> None:
    for number in range(60):
        tell(fact=f"order_placed:{number}:1")
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    def send() -> int:
        try:
            return send_queued(backend=make_backend(postbox.url), now=now).sent
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(lambda _: send(), range(2)))
    assert sum(sent) == 60
    assert len({mail["Message-ID"] for mail in postbox.mails}) == len(postbox.mails) == 60


def test_an_address_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(MailAddressUnusable):
        make_backend("ftp://somewhere")
