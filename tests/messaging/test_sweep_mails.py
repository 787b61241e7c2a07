"""No file outlives the words in it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoCaptureOnCommitCallbacks

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.links import KEPT, delete_old_links, send_invitation
from packhaus.access.types import SYSTEM
from packhaus.insight.services.subjects import SubjectMarks, forget_subject
from packhaus.messaging.backends import make_backend
from packhaus.messaging.services.forget import delete_expired_words
from packhaus.messaging.services.link_mail import send_link_mail
from packhaus.messaging.services.send import send_queued
from packhaus.messaging.services.sweep_mails import sweep_mails
from packhaus.messaging.types import Notice
from tests.messaging.conftest import MakeContact, Tell


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "MAIL_URL", f"file://{tmp_path}")
    (tmp_path / "notes.eml").write_text("somebody else's")
    return tmp_path


def list_mails(folder: Path) -> list[str]:
    return sorted(path.name.split("-")[0] for path in folder.iterdir())


def test_the_mails_of_a_forgotten_person_go_with_their_words_and_those_of_others_stay(
    tell: Tell,
    notice: Notice,
    make_contact: MakeContact,
    operator: Scope,
    now: datetime,
    folder: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    tell()
    tell(contact_id=make_contact(name="Berta", email="berta@example.com"))
    send_queued(backend=make_backend(), now=now)
    (folder / f"ACME-half-written-{notice.topic_id}.part").write_bytes(b"Dear Anna")
    assert "Anna" in "".join(path.read_text() for path in folder.iterdir())
    marks = SubjectMarks(merchant_id=notice.merchant_id, email="anna@example.com")
    with django_capture_on_commit_callbacks(execute=True):
        forget_subject(scope=operator, marks=marks, now=now, actor=SYSTEM)
    left = "".join(path.read_text() for path in folder.iterdir())
    assert "Anna" not in left
    assert "Berta" in left
    assert list_mails(folder) == ["ACME", "notes.eml"]


def test_a_mail_goes_when_its_words_expire(tell: Tell, operator: Scope, now: datetime, folder: Path) -> None:
    tell()
    send_queued(backend=make_backend(), now=now)
    assert sweep_mails(now=now) == 0
    with transaction(operator):
        delete_expired_words(now=now + timedelta(days=1000))
    assert sweep_mails(now=now) == 1
    assert sweep_mails(now=now) == 0
    assert list_mails(folder) == ["notes.eml"]


def test_the_mail_of_a_link_goes_when_the_link_opens_nothing_any_more(
    owner: User, operator: Scope, now: datetime, folder: Path
) -> None:
    link_id = send_invitation(scope=operator, user_id=owner.id, now=now, actor=SYSTEM)
    send_link_mail(link_id=link_id, backend=make_backend(), now=now)
    assert sweep_mails(now=now) == 0
    assert sweep_mails(now=now + timedelta(days=4)) == 1


def test_links_are_forgotten_some_time_after_they_ran_out(
    owner: User, operator: Scope, now: datetime
) -> None:
    send_invitation(scope=operator, user_id=owner.id, now=now, actor=SYSTEM)
    assert delete_old_links(now=now + KEPT) == 0
    assert delete_old_links(now=now + KEPT + timedelta(days=4)) == 1
    assert delete_old_links(now=now + KEPT + timedelta(days=4)) == 0
