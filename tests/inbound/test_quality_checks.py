"""A sample decides: what is checked stands in quarantine until enough units were looked at."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM, Actor, ActorKind
from packhaus.catalog.models import Sku
from packhaus.inbound.errors import CheckDecided, CheckNotFound, CheckTaken, ReceiptInUse
from packhaus.inbound.models import PutAwayTask, Receipt
from packhaus.inbound.queries.list_checks import CheckFilter, CheckRow, list_checks
from packhaus.inbound.queries.quality_rules import list_quality_rules
from packhaus.inbound.services.quality_rules import QualityRuleDraft, set_quality_rule
from packhaus.inbound.services.roll_back import roll_back_receipt
from packhaus.inbound.services.settle_checks import settle_checks
from packhaus.inbound.services.take_samples import claim_check, take_samples
from packhaus.inventory.models import Balance, SiteStock
from packhaus.inventory.services.adjust import Adjustment, adjust_stock
from packhaus.inventory.services.move import move_stock
from packhaus.kernel.errors import Invalid
from packhaus.kernel.ids import new_id
from packhaus.kernel.keyset import PageOf
from packhaus.kernel.states import IllegalTransition
from packhaus.orders.services.backorders import promise_backorders
from tests.harness.cast import Place
from tests.inbound.conftest import Announcing, come, count_on_hand, list_balances
from tests.orders.conftest import PlacingOne, place, place_one
from tests.orders.drafts import make_draft

__all__ = ["place", "place_one"]
Ruling = Callable[..., None]
Looking = Callable[..., CheckRow]


@pytest.fixture
def rule(acme: Merchant, operator: Scope, now: datetime) -> Ruling:
    def rule(level: str = "II", aql: str = "2.5", **changes: Any) -> None:
        draft = QualityRuleDraft(level, aql, **changes)
        set_quality_rule(scope=operator, merchant_id=acme.id, draft=draft, now=now, actor=SYSTEM)

    return rule


@pytest.fixture
def look(operator: Scope, now: datetime) -> Looking:
    def look(check: CheckRow, checked: int, defective: int = 0, **changes: Any) -> CheckRow:
        usual: dict[str, Any] = {
            "client_id": str(new_id()), "defect_reason": "damaged" if defective else "", "actor": SYSTEM,
        }  # fmt: skip
        return take_samples(
            scope=operator,
            check_id=check.id,
            checked=checked,
            defective=defective,
            now=now,
            **(usual | changes),
        )

    return look


def settle(check: CheckRow, outcome: str, now: datetime, *, ground: str = "supplier") -> None:
    settle_checks(
        scope=Scope.operator(), check_ids=[check.id], outcome=outcome, ground=ground, now=now, actor=SYSTEM
    )


def move(sku: Sku, units: int, location_id: int, now: datetime, **changes: Any) -> None:
    with transaction(Scope.operator()):
        balance = Balance.objects.get(sku_id=sku.id)
    move_stock(
        scope=Scope.operator(), balance_id=balance.id, quantity=units, to_location_id=location_id, now=now,
        actor=SYSTEM, **changes,
    )  # fmt: skip


def list_all(**chosen: Any) -> list[CheckRow]:
    return list(list_checks(scope=Scope.operator(), chosen=CheckFilter(**chosen), page=PageOf()).rows)


def list_tasks() -> list[tuple[str, int]]:
    with transaction(Scope.operator()):
        return sorted(PutAwayTask.objects.filter(status="open").values_list("condition", "quantity"))


def test_a_sample_without_too_many_defects_releases_the_rest_and_whoever_waits_gets_it(
    announce: Announcing, rule: Ruling, look: Looking, mug: Sku, place_one: PlacingOne, operator: Scope, now: datetime
) -> None:  # fmt: skip
    with transaction(operator):
        SiteStock.objects.filter(sku_id=mug.id).update(backorder_limit=10, has_own_limit=True)
    rule()
    known = announce(("MUG", 200), ("LAMP", 5))
    come(known, "MUG", 150, now)
    come(known, "MUG", 50, now)
    [check] = list_all()
    assert (check.quantity, check.sample_size, check.plan.accept) == (200, 32, 2)
    assert (count_on_hand(mug), list_balances(mug)) == (0, [("quarantine", 200)])
    assert list_tasks() == []
    look(check, 20)
    decided = look(check, 12, 2)
    assert (decided.status, decided.checked, decided.defective) == ("accepted", 32, 2)
    assert list_balances(mug) == [("damaged", 2), ("sellable", 198)]
    assert count_on_hand(mug) == 198
    assert list_tasks() == [("damaged", 2), ("sellable", 198)]
    with pytest.raises(CheckDecided):
        look(check, 1)


def test_units_under_a_check_are_promised_to_nobody_until_they_are_released(
    announce: Announcing, rule: Ruling, mug: Sku, place_one: PlacingOne, operator: Scope, now: datetime
) -> None:
    rule()
    known = announce(("MUG", 20))
    with transaction(operator):
        SiteStock.objects.filter(sku_id=mug.id).update(backorder_limit=10, has_own_limit=True)
    come(known, "MUG", 20, now)
    place_one(make_draft(("MUG", 3)))
    promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM)
    with transaction(operator):
        assert SiteStock.objects.get(sku_id=mug.id).promised == 0
    [check] = list_all()
    settle(check, "released", now, ground="concession")
    promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM)
    with transaction(operator):
        stock = SiteStock.objects.get(sku_id=mug.id)
    assert (stock.on_hand, stock.promised, stock.backordered) == (20, 3, 0)


@pytest.mark.parametrize(
    ("outcome", "left"), [("released", [("sellable", 50)]), ("returned", []), ("scrapped", [])]
)
def test_too_many_defects_stop_the_lot_until_a_person_decides(
    announce: Announcing, rule: Ruling, look: Looking, mug: Sku, now: datetime, outcome: str,
    left: list[tuple[str, int]],
) -> None:  # fmt: skip
    rule(aql="1.0")
    known = announce(("MUG", 50))
    come(known, "MUG", 50, now)
    [check] = list_all()
    assert (check.sample_size, check.plan.accept, check.plan.reject) == (13, 0, 1)
    assert look(check, 2, 1).status == "rejected"
    assert list_balances(mug) == [("quarantine", 50)]
    with pytest.raises(Invalid):
        settle(check, "burnt", now, ground="so")
    assert list_balances(mug) == [("quarantine", 50)]
    settle(check, outcome, now)
    assert (list_balances(mug), list_all()[0].status) == (left, outcome)
    with pytest.raises(IllegalTransition):
        settle(check, "scrapped", now)
    assert list_balances(mug) == left


def test_units_are_found_where_they_were_put_and_what_was_lost_is_left_out(
    announce: Announcing, rule: Ruling, leeds: Place, operator: Scope, mug: Sku, now: datetime
) -> None:
    rule()
    known = announce(("MUG", 20))
    come(known, "MUG", 20, now)
    move(mug, 12, leeds.locations["QUARANTINE"], now)
    [check] = list_all()
    settle(check, "released", now, ground="reworked")
    with transaction(operator):
        lying = Balance.objects.filter(sku_id=mug.id, on_hand__gt=0).values_list(
            "location_id", "condition", "on_hand"
        )
        assert list(lying) == [(leeds.locations["RECEIVING"], "sellable", 20)]


def test_the_closest_rule_counts_and_one_switched_off_checks_nothing(
    announce: Announcing, rule: Ruling, mug: Sku, lamp: Sku, now: datetime
) -> None:
    rule("I", "1.0")
    rule("II", "1.5", supplier_code="POTTERY")
    rule("III", "2.5", sku_code="MUG")
    rule("S-1", "4.0", sku_code="MUG", supplier_code="POTTERY")
    first = announce(("MUG", 9), ("LAMP", 9), supplier_code="POTTERY")
    second = announce(("MUG", 9), ("LAMP", 9), number="ASN-2")
    for known in (first, second):
        come(known, "MUG", 9, now)
        come(known, "LAMP", 9, now)
    found = {(row.asn_number, row.sku_code): (row.level, row.aql) for row in list_all()}
    assert found == {
        ("ASN-1", "MUG"): ("S-1", "4.0"), ("ASN-1", "LAMP"): ("II", "1.5"),
        ("ASN-2", "MUG"): ("III", "2.5"), ("ASN-2", "LAMP"): ("I", "1.0"),
    }  # fmt: skip
    rule("III", "2.5", sku_code="MUG", is_active=False)
    third = announce(("MUG", 9), number="ASN-3")
    come(third, "MUG", 9, now)
    assert len(list_all()) == 4
    assert [one.is_active for one in list_quality_rules(scope=Scope.operator())] == [True, True, False, True]
    for wrong in ({"level": "IV"}, {"aql": "3"}, {"sku_code": "NONE"}, {"supplier_code": "x" * 25}):
        with pytest.raises(Invalid):
            rule(**wrong)


def test_a_receipt_leaves_its_check_until_its_units_were_looked_at(
    announce: Announcing, rule: Ruling, look: Looking, operator: Scope, mug: Sku, now: datetime
) -> None:
    rule()
    known = announce(("MUG", 40))
    come(known, "MUG", 20, now)
    come(known, "MUG", 10, now, damage_reason="wet")
    come(known, "MUG", 5, now)
    [check] = list_all()
    assert check.quantity == 25

    def take_back(units: int) -> None:
        with transaction(operator):
            receipt = Receipt.objects.get(quantity=units)
        roll_back_receipt(scope=operator, receipt_id=receipt.id, now=now, actor=SYSTEM)

    take_back(5)
    assert (list_all()[0].quantity, list_balances(mug)) == (20, [("damaged", 10), ("quarantine", 20)])
    come(known, "MUG", 1, now)
    look(check, 1)
    with pytest.raises(ReceiptInUse):
        take_back(20)
    take_back(1)
    with pytest.raises(ReceiptInUse):
        take_back(20)
    assert list_balances(mug) == [("damaged", 10), ("quarantine", 20)]


def test_a_receipt_that_is_taken_back_whole_cancels_its_check(
    announce: Announcing, rule: Ruling, operator: Scope, mug: Sku, now: datetime
) -> None:
    rule()
    known = announce(("MUG", 40))
    come(known, "MUG", 20, now)
    with transaction(operator):
        receipt = Receipt.objects.get()
    roll_back_receipt(scope=operator, receipt_id=receipt.id, now=now, actor=SYSTEM)
    assert ([row.status for row in list_all()], list_balances(mug)) == (["cancelled"], [])


def test_one_person_checks_and_the_same_sample_counts_once(
    announce: Announcing, rule: Ruling, look: Looking, operator: Scope, associate: User, lead: User, now: datetime
) -> None:  # fmt: skip
    rule()
    known = announce(("MUG", 40))
    come(known, "MUG", 40, now)
    [check] = list_all()
    mine, other = (Actor(ActorKind.USER, str(one.id)) for one in (associate, lead))
    assert claim_check(scope=operator, check_id=check.id, now=now, actor=mine)
    assert claim_check(scope=operator, check_id=check.id, now=now, actor=mine)
    assert not claim_check(scope=operator, check_id=check.id, now=now, actor=other)
    with pytest.raises(CheckTaken):
        look(check, 1, actor=other)
    for _ in range(2):
        look(check, 3, client_id="gun:1", actor=mine)
    assert list_all()[0].checked == 3
    for wrong in ((0, 0), (1, 2), (38, 0)):
        with pytest.raises(Invalid):
            look(check, *wrong, actor=mine)
    with pytest.raises(Invalid):
        look(check, 1, 1, actor=mine, defect_reason="")
    assert list_all()[0].checked == 3


def test_a_stranger_finds_no_check(
    announce: Announcing, rule: Ruling, beta: Merchant, look: Looking, now: datetime
) -> None:
    rule()
    known = announce(("MUG", 40))
    come(known, "MUG", 40, now)
    [check] = list_all()
    stranger = Scope.merchant(beta.id)
    assert not list_checks(scope=stranger, chosen=CheckFilter(), page=PageOf()).rows
    with pytest.raises(CheckNotFound):
        settle_checks(
            scope=stranger, check_ids=[check.id], outcome="released", ground="other", now=now, actor=SYSTEM
        )
    assert list_all()[0].status == "open"


def test_a_loss_in_quarantine_does_not_stop_the_decision(
    announce: Announcing, rule: Ruling, operator: Scope, leeds: Place, mug: Sku, now: datetime
) -> None:
    rule()
    known = announce(("MUG", 20))
    come(known, "MUG", 20, now)
    move(mug, 3, leeds.locations["RECEIVING"], now, to_condition="sellable")
    gone = [Adjustment(mug.merchant_id, mug.id, leeds.locations["RECEIVING"], -3, "loss")]
    adjust_stock(scope=operator, adjustments=gone, document_id="A-1", now=now, actor=SYSTEM)
    [check] = list_all()
    settle(check, "returned", now)
    assert list_balances(mug) == []
