"""Purchase orders: deliveries that name one fill it, what is left is cancelled, who waits is dated by it if agreed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Packaging, Sku
from packhaus.inbound.errors import PurchaseFinished, PurchaseNotFound, PurchaseNumberTaken
from packhaus.inbound.handlers import SETTLING_KINDS, follow_purchases
from packhaus.inbound.models import Receipt
from packhaus.inbound.queries.list_asns import get_asn
from packhaus.inbound.queries.purchases.list_purchases import (
    PurchaseDetail,
    PurchaseFilter,
    get_purchase,
    list_purchases,
)
from packhaus.inbound.services.cancel import cancel_asns
from packhaus.inbound.services.purchases.announce import announce_purchases
from packhaus.inbound.services.purchases.change import change_purchase
from packhaus.inbound.services.purchases.cut import cancel_rest
from packhaus.inbound.services.purchases.deliver import deliver_purchase
from packhaus.inbound.services.purchases.place import place_purchases
from packhaus.inbound.services.roll_back import roll_back_receipt
from packhaus.inbound.services.take_back import take_back_last
from packhaus.inbound.types import AsnLineDraft, PurchaseDraft, PurchaseLineDraft
from packhaus.journal.queries.reading import COLUMNS
from packhaus.journal.types import EntryRow
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.terms.services.set_terms import set_terms
from packhaus.terms.types import TermDraft
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.inbound.conftest import Announcing, Drafting, come, count_inbound
from tests.inbound.test_date_waiting import follow
from tests.orders.conftest import PlacingOne, place, place_one
from tests.orders.drafts import make_draft
from tests.outbound.test_statement_counts import count_statements

__all__ = ["place", "place_one"]

Ordering = Callable[..., PurchaseDetail]
EARLY, LATE = date(2026, 11, 9), date(2026, 11, 30)


@pytest.fixture
def order(leeds: Place, mug: Sku, lamp: Sku, acme: Merchant, acme_scope: Scope, now: datetime) -> Ordering:
    """Order (SKU, units, day) of ACME's from the pottery, and return the order as it stands."""

    def order(*wants: tuple[Any, ...], number: str = "PO-9") -> PurchaseDetail:
        draft = draft_purchase(leeds, *wants, number=number)
        place_purchases(scope=acme_scope, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM)
        return get_purchase(scope=acme_scope, merchant_id=acme.id, number=number, now=now)

    return order


def draft_purchase(leeds: Place, *wants: tuple[Any, ...], number: str = "PO-9") -> PurchaseDraft:
    lines = tuple(PurchaseLineDraft(*want) for want in wants)
    return PurchaseDraft(number, leeds.id, "POTTERY", lines, "Pottery Ltd")


def read(known: PurchaseDetail, now: datetime) -> PurchaseDetail:
    header = known.header
    return get_purchase(scope=Scope.operator(), merchant_id=header.merchant_id, number=header.number, now=now)


def count(known: PurchaseDetail, now: datetime) -> list[tuple[int, ...]]:
    """Return ordered, announced, received and open units of each line."""
    lines = read(known, now).lines
    return [(line.ordered, line.announced, line.received, line.open_units) for line in lines]


def settle(known: PurchaseDetail, now: datetime) -> str:
    """Hand every fact to the handler and return where the order is."""
    with transaction(Scope.operator()):
        entries = rows.fetch_rows(
            EntryRow,
            f"SELECT {COLUMNS} FROM journal_entry AS e WHERE kind = ANY(%(kinds)s) ORDER BY e.id",
            {"kinds": list(SETTLING_KINDS)},
        )
        follow_purchases(entries, now)
    return read(known, now).header.status


def test_deliveries_in_parts_fill_the_earliest_day_first(
    order: Ordering, announce: Announcing, now: datetime
) -> None:
    first = announce(("MUG", 40), number="A-1", order_number="PO-9")
    known = order(("MUG", 30, EARLY), ("MUG", 70, LATE), ("LAMP", 5, LATE))
    assert count(known, now) == [(30, 30, 0, 0), (70, 10, 0, 60), (5, 0, 0, 5)]
    come(first, "MUG", 34, now)
    come(first, "MUG", 2, now, damage_reason="wet")
    assert count(known, now) == [(30, 0, 30, 0), (70, 4, 6, 60), (5, 0, 0, 5)]
    second = announce(("MUG", 70), ("LAMP", 5), number="A-2", order_number="PO-9", expected_on=LATE)
    assert count(known, now) == [(30, 0, 30, 0), (70, 74, 6, 0), (5, 5, 0, 0)]
    assert [(one.number, one.expected, one.came) for one in read(known, now).deliveries] == [
        ("A-1", 40, 36), ("A-2", 75, 0),
    ]  # fmt: skip
    cancel_asns(scope=Scope.operator(), asn_ids=[second.header.id], now=now, actor=SYSTEM)
    assert count(known, now)[1:] == [(70, 4, 6, 60), (5, 0, 0, 5)]


