"""Contacts go when the time that the merchant's terms keep them is over."""

from datetime import datetime, timedelta

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.insight.services import erase_contacts
from packhaus.insight.services.check import list_differences
from packhaus.insight.services.erase_contacts import erase_old_contacts
from packhaus.insight.services.index_search import index_orders
from packhaus.journal.models import Entry
from packhaus.kernel import rows
from packhaus.orders.models import Order
from packhaus.parties.models import Contact
from packhaus.terms.services.set_terms import set_term
from tests.harness.privacy import assert_nobody_is_named
from tests.insight.test_subjects import add_order


@pytest.fixture
def acme_keeps_a_year(acme: Merchant, operator: Scope, now: datetime) -> None:
    set_term(
        scope=operator,
        merchant_id=acme.id,
        key="retention_contact_days",
        value=365,
        valid_from=now,
        now=now,
        actor=SYSTEM,
    )


def make_contact(merchant: Merchant, created_at: datetime, name: str = "Anna Schmidt") -> Contact:
    with transaction(Scope.operator()):
        return Contact.objects.create(
            merchant_id=merchant.id, name=name, email="anna@example.com", language="de", created_at=created_at
        )


def list_names() -> list[str]:
    with transaction(Scope.operator()):
        return sorted(Contact.objects.values_list("name", flat=True))


@pytest.mark.usefixtures("acme_keeps_a_year")
def test_who_last_ordered_longer_ago_than_the_terms_say_is_forgotten_everywhere(
    acme: Merchant, beta: Merchant, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erase_contacts, "AT_A_TIME", 2)
    long_ago = now - timedelta(days=400)
    order = add_order(make_contact(acme, long_ago), long_ago, stage="delivered")
    for _ in range(2):
        make_contact(acme, long_ago)
    make_contact(acme, long_ago)  # ordered nothing at all
    make_contact(beta, long_ago, "Kept by Beta")
    make_contact(acme, now - timedelta(days=300), "Ordered lately")
    with transaction(Scope.operator()):
        index_orders(order_ids=[order.id])
    differences = list_differences(limit=5)
    assert erase_old_contacts(now=now) == 4
    assert erase_old_contacts(now=now) == 0
    assert list_names() == ["", "", "", "", "Kept by Beta", "Ordered lately"]
    with transaction(Scope.operator()):
        assert not rows.fetch_value("SELECT count(*) FROM insight_searchkey WHERE token LIKE 'anna%'")
        assert rows.fetch_value("SELECT count(*) FROM insight_searchkey") > 0
        assert Order.objects.count() == 1
        assert Entry.objects.filter(kind="contact_forgotten").count() == 4
    assert_nobody_is_named()
    assert list_differences(limit=5) == differences


@pytest.mark.usefixtures("acme_keeps_a_year")
@pytest.mark.parametrize(
    ("stage", "ago"),
    [
        ("placed", 400),  # still waits for it
        ("delivered", 100),  # ordered again since
    ],
)
def test_who_waits_or_ordered_again_is_kept(acme: Merchant, now: datetime, stage: str, ago: int) -> None:
    contact = make_contact(acme, now - timedelta(days=800))
    add_order(contact, now - timedelta(days=ago), stage=stage)
    assert erase_old_contacts(now=now) == 0
    assert list_names() == ["Anna Schmidt"]
