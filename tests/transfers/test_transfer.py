from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM, Actor
from packhaus.catalog.models import Sku
from packhaus.inbound.errors import AsnInTransit
from packhaus.inbound.models import Asn
from packhaus.inbound.services.cancel import cancel_asns
from packhaus.inbound.services.close import close_asn
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.services.roll_back import roll_back_receipt
from packhaus.inbound.types import Entry
from packhaus.inventory.models import Balance
from packhaus.inventory.services.adjust import Adjustment, adjust_stock
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid
from packhaus.kernel.states import IllegalTransition
from packhaus.terms.errors import NotRegistered
from packhaus.transfers.errors import (
    NotAtLocation,
    TransferBegun,
    TransferInTransit,
    TransferNotFound,
    TransferNumberTaken,
    TransferShort,
)
from packhaus.transfers.models import Transfer
from packhaus.transfers.services.cancel import cancel_transfer
from packhaus.transfers.services.draft import draft_transfers
from packhaus.transfers.services.follow import follow_delivery
from packhaus.transfers.services.pick import pick_for_transfer
from packhaus.transfers.services.release import release_transfer
from packhaus.transfers.services.retract import retract_transfer
from packhaus.transfers.services.ship import ship_transfer
from packhaus.transfers.types import Decision, TransferDraft, TransferLineDraft, TransferPick
from tests.harness.cast import Place
from tests.orders.conftest import Counting, PlacingOne, count, place, place_one
from tests.orders.drafts import make_draft
from tests.transfers.conftest import Drafting, Sending, count_stock, find, read

__all__ = ["count", "place", "place_one"]


def _receive(transfer_id: UUID, now: datetime, *entries: Entry) -> None:
    asn_id = find(transfer_id).asn_id
    assert asn_id is not None
    scope = Scope.operator()
    receive_against(scope=scope, asn_id=asn_id, entries=entries, now=now, actor=SYSTEM)
    follow_delivery(scope=scope, asn_id=asn_id, now=now, actor=SYSTEM)


def _close(transfer_id: UUID, now: datetime) -> None:
    asn_id = find(transfer_id).asn_id
    assert asn_id is not None
    with transaction(Scope.operator()):
        lines = rows.fetch_tuples("SELECT id FROM inbound_asnline WHERE asn_id = %(id)s", {"id": asn_id})
    reasons = {line_id: "lost" for (line_id,) in lines}
    close_asn(scope=Scope.operator(), asn_id=asn_id, reasons=reasons, is_lead=True, now=now, actor=SYSTEM)
    follow_delivery(scope=Scope.operator(), asn_id=asn_id, now=now, actor=SYSTEM)
    follow_delivery(scope=Scope.operator(), asn_id=asn_id, now=now, actor=SYSTEM)  # twice is once


def test_goods_go_from_site_to_site(
    send: Sending, mug: Sku, lamp: Sku, leeds: Place, berlin: Place, now: datetime, operator: Scope
) -> None:
    transfer_id = send(("MUG", 6), ("LAMP", 5))
    assert count_stock(mug, leeds) == {"on_hand": 4, "held": 0, "inbound": 0}
    assert count_stock(mug, berlin) == {"on_hand": 0, "held": 0, "inbound": 6}
    assert find(transfer_id).status == "in_transit"
    _receive(transfer_id, now, Entry("r-1", 6, "MUG"))
    assert find(transfer_id).status == "partially_received"
    _receive(transfer_id, now, Entry("r-2", 5, "LAMP"))
    assert find(transfer_id).status == "received"
    assert count_stock(mug, berlin) == {"on_hand": 6, "held": 0, "inbound": 0}
    assert count_stock(lamp, leeds)["on_hand"] == 0


