"""A lot is recalled: on shelves, in hands, with shoppers, and what comes in later."""

from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.insight.queries.tower_cards import list_open_problems
from packhaus.inventory.models import Balance
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.kernel.states import IllegalTransition
from packhaus.messaging.models import Message, MessageBody
from packhaus.orders.models import Order
from packhaus.orders.types import PlacedOrder
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.recalls.errors import RecallNotFound
from packhaus.recalls.models import RecallOrder
from packhaus.recalls.queries.list_recalls import RecallOrderRow, get_recall, list_recall_orders
from packhaus.recalls.services.begin import begin_recall
from packhaus.recalls.services.end import end_recall
from packhaus.recalls.services.returned import note_returned
from packhaus.recalls.services.sweep import sweep_recalls
from packhaus.recalls.services.tell import tell_shoppers
from packhaus.recalls.types import LotScope, RecallDraft, SerialScope, Told
from tests.harness.cast import Place
from tests.orders.conftest import Placing
from tests.orders.drafts import ANNA, make_draft
from tests.outbound.conftest import (
    Batching,
    Packing,
    Picking,
    Releasing,
    batch,
    carriers,
    pack,
    pick,
    place,
    place_one,
    release,
)  # fmt: skip

__all__ = ["batch", "carriers", "pack", "pick", "place", "place_one", "release"]
DRAFT = RecallDraft("allergen", "dispose", (LotScope("MUG", "BAD"),), texts={"de": "Enthält Senf."})


def receive(mug: Sku, leeds: Place, now: datetime, lot: str, units: int, serial: str | None = None) -> None:
    line = ReceiptLine(
        mug.merchant_id, mug.id, units, leeds.locations["A-01-01"], lot_code=lot, serial=serial
    )
    receive_stock(
        scope=Scope.operator(), site_id=leeds.id, document_id="R", lines=[line], now=now, actor=SYSTEM
    )


@pytest.fixture
def sent(
    mug: Sku, leeds: Place, now: datetime, carriers: None, place: Placing, release: Releasing, batch: Batching,
    pick: Picking, pack: Packing, check_clean: object,
) -> list[PlacedOrder]:  # fmt: skip
    """Twelve bad mugs: Anna was sent three by two orders, somebody without an address one; two are in a tote."""
    receive(mug, leeds, now, "BAD", 12)
    nobody = ANNA.__class__(name="Nobody", language="en")
    orders = place(
        make_draft(("MUG", 1), number="O-1"), make_draft(("MUG", 2), number="O-2"),
        make_draft(("MUG", 1), number="O-3", contact=nobody),
    )  # fmt: skip
    batch(release())
    pick()
    dispatch_shipments(shipment_ids=[one.shipment_id for one in pack()], now=now, actor=SYSTEM)
    place(make_draft(("MUG", 2), number="O-4"))
    batch(release())
    pick()
    place(make_draft(("MUG", 3), number="O-5"))
    return [order for order in orders if isinstance(order, PlacedOrder)]


def begin(mug: Sku, now: datetime, draft: RecallDraft = DRAFT) -> str:
    return begin_recall(
        scope=Scope.operator(), merchant_id=mug.merchant_id, draft=draft, now=now, actor=SYSTEM
    )


def list_orders(number: str) -> list[RecallOrderRow]:
    return list_recall_orders(Scope.operator(), number=number, page=PageOf()).rows


def count_on_shelf(condition: str) -> int:
    with transaction(Scope.operator()):
        return sum(Balance.objects.filter(condition=condition, allocated=0).values_list("on_hand", flat=True))


def list_on_tower(now: datetime) -> list[tuple[int, int, list[str]]]:
    found = list_open_problems(scope=Scope.operator(), site_id=None, site_ids=[], merchant_id=None, now=now)
    return [(one.units, one.orders, one.subjects) for one in found if one.kind == "recall"]


