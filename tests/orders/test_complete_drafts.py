"""What intake fills in from the merchant's terms, and the forms in which recipients are stored."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.orders.queries.get_order import get_order
from packhaus.orders.services.change import change_recipient
from packhaus.orders.services.place.complete import complete_drafts
from packhaus.orders.types import PlacedOrder, RefusedOrder
from packhaus.parties.recipients import normalise_recipient
from packhaus.parties.types import AddressDraft, ContactDraft
from packhaus.parties.validation import check_recipient
from packhaus.terms.queries.get_terms import forget_terms
from packhaus.terms.services.set_terms import set_term
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing, PlacingOne
from tests.orders.drafts import make_draft


@pytest.fixture(autouse=True)
def fresh_terms() -> None:
    forget_terms()


def test_an_order_that_names_no_policy_has_the_one_its_merchant_agreed_on_when_it_was_placed(
    acme: Merchant, operator: Scope, now: datetime, place: Placing, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    terms = {"scope": operator, "merchant_id": acme.id, "now": now, "actor": SYSTEM}
    set_term(key="order_policy", value="fill_or_kill", valid_from=now, **terms)  # type: ignore[arg-type]
    set_term(key="order_policy", value="ship_complete", valid_from=now + timedelta(days=1), **terms)  # type: ignore[arg-type]
    set_term(key="payment_term", value="invoice", **terms)  # type: ignore[arg-type]
    stock(mug, leeds, 2, backorder_limit=9)
    (killed,) = place(make_draft(("MUG", 3), number="today", placed_at=now))
    assert isinstance(killed, RefusedOrder)
    tomorrow = make_draft(("MUG", 3), number="tomorrow", placed_at=now + timedelta(days=2))
    yesterday = make_draft(("MUG", 1), number="yesterday", placed_at=now - timedelta(days=1))
    said = make_draft(
        ("MUG", 1), number="said", policy="ship_available", payment_term="prepaid", placed_at=now
    )
    found = []
    for outcome in place(tomorrow, yesterday, said):
        assert isinstance(outcome, PlacedOrder)
        header = get_order(operator, number=outcome.number).header
        found.append((header.policy, header.payment_term))
    assert found == [
        ("ship_complete", "invoice"), ("ship_available", "prepaid"), ("ship_available", "prepaid"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("phone", "address", "stored_phone", "stored"),
    [
        # Germany: the D- of old, blanks; a number as dialled at home.
        (
            "030 901820",
            AddressDraft((" Torstraße 1 ",), " Berlin", "de", "D-10119"),
            "+4930901820",
            AddressDraft(("Torstraße 1",), "Berlin", "DE", "10119"),
        ),
        # Great Britain: small letters, no blank, the country as everybody writes it.
        (
            "0113 496 0000",
            AddressDraft(("1 Mill Lane", ""), "Leeds", "UK", "ls14dy"),
            "+441134960000",
            AddressDraft(("1 Mill Lane",), "Leeds", "GB", "LS1 4DY"),
        ),
        # United States: a state by name, ZIP+4 run together.
        (
            "(312) 555-0142",
            AddressDraft(("233 S Wacker Dr",), "Chicago", "US", "606066448", "illinois"),
            "+13125550142",
            AddressDraft(("233 S Wacker Dr",), "Chicago", "US", "60606-6448", "IL"),
        ),
        # Indonesia: kelurahan and kecamatan kept, the phone that couriers need.
        (
            "0812-3456-7890",
            AddressDraft(("Jl. Sudirman 1",), "Jakarta Pusat", "ID", "10 220", "DKI Jakarta", "Tanah Abang ", "Karet"),
            "+6281234567890",
            AddressDraft(("Jl. Sudirman 1",), "Jakarta Pusat", "ID", "10220", "DKI Jakarta", "Tanah Abang", "Karet"),
        ),
    ],
)  # fmt: skip
def test_a_recipient_is_stored_in_the_form_of_its_country(
    acme: Merchant,
    operator: Scope,
    phone: str,
    address: AddressDraft,
    stored_phone: str,
    stored: AddressDraft,
) -> None:
    contact = ContactDraft(name=" Anna ", email=" Anna@Example.COM", phone=phone, language="en")
    draft = make_draft(("MUG", 1), contact=contact, address=address)
    (complete,) = complete_drafts(scope=operator, merchant_id=acme.id, drafts=[draft])
    assert complete.address == stored
    assert complete.contact == ContactDraft("Anna", "anna@example.com", stored_phone, language="en")
    assert check_recipient(complete.contact, complete.address) == []
    assert normalise_recipient(complete.contact, complete.address) == (complete.contact, complete.address)


def test_a_corrected_recipient_is_stored_the_same_way(
    operator: Scope, now: datetime, place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 2)
    draft = make_draft(("MUG", 1))
    placed = place_one(draft)
    change_recipient(
        scope=operator,
        order_id=placed.id,
        contact=replace(draft.contact, phone="0113 496 0000"),
        address=replace(draft.address, postal_code="ls14dy"),
        now=now,
        actor=SYSTEM,
    )
    header = get_order(operator, number=placed.number).header
    assert (header.postal_code, header.phone) == ("LS1 4DY", "+441134960000")