def test_what_has_come_ends_the_order_and_a_receipt_taken_back_opens_it(
    order: Ordering, announce: Announcing, now: datetime
) -> None:
    known = order(("MUG", 10, EARLY))
    delivery = announce(("MUG", 10), order_number="PO-9")
    assert settle(known, now) == "open"
    come(delivery, "MUG", 10, now)
    assert settle(known, now) == "received"
    with transaction(Scope.operator()):
        [receipt] = Receipt.objects.values_list("id", flat=True)
    roll_back_receipt(scope=Scope.operator(), receipt_id=receipt, now=now, actor=SYSTEM)
    assert settle(known, now) == "open"
    assert settle(known, now) == "open"


def test_the_rest_is_cancelled_and_what_is_announced_may_still_come(
    order: Ordering, announce: Announcing, now: datetime
) -> None:
    known, whole = order(("MUG", 10, EARLY), ("LAMP", 5, EARLY)), order(("MUG", 3, LATE), number="PO-10")
    delivery = announce(("MUG", 4), order_number="PO-9")
    cut: dict[str, Any] = {"scope": Scope.operator(), "now": now, "actor": SYSTEM}
    assert cancel_rest(order_id=known.header.id, **cut) == 11
    assert cancel_rest(order_id=known.header.id, **cut) == 0
    assert count(known, now) == [(10, 4, 0, 0), (5, 0, 0, 0)]
    come(delivery, "MUG", 4, now)
    assert settle(known, now) == "received"
    assert cancel_rest(order_id=whole.header.id, **cut) == 3
    assert read(whole, now).header.status == "cancelled"
    with pytest.raises(PurchaseFinished):
        cancel_rest(order_id=whole.header.id, **cut)


def test_twice_is_once_and_everything_wrong_is_said_at_once(
    order: Ordering, acme: Merchant, acme_scope: Scope, leeds: Place, mug: Sku, now: datetime
) -> None:
    with transaction(Scope.operator()):
        Packaging.objects.create(merchant_id=acme.id, sku=mug, code="case", quantity=24)
    first = order(("MUG", 2, EARLY, "case"))
    assert [line.ordered for line in first.lines] == [48]
    assert order(("MUG", 2, EARLY, "case")).header.id == first.header.id
    with pytest.raises(PurchaseNumberTaken):
        order(("MUG", 48, EARLY))
    wrong = draft_purchase(
        leeds,
        ("MUG", 0, EARLY),
        ("NONE", 1, EARLY),
        ("LAMP", 1, EARLY, "case"),
        ("MUG", 1, EARLY),
        number="A/B",
    )
    with pytest.raises(Invalid) as refused:
        place_purchases(
            scope=acme_scope,
            merchant_id=acme.id,
            drafts=[replace(wrong, supplier_code="")],
            now=now,
            actor=SYSTEM,
        )
    assert [problem.path.removeprefix("orders.0.") for problem in refused.value.problems] == [
        "supplier_code", "number", "lines.0.quantity", "lines.1.sku", "lines.2.packaging", "lines.3.sku",
    ]  # fmt: skip


def test_an_order_is_changed_until_it_has_come_and_keeps_what_deliveries_bring(
    order: Ordering, announce: Announcing, acme: Merchant, leeds: Place, now: datetime, beta: Merchant
) -> None:
    known = order(("MUG", 10, EARLY), ("LAMP", 5, EARLY))
    announce(("MUG", 4), order_number="PO-9")
    changing: dict[str, Any] = {
        "scope": Scope.operator(), "order_id": known.header.id, "now": now, "actor": SYSTEM,
    }  # fmt: skip
    wanted = draft_purchase(leeds, ("MUG", 12, LATE))
    assert change_purchase(merchant_id=acme.id, draft=wanted, **changing)
    assert not change_purchase(merchant_id=acme.id, draft=wanted, **changing)
    assert (count(known, now), read(known, now).header.expected_on) == ([(12, 4, 0, 8)], LATE)
    with pytest.raises(Invalid):
        change_purchase(merchant_id=acme.id, draft=draft_purchase(leeds, ("LAMP", 5, LATE)), **changing)
    with pytest.raises(PurchaseNotFound):
        change_purchase(merchant_id=beta.id, draft=wanted, **changing)


def test_late_and_unannounced_orders_are_found(order: Ordering, announce: Announcing, now: datetime) -> None:
    order(("MUG", 1, date(2026, 11, 2)), number="PO-LATE")
    order(("MUG", 1, LATE), number="PO-LATER")
    announce(("MUG", 1), order_number="PO-LATE")

    def find(**chosen: Any) -> list[str]:
        found = list_purchases(
            scope=Scope.operator(), chosen=PurchaseFilter(**chosen), now=now, page=PageOf()
        )
        return [row.number for row in found.rows]

    assert find() == ["PO-LATE", "PO-LATER"]
    assert find(is_late=True) == ["PO-LATE"]
    assert find(is_unannounced=True) == ["PO-LATER"]


