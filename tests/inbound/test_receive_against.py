"""Goods come in against what is announced or blind: over, short, damaged, in parts; a mistake is taken back."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.errors import AsnNotFound, AsnUnderWay, ReceiptInUse, ReceiptNotFound
from packhaus.inbound.models import Receipt
from packhaus.inbound.queries.list_asns import AsnDetail, get_asn
from packhaus.inbound.services.cancel import cancel_asns
from packhaus.inbound.services.close import close_asn
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.services.roll_back import roll_back_receipt
from packhaus.inbound.services.unannounced import open_unannounced
from packhaus.inbound.types import AsnLineDraft, Entry, Received
from packhaus.inventory.errors import UnitTaken
from packhaus.inventory.models import Balance, HandlingUnit, Lot
from packhaus.inventory.services.move import move_stock
from packhaus.kernel.errors import Invalid
from packhaus.kernel.ids import new_id
from packhaus.kernel.states import IllegalTransition
from packhaus.orders.services.backorders import promise_backorders
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.inbound.conftest import Announcing, count_inbound, count_on_hand, list_balances
from tests.orders.conftest import PlacingOne, place, place_one
from tests.orders.drafts import make_draft

__all__ = ["place", "place_one"]

Receiving = Callable[..., list[Received]]


@pytest.fixture
def receive(operator: Scope, now: datetime) -> Receiving:
    """Book entries; (SKU, units) stands for one with a client id of its own."""

    def receive(known: AsnDetail, *entries: Entry | tuple[str, int]) -> list[Received]:
        booked = [
            entry if isinstance(entry, Entry) else Entry(str(new_id()), entry[1], entry[0])
            for entry in entries
        ]
        return receive_against(scope=operator, asn_id=known.header.id, entries=booked, now=now, actor=SYSTEM)

    return receive


def read(known: AsnDetail) -> AsnDetail:
    header = known.header
    return get_asn(scope=Scope.operator(), merchant_id=header.merchant_id, number=header.number)


def list_counts(known: AsnDetail) -> list[tuple[str, int, int, int]]:
    return [(line.sku_code, line.expected, line.received, line.damaged) for line in read(known).lines]


def test_a_delivery_comes_in_parts_with_an_over_a_short_and_a_damage(
    announce: Announcing, receive: Receiving, operator: Scope, mug: Sku, lamp: Sku, now: datetime
) -> None:
    known = announce(("MUG", 60), ("LAMP", 5))
    receive(known, ("MUG", 40))
    assert (read(known).header.status, count_inbound(mug)) == ("receiving", 20)
    receive(known, Entry("c-1", 3, "MUG", damage_reason="wet"), ("LAMP", 6), ("MUG", 10))
    assert list_counts(known) == [("MUG", 60, 50, 3), ("LAMP", 5, 6, 0)]
    assert list_balances(mug) == [("damaged", 3), ("sellable", 50)]
    assert (count_on_hand(mug), count_inbound(mug), count_inbound(lamp)) == (50, 7, 0)
    lines = {line.sku_code: line.id for line in read(known).lines}
    with pytest.raises(Invalid) as refused:
        close_asn(
            scope=operator,
            asn_id=known.header.id,
            reasons={lines["MUG"]: "lost"},
            is_lead=True,
            now=now,
            actor=SYSTEM,
        )
    assert [problem.path for problem in refused.value.problems] == [f"reasons.{lines['LAMP']}"]
    assert count_inbound(mug) == 7
    reasons = {lines["MUG"]: "not_sent", lines["LAMP"]: "sent_more"}
    close_asn(scope=operator, asn_id=known.header.id, reasons=reasons, is_lead=True, now=now, actor=SYSTEM)
    assert (read(known).header.status, count_inbound(mug)) == ("closed", 0)
    assert [line.difference_reason for line in read(known).lines] == ["not_sent", "sent_more"]
    with pytest.raises(AsnUnderWay):
        receive(known, ("MUG", 1))


def test_what_is_whole_is_received_and_more_of_it_is_over(
    announce: Announcing, receive: Receiving, operator: Scope, mug: Sku, now: datetime
) -> None:
    known = announce(("MUG", 5))
    receive(known, ("MUG", 5))
    assert read(known).header.status == "received"
    receive(known, ("MUG", 2))
    assert (read(known).header.status, list_counts(known)) == ("received", [("MUG", 5, 7, 0)])
    with pytest.raises(IllegalTransition):
        cancel_asns(scope=operator, asn_ids=[known.header.id], now=now, actor=SYSTEM)


def test_the_same_scan_twice_is_booked_once(announce: Announcing, receive: Receiving, mug: Sku) -> None:
    known = announce(("MUG", 60))
    entry = Entry("gun-1:77", 12, "MUG")
    [first, again] = receive(known, entry, entry)
    [third] = receive(known, entry)
    assert (first.id, first.id) == (again.id, third.id)
    assert (third.is_new, count_on_hand(mug)) == (False, 12)


def test_what_nobody_announced_gets_a_line_and_a_delivery_of_its_own(
    receive: Receiving, announce: Announcing, acme: Merchant, operator: Scope, leeds: Place, mug: Sku, lamp: Sku,
    now: datetime,
) -> None:  # fmt: skip
    known = announce(("MUG", 5))
    receive(known, ("LAMP", 2), ("LAMP", 1))
    assert list_counts(known) == [("MUG", 5, 0, 0), ("LAMP", 0, 3, 0)]

    def come() -> None:
        open_unannounced(
            scope=operator, merchant_id=acme.id, site_id=leeds.id, number="TRUCK-9", now=now, actor=SYSTEM
        )

    come()
    come()
    blind = get_asn(scope=operator, merchant_id=acme.id, number="TRUCK-9")
    assert (blind.header.status, blind.header.is_announced, blind.lines) == ("receiving", False, [])
    receive(blind, ("MUG", 4))
    assert list_counts(blind) == [("MUG", 0, 4, 0)]


def test_a_lot_goes_to_its_line_and_a_carton_to_its_own(
    announce: Announcing, receive: Receiving, mug: Sku, operator: Scope
) -> None:
    lines = (
        AsnLineDraft("MUG", 5, lot_code="L-1", expires_on=date(2027, 5, 1)),
        AsnLineDraft("MUG", 5, lot_code="L-2", unit_code="LPN-2", unit_kind="pallet"),
    )
    known = announce(lines=lines)
    receive(known, Entry("1", 5, "MUG", lot_code="L-2", unit_code="LPN-2", unit_kind="pallet"), ("MUG", 4))
    assert [line[2] for line in list_counts(known)] == [4, 5]
    with transaction(operator):
        assert Lot.objects.get(code="L-1").expires_on == date(2027, 5, 1)
        unit = HandlingUnit.objects.get(code="LPN-2")
        assert (unit.kind, Balance.objects.get(handling_unit_id=unit.id).on_hand) == ("pallet", 5)


def test_everything_wrong_is_said_at_once_and_nothing_is_booked(
    announce: Announcing, receive: Receiving, mug: Sku, lamp: Sku, operator: Scope
) -> None:
    with transaction(operator):
        Sku.objects.filter(id=lamp.id).update(has_serials=True)
        HandlingUnit.objects.create(code="T-1", kind="tote", location_id=1)
    known = announce(("MUG", 60), ("LAMP", 2))
    with pytest.raises(Invalid) as refused:
        receive(
            known,
            Entry("1", 0, "MUG"),
            Entry("2", 1, "NONE"),
            Entry("3", 1, "MUG", damage_reason="ugly"),
            Entry("4", 1, line_id=1),
            Entry("5", 1, "LAMP"),
            Entry("6", 1, "LAMP", serial="S-1"),
            Entry("7", 1, "LAMP", serial="S-1"),
        )
    assert [(problem.path, problem.code) for problem in refused.value.problems] == [
        ("entries.0.quantity", "range"),
        ("entries.1.sku", "unknown_sku"),
        ("entries.2.damage_reason", "unknown"),
        ("entries.3.line", "unknown_line"),
        ("entries.4.serial", "required"),
        ("entries.6.serial", "repeated"),
    ]
    with pytest.raises(UnitTaken) as taken:
        receive(known, Entry("8", 1, "MUG", unit_code="T-1"))
    assert taken.value.data["codes"] == ["T-1"]
    assert (list_balances(mug), read(known).header.status) == ([], "announced")


def test_a_mistake_is_taken_back_once(
    announce: Announcing, receive: Receiving, operator: Scope, mug: Sku, now: datetime
) -> None:
    known = announce(("MUG", 12))
    [good, wet] = receive(known, ("MUG", 10), Entry("wet", 2, "MUG", damage_reason="wet"))
    assert read(known).header.status == "received"

    def take_back(one: Received) -> bool:
        return roll_back_receipt(scope=operator, receipt_id=one.id, now=now, actor=SYSTEM)

    assert (take_back(good), take_back(good), take_back(wet)) == (True, False, True)
    assert list_counts(known) == [("MUG", 12, 0, 0)]
    assert (list_balances(mug), count_on_hand(mug), count_inbound(mug)) == ([], 0, 12)
    assert read(known).header.status == "receiving"


def test_what_was_promised_or_moved_is_not_taken_back(
    announce: Announcing, receive: Receiving, place_one: PlacingOne, operator: Scope, mug: Sku, leeds: Place,
    now: datetime,
) -> None:  # fmt: skip
    known = announce(("MUG", 10))
    [first] = receive(known, ("MUG", 6))
    [second] = receive(known, ("MUG", 4))
    placed = place_one(make_draft(("MUG", 5)))
    with pytest.raises(ReceiptInUse) as promised:
        roll_back_receipt(scope=operator, receipt_id=first.id, now=now, actor=SYSTEM)
    assert promised.value.data["orders"] == [{"order_number": placed.number, "units": 5}]
    assert roll_back_receipt(scope=operator, receipt_id=second.id, now=now, actor=SYSTEM)
    with transaction(operator):
        balance = Balance.objects.get(sku_id=mug.id)
    move_stock(
        scope=operator, balance_id=balance.id, quantity=3, to_location_id=leeds.locations["A-01-01"], now=now,
        actor=SYSTEM,
    )  # fmt: skip
    with pytest.raises(ReceiptInUse) as moved:
        roll_back_receipt(scope=operator, receipt_id=first.id, now=now, actor=SYSTEM)
    assert moved.value.data["is_promised"] in {True, False}
    assert count_on_hand(mug) == 6


def test_who_waits_is_promised_what_came_whole_and_nothing_damaged(
    announce: Announcing, receive: Receiving, place_one: PlacingOne, operator: Scope, mug: Sku, leeds: Place,
    stock: PutStock, now: datetime,
) -> None:  # fmt: skip
    stock(mug, leeds, 1, backorder_limit=50)
    known = announce(("MUG", 10))
    place_one(make_draft(("MUG", 5)))
    receive(known, Entry("wet", 3, "MUG", damage_reason="wet"))
    assert promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM) == 0
    receive(known, ("MUG", 3))
    assert promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM) == 3


def test_a_stranger_receives_takes_back_and_closes_nothing(
    announce: Announcing, receive: Receiving, beta_scope: Scope, operator: Scope, now: datetime
) -> None:
    known = announce(("MUG", 10))
    [booked] = receive(known, ("MUG", 6))
    entries = [Entry("x", 1, "MUG")]
    with pytest.raises(AsnNotFound):
        receive_against(scope=beta_scope, asn_id=known.header.id, entries=entries, now=now, actor=SYSTEM)
    with pytest.raises(AsnNotFound):
        close_asn(scope=beta_scope, asn_id=known.header.id, reasons={}, is_lead=True, now=now, actor=SYSTEM)
    with pytest.raises(ReceiptNotFound):
        roll_back_receipt(scope=beta_scope, receipt_id=booked.id, now=now, actor=SYSTEM)
    with transaction(beta_scope):
        assert list(Receipt.objects.all()) == []
    assert list_counts(known) == [("MUG", 10, 6, 0)]


@pytest.mark.parametrize("entries", [1, 20])
def test_booking_costs_the_same_however_many_entries(
    announce: Announcing, receive: Receiving, entries: int
) -> None:
    known = announce(("MUG", 60), ("LAMP", 60))
    receive(known, ("MUG", 1), ("LAMP", 1))
    wants: Sequence[tuple[str, int]] = [("MUG", 1), ("LAMP", 1)] * entries
    with CaptureQueriesContext(connection) as captured:
        receive(known, *wants)
    texts = [" ".join(query["sql"].split())[:70] for query in captured.captured_queries]
    assert len([text for text in texts if "SAVEPOINT" not in text]) == 5, texts


@pytest.mark.parametrize("lots", [1, 12])
def test_what_nobody_announced_costs_one_statement_more_however_many_lines(
    announce: Announcing, receive: Receiving, lots: int
) -> None:
    known = announce(("MUG", 60), ("LAMP", 60))
    receive(known, ("MUG", 1))
    blind = [Entry(f"blind-{number}", 2, "LAMP", lot_code=f"L-{number}") for number in range(lots)]
    receive(known, Entry("first", 60, "LAMP", lot_code="L-0"))
    with CaptureQueriesContext(connection) as captured:
        receive(known, *blind, ("MUG", 1))
    assert sum("INSERT INTO inbound_asnline" in query["sql"] for query in captured.captured_queries) <= 1
    assert sum(line.came for line in read(known).lines) == 2 + 60 + 2 * lots