def test_release_sets_units_aside_and_names_who_has_the_rest(
    draft: Drafting,
    stocked: None,
    place_one: PlacingOne,
    mug: Sku,
    leeds: Place,
    now: datetime,
    operator: Scope,
    actor: Actor,
) -> None:
    place_one(make_draft(("MUG", 4)))
    transfer_id = draft(("MUG", 7))
    with pytest.raises(TransferShort) as refusal:
        release_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=actor)
    [line] = refusal.value.data["lines"]
    assert (line["sku"], line["wanted"], line["free"], line["promised"]) == ("MUG", 7, 6, 4)
    assert find(transfer_id).status == "draft"
    assert count_stock(mug, leeds)["held"] == 0
    fitting = draft(("MUG", 6))
    release_transfer(scope=operator, transfer_id=fitting, now=now, actor=actor)
    assert count_stock(mug, leeds)["held"] == 6


def test_a_loss_takes_what_is_set_aside_before_what_is_promised(
    draft: Drafting,
    stocked: None,
    place_one: PlacingOne,
    count: Counting,
    acme: Merchant,
    mug: Sku,
    leeds: Place,
    now: datetime,
    operator: Scope,
    actor: Actor,
) -> None:
    placed = place_one(make_draft(("MUG", 4)))
    transfer_id = draft(("MUG", 6))
    release_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=actor)
    lost = Adjustment(acme.id, mug.id, leeds.locations["A-01-01"], -5, "loss")
    adjust_stock(scope=operator, adjustments=[lost], document_id="LOSS-1", now=now, actor=actor)
    assert count(placed.number) == [{"promised": 4}]
    assert count_stock(mug, leeds) == {"on_hand": 5, "held": 1, "inbound": 0}


def test_a_pick_is_booked_once_and_never_beyond_the_line(
    draft: Drafting, stocked: None, mug: Sku, leeds: Place, now: datetime, operator: Scope, actor: Actor
) -> None:
    transfer_id = draft(("MUG", 6))
    release_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=actor)
    [line] = read(transfer_id)

    def pick(client_id: str, units: int, location: str = "A-01-01") -> bool:
        one = TransferPick(client_id, line.id, location, units)
        return pick_for_transfer(scope=operator, transfer_id=transfer_id, pick=one, now=now, actor=actor)

    assert pick("c-1", 4)
    assert not pick("c-1", 4)
    with pytest.raises(Invalid):
        pick("c-2", 3)
    with pytest.raises(NotAtLocation):
        pick("c-3", 2, "A-02-01")
    assert read(transfer_id)[0].picked == 4
    assert count_stock(mug, leeds) == {"on_hand": 10, "held": 6, "inbound": 0}
    with pytest.raises(TransferShort):
        ship_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=actor)
    ship_transfer(scope=operator, transfer_id=transfer_id, is_short=True, now=now, actor=actor)
    assert count_stock(mug, leeds) == {"on_hand": 6, "held": 0, "inbound": 0}


def test_differences_are_settled_when_the_delivery_is_closed(
    send: Sending, mug: Sku, lamp: Sku, berlin: Place, now: datetime, operator: Scope
) -> None:
    transfer_id = send(("MUG", 6), ("LAMP", 5))
    _receive(transfer_id, now, Entry("r-1", 4, "MUG"), Entry("r-2", 1, "MUG", damage_reason="broken"))
    _receive(transfer_id, now, Entry("r-3", 7, "LAMP"))
    assert find(transfer_id).status == "partially_received"
    _close(transfer_id, now)
    assert find(transfer_id).status == "received"
    assert [(line.received, line.damaged, line.settled) for line in read(transfer_id)] == [
        (4, 1, 1),
        (7, 0, -2),
    ]
    assert count_stock(mug, berlin) == {"on_hand": 4, "held": 0, "inbound": 0}
    assert count_stock(lamp, berlin)["on_hand"] == 7


def test_what_nobody_sent_is_no_part_of_the_transfer(
    send: Sending, lamp: Sku, berlin: Place, now: datetime, operator: Scope
) -> None:
    transfer_id = send(("MUG", 6))
    _receive(transfer_id, now, Entry("r-1", 6, "MUG"), Entry("r-2", 1, "LAMP"))
    assert find(transfer_id).status == "received"
    assert count_stock(lamp, berlin)["on_hand"] == 1


