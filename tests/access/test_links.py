"""Links by mail: for once, for a while, for the one person, and nobody learns which addresses there are."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from packhaus.access.errors import EmailTaken, TooManyAttempts
from packhaus.access.models import Merchant, SignInLink, User
from packhaus.access.queries.sign_in import get_open_link
from packhaus.access.queries.users import get_user, identify_user
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.invite import invite_user
from packhaus.access.services.links import (
    ask_for_reset,
    make_link,
    mint_link,
    send_invitation,
    take_link,
)
from packhaus.access.services.users import set_password, set_user_active
from packhaus.access.types import Actor, LinkPurpose, MintedLink, Role
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.messaging.services.link_mail import send_link_mail
from packhaus.messaging.types import Delivered, Mail, Outcome

PASSWORD = "a long enough phrase"
INVITATION, RESET = LinkPurpose.INVITATION, LinkPurpose.RESET


class KeepingBackend:
    """Takes every mail and keeps it."""

    batch_size = 1

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    def deliver(self, mails: Sequence[Mail]) -> list[Outcome]:
        self.mails += mails
        return [Outcome(Delivered.SENT)] * len(mails)


@pytest.fixture
def invited(acme: Merchant, beta: Merchant, operator: Scope, now: datetime, actor: Actor) -> UUID:
    return invite_user(
        scope=operator, email="New@Acme.example", name="New", roles=[Role.MERCHANT], language="de",
        merchant_ids=[acme.id, beta.id], now=now, actor=actor,
    )  # fmt: skip


def mint_last(user_id: UUID, now: datetime) -> MintedLink:
    link = SignInLink.objects.filter(user_id=user_id).latest("created_at", "id")
    minted = mint_link(link_id=link.id, now=now)
    assert minted is not None
    return minted


def list_jobs() -> list[dict[str, str]]:
    found = rows.fetch_tuples(
        "SELECT args FROM procrastinate_jobs WHERE task_name = 'messaging.mail_link' ORDER BY id"
    )
    return [args for (args,) in found]


def test_an_invited_person_sees_the_merchants_and_sets_a_password(
    invited: UUID, acme: Merchant, beta: Merchant, now: datetime
) -> None:
    assert identify_user(invited).merchant_ids == tuple(sorted((acme.id, beta.id)))
    minted = mint_last(invited, now)
    named: dict[str, Any] = {"link_id": minted.id, "token": minted.token, "purpose": INVITATION, "now": now}
    assert get_open_link(**named).email == "new@acme.example"
    assert take_link(**named, password=PASSWORD, name="Nadia New") == invited
    user = User.objects.get(id=invited)
    assert user.check_password(PASSWORD)
    assert user.name == "Nadia New"
    with pytest.raises(NotFound):
        take_link(**named, password="another long phrase", name="Other")


def test_a_weak_password_leaves_the_link_open(invited: UUID, now: datetime) -> None:
    minted = mint_last(invited, now)
    named: dict[str, Any] = {"link_id": minted.id, "token": minted.token, "purpose": INVITATION, "now": now}
    with pytest.raises(Invalid):
        take_link(**named, password="short", name="N")
    assert get_open_link(**named).user_id == invited


def test_a_link_is_no_good_when_old_forged_replaced_or_for_something_else(
    invited: UUID, operator: Scope, now: datetime, actor: Actor
) -> None:
    minted = mint_last(invited, now)
    for changes in (
        {"now": now + timedelta(days=3)},
        {"token": minted.token[:-1] + "!"},
        {"purpose": RESET},
    ):
        named: dict[str, Any] = {
            "link_id": minted.id,
            "token": minted.token,
            "purpose": INVITATION,
            "now": now,
        } | changes
        with pytest.raises(NotFound):
            get_open_link(**named)
    send_invitation(scope=operator, user_id=invited, now=now, actor=actor)
    with pytest.raises(NotFound):
        get_open_link(link_id=minted.id, token=minted.token, purpose=INVITATION, now=now)


def test_whoever_is_shut_out_has_no_link(invited: UUID, operator: Scope, now: datetime, actor: Actor) -> None:
    minted = mint_last(invited, now)
    set_user_active(scope=operator, user_id=invited, is_active=False, now=now, actor=actor)
    with pytest.raises(NotFound):
        get_open_link(link_id=minted.id, token=minted.token, purpose=INVITATION, now=now)
    with pytest.raises(NotFound):
        send_invitation(scope=operator, user_id=invited, now=now, actor=actor)


def test_a_link_from_before_does_not_come_back_with_the_person(
    invited: UUID, operator: Scope, now: datetime, actor: Actor
) -> None:
    minted = mint_last(invited, now)
    for is_active in (False, True):
        set_user_active(scope=operator, user_id=invited, is_active=is_active, now=now, actor=actor)
    with pytest.raises(NotFound):
        get_open_link(link_id=minted.id, token=minted.token, purpose=INVITATION, now=now)


def test_a_new_password_ends_links_that_were_asked_for_before(
    owner: User, operator: Scope, now: datetime, actor: Actor
) -> None:
    minted = make_link(scope=operator, user_id=owner.id, purpose=RESET, now=now, actor=actor)
    set_password(user_id=owner.id, password=PASSWORD, now=now, actor=actor)
    with pytest.raises(NotFound):
        take_link(link_id=minted.id, token=minted.token, purpose=RESET, password="x" * 20, now=now)
    with transaction(operator):
        assert User.objects.get(id=owner.id).check_password(PASSWORD)


def test_neither_row_nor_job_holds_a_link_that_works(invited: UUID, now: datetime) -> None:
    minted = mint_last(invited, now)
    link = SignInLink.objects.get(id=minted.id)
    assert bytes(link.token_sha256 or b"") != minted.token.encode()
    assert list_jobs() == [{"link_id": str(minted.id)}]


def test_the_mail_is_in_the_persons_language_with_a_link_that_works(invited: UUID, now: datetime) -> None:
    backend = KeepingBackend()
    [job] = list_jobs()
    assert send_link_mail(link_id=UUID(job["link_id"]), backend=backend, now=now)
    [mail] = backend.mails
    assert mail.recipient == "new@acme.example"
    assert "Sie sind" in mail.text
    token = mail.text.split(f"/invitation/{job['link_id']}/")[1].split()[0]
    found = get_open_link(link_id=UUID(job["link_id"]), token=token, purpose=INVITATION, now=now)
    assert found.email == mail.recipient


def test_asking_for_a_new_password_looks_the_same_for_every_address(owner: User, now: datetime) -> None:
    for email in (" Owner@ACME.example", "nobody@acme.example"):
        ask_for_reset(email=email, now=now)
    backend = KeepingBackend()
    assert len(list_jobs()) == 2
    sent = [send_link_mail(link_id=UUID(job["link_id"]), backend=backend, now=now) for job in list_jobs()]
    assert sent == [True, False]
    assert [mail.recipient for mail in backend.mails] == ["owner@acme.example"]


def test_a_person_gets_three_mails_an_hour_and_the_whole_house_thirty_a_minute(
    owner: User, colleague: User, now: datetime
) -> None:
    for _ in range(5):
        ask_for_reset(email=owner.email, now=now)
    assert SignInLink.objects.filter(user=owner).count() == 3
    for place in range(25):
        ask_for_reset(email=f"{place}@nowhere.example", now=now)
    with pytest.raises(TooManyAttempts) as refused:
        ask_for_reset(email=colleague.email, now=now + timedelta(seconds=45))
    assert refused.value.data["retry_after_seconds"] == 15
    ask_for_reset(email=colleague.email, now=now + timedelta(seconds=60))


def test_a_merchant_invites_its_own_and_a_refusal_leaves_nothing(
    acme: Merchant, beta: Merchant, acme_scope: Scope, owner: User, now: datetime, actor: Actor
) -> None:
    named: dict[str, Any] = {
        "scope": acme_scope,
        "name": "N",
        "roles": [Role.MERCHANT],
        "language": "en",
        "now": now,
    }
    with pytest.raises(NotFound):
        invite_user(**named, email="n@acme.example", merchant_ids=[acme.id, beta.id], actor=actor)
    with pytest.raises(EmailTaken), transaction(acme_scope, savepoint=True):
        invite_user(**named, email=owner.email, merchant_ids=[acme.id], actor=actor)
    assert not User.objects.filter(email="n@acme.example").exists()
    assert list_jobs() == []
    made = invite_user(**named, email="n@acme.example", merchant_ids=[acme.id], actor=actor)
    assert get_user(scope=acme_scope, user_id=made).merchant_codes == ["ACME"]


def test_a_link_made_by_hand_is_mailed_to_nobody(
    owner: User, operator: Scope, now: datetime, actor: Actor
) -> None:
    minted = make_link(scope=operator, user_id=owner.id, purpose=RESET, now=now, actor=actor)
    assert list_jobs() == []
    take_link(link_id=minted.id, token=minted.token, purpose=RESET, password=PASSWORD, now=now)
    assert User.objects.get(id=owner.id).check_password(PASSWORD)