def test_a_lot_is_recalled_from_shelves_hands_and_shoppers(
    sent: list[PlacedOrder], mug: Sku, leeds: Place, now: datetime, operator: Scope, beta_scope: Scope
) -> None:
    number = begin(mug, now)
    assert (count_on_shelf("sellable"), count_on_shelf("quarantine")) == (0, 6)
    with transaction(operator):
        assert list(Order.objects.filter(is_held=True).values_list("external_number", flat=True)) == ["O-4"]
    assert [one.quantity for one in list_orders(number)] == [1, 2, 1]
    assert list_on_tower(now) == [(2, 3, [number])]  # in O-4's tote; nobody was told
    receive(mug, leeds, now, "BAD", 4)
    assert sweep_recalls(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM) == 4
    assert sweep_recalls(scope=operator, now=now, actor=SYSTEM) == 0
    with pytest.raises(RecallNotFound):
        get_recall(beta_scope, number=number)


def test_each_person_is_told_once_in_their_language(
    sent: list[PlacedOrder], mug: Sku, now: datetime, operator: Scope
) -> None:
    number = begin(mug, now)
    assert tell_shoppers(scope=operator, number=number, now=now, actor=SYSTEM) == Told(3, 1)
    assert tell_shoppers(scope=operator, number=number, now=now, actor=SYSTEM) == Told(0, 0)
    with transaction(operator):
        [message] = Message.objects.filter(kind="recall")
        body = MessageBody.objects.get(message_id=message.id)
    assert message.language == "de"
    assert "Enthält Senf." in body.text
    assert "Mug, blue" in body.text
    assert sorted(one.state for one in list_orders(number)) == ["told", "told", "unreachable"]


def test_what_comes_back_is_noted_and_never_more_than_was_sent(
    sent: list[PlacedOrder], mug: Sku, now: datetime, operator: Scope
) -> None:
    number = begin(mug, now)
    two = next(one for one in list_orders(number) if one.quantity == 2)
    with pytest.raises(Invalid):
        note_returned(scope=operator, number=number, order_id=two.order_id, units=3, now=now, actor=SYSTEM)
    for _ in range(2):
        note_returned(scope=operator, number=number, order_id=two.order_id, units=2, now=now, actor=SYSTEM)
    with transaction(operator):
        assert RecallOrder.objects.get(order_id=two.order_id).returned == 2
    assert [one.state for one in list_orders(number) if one.order_id == two.order_id] == ["returned"]


@pytest.mark.parametrize(("outcome", "sellable"), [("released", 6), ("scrapped", 0)])
def test_a_recall_ends_and_orders_go_on(
    sent: list[PlacedOrder], mug: Sku, now: datetime, operator: Scope, outcome: str, sellable: int
) -> None:
    number = begin(mug, now)
    end_recall(scope=operator, number=number, outcome=outcome, now=now, actor=SYSTEM)
    assert (count_on_shelf("sellable"), count_on_shelf("quarantine")) == (sellable, 0)
    assert get_recall(operator, number=number).status == "ended"
    with transaction(operator):
        assert not Order.objects.filter(is_held=True).exists()
    assert list_on_tower(now) == []
    with pytest.raises(IllegalTransition):
        end_recall(scope=operator, number=number, outcome=outcome, now=now, actor=SYSTEM)
    with pytest.raises(IllegalTransition):
        tell_shoppers(scope=operator, number=number, now=now, actor=SYSTEM)


def test_serial_numbers_are_recalled_by_range(
    mug: Sku, leeds: Place, now: datetime, operator: Scope, check_clean: object
) -> None:
    for serial in ("SN-08", "SN-09", "SN-10", "SN-1"):
        receive(mug, leeds, now, "ANY", 1, serial)
    draft = RecallDraft("fire", "stop_using", serials=(SerialScope("MUG", "SN-09", "SN-12"),))
    begin(mug, now, draft)
    assert (count_on_shelf("sellable"), count_on_shelf("quarantine")) == (2, 2)
    for wrong in (
        RecallDraft("fire", "stop_using"),
        RecallDraft("fire", "stop_using", serials=(SerialScope("MUG", "SN-9", "SN-12"),)),
        RecallDraft("fire", "stop_using", lots=(LotScope("MUG", "NONE"),)),
        RecallDraft("because", "stop_using", lots=(LotScope("MUG", "ANY"),)),
    ):
        with pytest.raises(Invalid):
            begin(mug, now, wrong)
