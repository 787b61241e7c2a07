"""People are told that a registration ends: its merchant's and the leads, once for each mark, in their language."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.kernel import rows
from packhaus.messaging.backends import EmlBackend
from packhaus.messaging.services.staff_mail import send_letter
from packhaus.terms.services.registrations import write_registrations
from packhaus.terms.services.remind import remind_of_ends
from packhaus.terms.services.reminder_mail import write_reminder
from packhaus.terms.types.registrations import RegistrationDraft


@pytest.fixture
def ends(acme: Merchant, operator: Scope, now: datetime) -> None:
    """A registration of ACME's that ends in 40 days."""
    today = now.date()
    draft = RegistrationDraft(
        "DE", "packaging_register", "DE1234567890123", today - timedelta(days=100), today + timedelta(days=40)
    )
    write_registrations(scope=operator, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM)


def list_reminders() -> list[int]:
    with transaction(Scope.operator()):
        return [id_ for (id_,) in rows.fetch_tuples("SELECT id FROM terms_registrationreminder ORDER BY id")]


def test_each_is_told_once_for_each_mark_in_the_own_language(
    ends: None, owner: User, stranger: User, lead: User, finance: User, now: datetime, tmp_path: Path
) -> None:
    with transaction(Scope.operator()):
        User.objects.filter(id=owner.id).update(language="de")
    assert [remind_of_ends(now=now), remind_of_ends(now=now)] == [2, 0]
    assert remind_of_ends(now=now + timedelta(days=9)) == 0
    assert remind_of_ends(now=now + timedelta(days=10)) == 2
    assert remind_of_ends(now=now + timedelta(days=36)) == 2
    assert remind_of_ends(now=now + timedelta(days=41)) == 0
    letters = [write_reminder(reminder_id=one, now=now) for one in list_reminders()[:2]]
    told = {letter.email: letter for letter in letters if letter}
    assert set(told) == {owner.email, lead.email}
    assert "in 40 Tagen" in told[owner.email].subject
    assert (told[owner.email].path, told[lead.email].path[:21]) == ("/portal/", "/setup/registrations/")
    outbox = EmlBackend(folder=tmp_path, sender="packhaus@operator.example")
    assert send_letter(letter=told[lead.email], now=now, backend=outbox)
    [mail] = tmp_path.iterdir()
    assert b"DE1234567890123" in mail.read_bytes()


def test_nobody_is_told_of_what_goes_on(
    ends: None, lead: User, acme: Merchant, operator: Scope, now: datetime
) -> None:
    assert remind_of_ends(now=now) == 1
    next_one = RegistrationDraft(
        "DE", "packaging_register", "DE1234567890123", now.date() + timedelta(days=41)
    )
    write_registrations(scope=operator, merchant_id=acme.id, drafts=[next_one], now=now, actor=SYSTEM)
    assert remind_of_ends(now=now + timedelta(days=20)) == 0
    assert write_reminder(reminder_id=list_reminders()[0], now=now) is None