def test_the_rest_is_announced_at_the_door_once(
    order: Ordering, announce: Announcing, acme: Merchant, mug: Sku, now: datetime
) -> None:
    known = order(("MUG", 10, EARLY), ("MUG", 5, LATE), ("LAMP", 2, EARLY))
    announce(("MUG", 4), ("LAMP", 2), order_number="PO-9")
    told = deliver_purchase(scope=Scope.operator(), order_id=known.header.id, now=now, actor=SYSTEM)
    found = get_asn(scope=Scope.operator(), merchant_id=acme.id, number=told.number)
    assert (told.number, found.header.supplier_code) == ("PO-9-2", "POTTERY")
    assert [(line.sku_code, line.expected) for line in found.lines] == [("MUG", 11)]
    assert count_inbound(mug) == 15
    with pytest.raises(PurchaseFinished):
        deliver_purchase(scope=Scope.operator(), order_id=known.header.id, now=now, actor=SYSTEM)


def test_many_orders_are_announced_with_as_many_statements_as_one(
    order: Ordering, acme: Merchant, mug: Sku, now: datetime
) -> None:
    ids = [order(("MUG", 10, EARLY), ("LAMP", 2, LATE), number=f"PO-{count}").header.id for count in range(7)]

    def announce_them(*chosen: UUID) -> None:
        announce_purchases(scope=Scope.operator(), order_ids=chosen, now=now, actor=SYSTEM)

    one = count_statements(lambda: announce_them(ids[0]))
    assert len(count_statements(lambda: announce_them(*ids))) == len(one)
    assert count_inbound(mug) == 70
    found = get_asn(scope=Scope.operator(), merchant_id=acme.id, number="PO-1-1")
    assert (found.header.expected_on, found.header.expected) == (EARLY, 72)


def test_who_waits_is_dated_by_an_order_only_where_agreed_and_a_delivery_wins(
    order: Ordering, announce: Announcing, draft: Drafting, place_one: PlacingOne, stock: PutStock, mug: Sku,
    leeds: Place, acme: Merchant, now: datetime,
) -> None:  # fmt: skip
    stock(mug, leeds, 1, backorder_limit=100)
    place_one(make_draft(("MUG", 6), number="W-1"))
    place_one(make_draft(("MUG", 6), number="W-2"))
    order(("MUG", 5, EARLY), ("MUG", 7, LATE))
    unknown = (None, "unknown", "")
    assert follow(now) == [unknown, unknown]
    agreed = TermDraft(acme.id, "backorder_dates", "ordered")
    set_terms(scope=Scope.operator(), drafts=[agreed], now=now, actor=SYSTEM)
    by_order = [(date(2026, 11, 10), "inbound", "PO-9"), (date(2026, 12, 1), "inbound", "PO-9")]
    assert follow(now) == by_order
    announce(("MUG", 5), order_number="PO-9", expected_on=date(2026, 11, 12))
    assert follow(now) == [(date(2026, 11, 13), "inbound", "ASN-1"), by_order[1]]


def test_a_delivery_brings_lines_of_several_orders_and_units_go_where_they_are_waited_for(
    order: Ordering, announce: Announcing, now: datetime
) -> None:
    first, second = order(("MUG", 10, EARLY)), order(("MUG", 6, EARLY), ("LAMP", 2, EARLY), number="PO-10")
    lines = (AsnLineDraft("MUG", 10), AsnLineDraft("MUG", 6, order_number="PO-10"))
    delivery = announce(order_number="PO-9", lines=(*lines, AsnLineDraft("LAMP", 2, order_number="PO-10")))
    again = announce(
        order_number="PO-9",
        lines=(
            AsnLineDraft("MUG", 10, order_number="PO-9"),
            *lines[1:],
            AsnLineDraft("LAMP", 2, order_number="PO-10"),
        ),
    )
    assert again.header.id == delivery.header.id
    assert [one.number for one in read(second, now).deliveries] == ["ASN-1"]
    assert (count(first, now), count(second, now)) == ([(10, 10, 0, 0)], [(6, 6, 0, 0), (2, 2, 0, 0)])
    come(delivery, "MUG", 17, now)
    come(delivery, "LAMP", 2, now)
    assert (count(first, now), count(second, now)) == ([(10, 0, 10, 0)], [(6, 0, 7, 0), (2, 0, 2, 0)])
    assert (settle(first, now), settle(second, now)) == ("received", "received")
    back: dict[str, Any] = {"device": "gun", "now": now, "actor": SYSTEM}
    for client_id in ("1", "2"):
        take_back_last(scope=Scope.operator(), asn_id=delivery.header.id, client_id=client_id, **back)
    assert (settle(first, now), settle(second, now)) == ("open", "open")
    assert count(first, now) == [(10, 10, 0, 0)]
