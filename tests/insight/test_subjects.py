"""A shopper is told everything, and forgotten everywhere; the figures still add up."""

import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.models import Sku
from packhaus.insight.errors import SubjectHasOpenOrders, SubjectUnknown
from packhaus.insight.models import SearchKey
from packhaus.insight.services.subjects import SubjectMarks, export_subject, forget_subject
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.messaging.models import Message, MessageBody
from packhaus.orders.models import Order
from packhaus.parties.models import Address, Blob, Contact
from packhaus.parties.services.forget_contacts import delete_expired_blobs

SECRETS = (
    "Wilhelmine",
    "Zauberstab",
    "wilhelmine@secret.example",
    "+491701234567",
    "Geheimgasse",
    "Verstecken",
)
ALL_TEXT = """
SELECT string_agg(t::text, ' ') FROM (
    SELECT to_jsonb(x)::text FROM parties_contact AS x
    UNION ALL SELECT to_jsonb(x)::text FROM parties_address AS x
    UNION ALL SELECT encode(content, 'escape') FROM parties_blob
    UNION ALL SELECT to_jsonb(x)::text FROM messaging_message AS x
    UNION ALL SELECT to_jsonb(x)::text FROM messaging_messagebody AS x
    UNION ALL SELECT to_jsonb(x)::text FROM insight_searchkey AS x
    UNION ALL SELECT to_jsonb(x)::text FROM orders_order AS x
    UNION ALL SELECT to_jsonb(x)::text FROM journal_entry AS x
) AS all_rows(t)
"""


@pytest.fixture
def contact(acme: Merchant, operator: Scope, now: datetime) -> Contact:
    with transaction(operator):
        contact = Contact.objects.create(
            merchant_id=acme.id, name="Wilhelmine Zauberstab", email=SECRETS[2], phone=SECRETS[3], language="de",
            created_at=now,
        )  # fmt: skip
        Address.objects.create(
            merchant_id=acme.id,
            contact=contact,
            lines=["Geheimgasse 7"],
            city="Verstecken",
            country="DE",
            created_at=now,
        )
        Blob.objects.create(
            merchant_id=acme.id, contact_id=contact.id, kind="label", media_type="text/plain", content=b"Wilhelmine",
            created_at=now, expires_at=now + timedelta(days=90),
        )  # fmt: skip
        SearchKey.objects.create(
            merchant_id=acme.id,
            token="zauberstab",
            kind="order",
            target="x",
            label="SO-1",
            contact_id=contact.id,
        )
        message = Message.objects.create(
            merchant_id=acme.id, fact="f", kind="order_confirmed", contact_id=contact.id, topic_kind="order",
            topic_id=new_id(), topic_number="SO-1", language="de", queued_at=now, due_at=now,
        )  # fmt: skip
        MessageBody.objects.create(
            message=message, merchant_id=acme.id, contact_id=contact.id, recipient=SECRETS[2],
            subject="Hallo Wilhelmine", text="Geheimgasse 7", html="", expires_at=now + timedelta(days=180),
        )  # fmt: skip
    return contact


def add_order(contact: Contact, now: datetime, *, stage: str) -> Order:
    with transaction(Scope.operator()):
        return Order.objects.create(
            merchant_id=contact.merchant_id, number="SO-1", channel="shop", external_number="1", contact=contact,
            country="DE", language="de", stage=stage, currency="EUR", goods_minor=100, total_minor=100,
            tracking_token="t" * 22, placed_at=now,
        )  # fmt: skip


def read_everything() -> str:
    with transaction(Scope.operator()):
        text: str = rows.fetch_value(ALL_TEXT)
    return text


def marks_of(contact: Contact) -> SubjectMarks:
    return SubjectMarks(merchant_id=contact.merchant_id, email=contact.email.upper())


def test_nothing_of_a_forgotten_person_is_left(
    contact: Contact, acme_scope: Scope, now: datetime, actor: Actor
) -> None:
    assert all(secret in read_everything() for secret in SECRETS[2:])
    assert forget_subject(scope=acme_scope, marks=marks_of(contact), now=now, actor=actor) == 1
    left = read_everything()
    assert [secret for secret in SECRETS if secret.casefold() in left.casefold()] == []
    assert str(contact.id) in left


def test_the_order_of_a_forgotten_person_keeps_its_figures(
    contact: Contact, acme_scope: Scope, now: datetime, actor: Actor
) -> None:
    order = add_order(contact, now, stage="delivered")
    forget_subject(scope=acme_scope, marks=marks_of(contact), now=now, actor=actor)
    with transaction(acme_scope):
        assert Order.objects.values_list("total_minor", "contact_id", "country").get(id=order.id) == (
            100,
            contact.id,
            "DE",
        )


def test_forgetting_twice_is_refused_as_unknown(
    contact: Contact, acme_scope: Scope, now: datetime, actor: Actor
) -> None:
    forget_subject(scope=acme_scope, marks=marks_of(contact), now=now, actor=actor)
    with pytest.raises(SubjectUnknown):
        forget_subject(scope=acme_scope, marks=marks_of(contact), now=now, actor=actor)


def test_somebody_who_waits_for_parcels_is_not_forgotten(
    contact: Contact, acme_scope: Scope, now: datetime, actor: Actor
) -> None:
    add_order(contact, now, stage="placed")
    before = read_everything()
    with pytest.raises(SubjectHasOpenOrders) as refused:
        forget_subject(scope=acme_scope, marks=marks_of(contact), now=now, actor=actor)
    assert refused.value.data["orders"] == ["SO-1"]
    assert read_everything() == before


def test_a_stranger_forgets_and_reads_nothing(
    contact: Contact, beta: Merchant, beta_scope: Scope, now: datetime, actor: Actor
) -> None:
    for merchant_id in (beta.id, contact.merchant_id):
        marks = SubjectMarks(
            merchant_id=merchant_id, contact_ids=(UUID(str(contact.id)),), email=contact.email
        )
        with pytest.raises(SubjectUnknown):
            forget_subject(scope=beta_scope, marks=marks, now=now, actor=actor)
        with pytest.raises(SubjectUnknown):
            export_subject(scope=beta_scope, marks=marks)


def test_the_export_has_everything_and_is_json(
    contact: Contact, acme_scope: Scope, now: datetime, mug: Sku
) -> None:
    add_order(contact, now, stage="delivered")
    known = export_subject(scope=acme_scope, marks=marks_of(contact))
    text = json.dumps(known, default=str)
    assert [secret for secret in SECRETS if secret not in text] == []
    assert {name: len(found) for name, found in known.items()} == {
        "contacts": 1, "addresses": 1, "orders": 1, "parcels": 0, "messages": 1, "notes": 0, "documents": 1,
    }  # fmt: skip


def test_documents_go_when_they_expire(contact: Contact, operator: Scope, now: datetime) -> None:
    with transaction(operator):
        assert delete_expired_blobs(now=now + timedelta(days=89), at_most=10) == 0
        assert delete_expired_blobs(now=now + timedelta(days=91), at_most=10) == 1