def test_a_receipt_that_is_taken_back_is_on_its_way_again(
    send: Sending, mug: Sku, berlin: Place, now: datetime, operator: Scope, actor: Actor
) -> None:
    transfer_id = send(("MUG", 6))
    _receive(transfer_id, now, Entry("r-1", 6, "MUG"))
    with transaction(operator):
        [(receipt_id,)] = rows.fetch_tuples("SELECT id FROM inbound_receipt", {})
    roll_back_receipt(scope=operator, receipt_id=receipt_id, now=now, actor=actor)
    asn_id = find(transfer_id).asn_id
    assert asn_id is not None
    follow_delivery(scope=operator, asn_id=asn_id, now=now, actor=actor)
    assert find(transfer_id).status == "in_transit"
    assert count_stock(mug, berlin) == {"on_hand": 0, "held": 0, "inbound": 6}


def test_cartons_travel_with_what_is_in_them(
    send: Sending, mug: Sku, berlin: Place, now: datetime, operator: Scope
) -> None:
    transfer_id = send(("MUG", 6), unit_code="340123450000000017", unit_kind="pallet")
    _receive(transfer_id, now, Entry("r-1", 6, "MUG", unit_code="340123450000000017", unit_kind="pallet"))
    assert find(transfer_id).status == "received"
    with transaction(operator):
        [(code,)] = rows.fetch_tuples(
            "SELECT u.code FROM inventory_balance AS b JOIN inventory_handlingunit AS u ON u.id = b.handling_unit_id "
            "WHERE b.on_hand > 0 AND u.location_id = %(id)s",
            {"id": berlin.locations["RECEIVING"]},
        )
    assert code == "340123450000000017"


def test_cancelled_before_it_leaves_everything_is_as_before(
    draft: Drafting, stocked: None, mug: Sku, leeds: Place, now: datetime, operator: Scope, actor: Actor
) -> None:
    transfer_id = draft(("MUG", 6))
    release_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=actor)
    [line] = read(transfer_id)
    pick = TransferPick("c-1", line.id, "A-01-01", 6)
    pick_for_transfer(scope=operator, transfer_id=transfer_id, pick=pick, now=now, actor=actor)
    cancel_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=actor)
    assert find(transfer_id).status == "cancelled"
    assert count_stock(mug, leeds) == {"on_hand": 10, "held": 0, "inbound": 0}
    with transaction(operator):
        there = Balance.objects.get(sku_id=mug.id, location_id=leeds.locations["A-01-01"])
    assert there.on_hand == 10
    with pytest.raises(IllegalTransition):
        cancel_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=actor)


def test_on_the_way_somebody_has_to_decide(
    send: Sending, mug: Sku, berlin: Place, now: datetime, operator: Scope, actor: Actor
) -> None:
    transfer_id = send(("MUG", 6))
    with pytest.raises(TransferInTransit) as refusal:
        cancel_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=actor)
    assert refusal.value.data["decisions"] == ["turn_around", "receive", "write_off"]
    asn_id = find(transfer_id).asn_id
    assert asn_id is not None
    with pytest.raises(AsnInTransit):
        cancel_asns(scope=operator, asn_ids=[asn_id], now=now, actor=actor)
    cancel_transfer(scope=operator, transfer_id=transfer_id, decision=Decision.RECEIVE, now=now, actor=actor)
    assert find(transfer_id).status == "in_transit"
    assert count_stock(mug, berlin)["inbound"] == 6


