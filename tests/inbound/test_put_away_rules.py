"""A site says where goods go; zones for hazards take nothing else; the time from dock to stock is measured."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.queries.put_away.dock_to_stock import (
    StockedFilter,
    list_stocked,
    measure_dock_to_stock,
)
from packhaus.inbound.queries.put_away.rules import list_rules
from packhaus.inbound.services.put_away.rules import RuleDraft, set_put_away_rules
from packhaus.inbound.types import PutAwayEntry
from packhaus.inventory.models import Location, SkuClass
from packhaus.inventory.services.mixing import set_mixing
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from tests.harness.cast import Place
from tests.inbound.conftest import Announcing
from tests.inbound.test_put_away import change_place, confirm, entry, list_tasks, receive, tell


@pytest.fixture(autouse=True)
def zones(leeds: Place) -> None:
    for code, zone in (("A-01-01", "A"), ("A-01-02", "A"), ("A-02-01", "B"), ("R-01-01", "H")):
        change_place(leeds, code, zone=zone)


def set_rules(leeds: Place, *drafts: RuleDraft, now: datetime) -> None:
    set_put_away_rules(scope=Scope.operator(), site_id=leeds.id, drafts=drafts, now=now, actor=SYSTEM)


def place_mugs(announce: Announcing, leeds: Place, now: datetime, number: str = "ASN-1") -> str:
    receive(announce(("MUG", 9), number=number), entry("MUG", 9), now=now)
    [(_, code, _why)] = tell(leeds, list_tasks()[-1:])
    return code


def test_the_first_rule_that_finds_a_place_decides(
    announce: Announcing, leeds: Place, mug: Sku, now: datetime
) -> None:
    change_place(leeds, "A-02-01", is_blocked=True)
    set_rules(
        leeds,
        RuleDraft("ACME", "LAMP", zones=("H",)),
        RuleDraft("ACME", "MUG", zones=("B",)),
        RuleDraft(zones=("A",), kind="reserve"),
        RuleDraft(condition="sellable", kind="reserve"),
        now=now,
    )
    assert place_mugs(announce, leeds, now) == "R-01-01"


def test_after_a_final_rule_nothing_else_is_asked(
    announce: Announcing, leeds: Place, mug: Sku, now: datetime
) -> None:
    change_place(leeds, "A-02-01", is_blocked=True)
    set_rules(leeds, RuleDraft("ACME", "MUG", zones=("B",), is_final=True), now=now)
    assert place_mugs(announce, leeds, now) == ""
    assert list_tasks()[-1].excluded == {"rule": 3, "blocked": 1}


def test_tag_and_class_choose_the_zone(announce: Announcing, leeds: Place, mug: Sku, now: datetime) -> None:
    with transaction(Scope.operator()):
        Sku.objects.filter(id=mug.id).update(tags=["fragile"])
        SkuClass.objects.create(
            merchant_id=mug.merchant_id, sku_id=mug.id, site_id=leeds.id, abc="a", picks=9
        )
    set_rules(leeds, RuleDraft(abc_class="B", zones=("A",)), RuleDraft(tag="fragile", zones=("B",)), now=now)
    assert place_mugs(announce, leeds, now) == "A-02-01"
    set_rules(leeds, RuleDraft(abc_class="A", zones=("H",)), now=now)
    assert place_mugs(announce, leeds, now, number="ASN-2") == "R-01-01"


def test_hazards_lie_apart(announce: Announcing, leeds: Place, mug: Sku, lamp: Sku, now: datetime) -> None:
    with transaction(Scope.operator()):
        Sku.objects.filter(id=lamp.id).update(hazard="3")
        Location.objects.filter(zone__in=["A", "B"]).update(is_blocked=True)
    set_rules(leeds, RuleDraft(hazard="3", zones=("H",)), now=now)
    known = announce(("MUG", 9), ("LAMP", 5))
    receive(known, entry("MUG", 9), entry("LAMP", 5), now=now)
    found = {task.sku_id: task for task in list_tasks()}
    assert tell(leeds, [found[lamp.id], found[mug.id]]) == [(5, "R-01-01", "empty"), (9, "", "")]
    assert found[mug.id].excluded == {"blocked": 3, "hazard_zone": 1} or found[mug.id].excluded["hazard_zone"]


def test_a_zone_for_one_item_takes_no_other(
    announce: Announcing, leeds: Place, mug: Sku, lamp: Sku, now: datetime, operator: Scope
) -> None:
    set_rules(leeds, RuleDraft(zones=("B",), is_final=True), now=now)
    set_mixing(scope=operator, site_id=leeds.id, zone="B", mixing="one_sku", now=now, actor=SYSTEM)
    receive(announce(("MUG", 9), ("LAMP", 5)), entry("MUG", 9), now=now)
    receive(announce(("LAMP", 5), number="ASN-2"), entry("LAMP", 5), now=now)
    tasks = {task.sku_id: task for task in list_tasks()}
    assert tell(leeds, [tasks[mug.id], tasks[lamp.id]]) == [(9, "A-02-01", "empty"), (5, "", "")]
    assert tasks[lamp.id].excluded["mixed_sku"] == 1


def test_a_list_with_a_mistake_changes_nothing_and_names_each(leeds: Place, mug: Sku, now: datetime) -> None:
    set_rules(leeds, RuleDraft("ACME", "MUG", zones=("B",)), now=now)
    with pytest.raises(Invalid) as refused:
        set_rules(
            leeds,
            RuleDraft("ACME", "NONE", zones=("B",)),
            RuleDraft(),
            RuleDraft(kind="quarantine"),
            RuleDraft(abc_class="D", kind="reserve"),
            now=now,
        )
    assert sorted(problem.path for problem in refused.value.problems) == [
        "rules.0.sku", "rules.1.zones", "rules.2.kind", "rules.3.abc_class",
    ]  # fmt: skip
    [kept] = list_rules(scope=Scope.operator(), site_id=leeds.id)
    assert (kept.sku_code, kept.zones) == ("MUG", ["B"])


def test_two_lists_of_rules_wait_for_each_other_and_cost_the_same_however_many_items(
    leeds: Place, mug: Sku, lamp: Sku, now: datetime
) -> None:
    with CaptureQueriesContext(connection) as captured:
        set_rules(leeds, *[RuleDraft("acme", code, zones=("B",)) for code in ("MUG", "LAMP") * 20], now=now)
    texts = [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(texts) == 7, texts
    [locking] = [number for number, text in enumerate(texts) if "FOR NO KEY UPDATE" in text]
    assert "DELETE FROM inbound_putawayrule" in texts[locking + 1]
    assert len(list_rules(scope=Scope.operator(), site_id=leeds.id)) == 40


def test_dock_to_stock_ends_with_the_last_task(
    announce: Announcing, leeds: Place, mug: Sku, lamp: Sku, now: datetime, operator: Scope
) -> None:
    receive(announce(("MUG", 9), ("LAMP", 5)), entry("MUG", 9), entry("LAMP", 5), now=now)
    first, second = list_tasks()
    chosen = StockedFilter(site_id=leeds.id, within=timedelta(days=30))
    confirm(PutAwayEntry(first.id, "c-1"), now=now + timedelta(minutes=10))
    assert measure_dock_to_stock(scope=operator, chosen=chosen, now=now).deliveries == 0
    confirm(PutAwayEntry(second.id, "c-2"), now=now + timedelta(minutes=40))
    later = now + timedelta(hours=1)
    [row] = list_stocked(scope=operator, chosen=chosen, now=later, page=PageOf()).rows
    assert (row.asn_number, row.seconds, row.units, row.tasks) == ("ASN-1", 2_400, 14, 2)
    found = measure_dock_to_stock(scope=operator, chosen=chosen, now=later)
    assert (found.deliveries, found.median_seconds, found.p90_seconds) == (1, 2_400, 2_400)