def test_turned_around_it_is_received_where_it_left(
    send: Sending, mug: Sku, leeds: Place, berlin: Place, now: datetime, operator: Scope, actor: Actor
) -> None:
    transfer_id = send(("MUG", 6))
    cancel_transfer(
        scope=operator, transfer_id=transfer_id, decision=Decision.TURN_AROUND, now=now, actor=actor
    )
    assert count_stock(mug, berlin)["inbound"] == 0
    assert count_stock(mug, leeds) == {"on_hand": 4, "held": 0, "inbound": 6}
    _receive(transfer_id, now, Entry("r-1", 6, "MUG"))
    assert find(transfer_id).status == "received"
    assert count_stock(mug, leeds)["on_hand"] == 10


def test_written_off_it_is_lost(
    send: Sending, mug: Sku, leeds: Place, berlin: Place, now: datetime, operator: Scope, actor: Actor
) -> None:
    transfer_id = send(("MUG", 6))
    cancel_transfer(
        scope=operator, transfer_id=transfer_id, decision=Decision.WRITE_OFF, now=now, actor=actor
    )
    assert find(transfer_id).status == "cancelled"
    assert read(transfer_id)[0].settled == 6
    assert count_stock(mug, berlin)["inbound"] == 0
    with transaction(operator):
        assert Asn.objects.get().status == "cancelled"


def test_what_is_no_transfer_is_refused(
    operator: Scope, acme: Merchant, mug: Sku, leeds: Place, berlin: Place, now: datetime, actor: Actor
) -> None:
    line = TransferLineDraft("MUG", 1)
    for wrong in (
        TransferDraft(leeds.id, leeds.id, now.date(), (line,)),
        TransferDraft(leeds.id, berlin.id, now.date(), ()),
        TransferDraft(leeds.id, berlin.id, now.date(), (line, line)),
        TransferDraft(leeds.id, berlin.id, now.date(), (TransferLineDraft("NONE", 1),)),
        TransferDraft(leeds.id, berlin.id, now.date(), (TransferLineDraft("MUG", 0),)),
    ):
        with pytest.raises(Invalid):
            draft_transfers(scope=operator, merchant_id=acme.id, drafts=[wrong], now=now, actor=actor)
    with transaction(operator):
        assert not Transfer.objects.exists()


def test_a_number_stands_for_one_transfer(draft: Drafting, mug: Sku, operator: Scope) -> None:
    first = draft(("MUG", 2), number="T-1")
    assert draft(("MUG", 2), number="T-1") == first
    with pytest.raises(TransferNumberTaken):
        draft(("MUG", 3), number="T-1")


def test_strangers_find_no_transfer(
    draft: Drafting, mug: Sku, beta_scope: Scope, now: datetime, actor: Actor
) -> None:
    transfer_id = draft(("MUG", 2))
    with pytest.raises(TransferNotFound):
        release_transfer(scope=beta_scope, transfer_id=transfer_id, now=now, actor=actor)


def test_goods_do_not_go_where_the_law_forbids_to_keep_them(
    draft: Drafting, stocked: None, acme: Merchant, operator: Scope, now: datetime, actor: Actor
) -> None:
    with transaction(operator):
        Merchant.objects.filter(id=acme.id).update(is_own=False)
    transfer_id = draft(("MUG", 2))
    with pytest.raises(NotRegistered):
        release_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=actor)
    assert find(transfer_id).status == "draft"


def test_a_release_is_taken_back_until_something_is_picked(
    draft: Drafting, stocked: None, mug: Sku, leeds: Place, now: datetime, operator: Scope, actor: Actor
) -> None:
    transfer_id = draft(("MUG", 6))
    release_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=actor)
    retract_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=actor)
    assert find(transfer_id).status == "draft"
    assert count_stock(mug, leeds)["held"] == 0
    release_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=actor)
    [line] = read(transfer_id)
    pick = TransferPick("c-1", line.id, "A-01-01", 2)
    pick_for_transfer(scope=operator, transfer_id=transfer_id, pick=pick, now=now, actor=actor)
    with pytest.raises(TransferBegun):
        retract_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=actor)
    assert find(transfer_id).status == "released"
