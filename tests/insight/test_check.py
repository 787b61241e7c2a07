"""`packhaus check` finds what was damaged, and names it."""

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.insight.services.check import ALL_CHECKS, list_differences, run_checks
from packhaus.kernel import rows
from tests.harness.cast import Place
from tests.harness.stock import put_stock

UNKNOWN = "'01900000-0000-7000-8000-000000000000'"

# Each row: what is damaged, and the proofs that must fail; nothing else may.
DAMAGES = [
    ("UPDATE inventory_balance SET on_hand = 6",
     {"movements add up to balances", "balances add up to the site's on hand"}),
    ("UPDATE inventory_sitestock SET on_hand = 8", {"balances add up to the site's on hand"}),
    ("UPDATE inventory_sitestock SET held = 1", {"carts add up to what is held"}),
    ("UPDATE inventory_sitestock SET promised = 2", {"fulfillment lines add up to what sites have promised"}),
    ("UPDATE inventory_sitestock SET backorder_limit = 1, backordered = 1", {"demands add up to what sites owe"}),
    ("UPDATE inventory_balance SET allocated = 3", {"allocations add up to the bins' allocated units"}),
    ("UPDATE inventory_balance SET lot_id = 1",
     {"movements add up to balances", "balances name locations, lots and SKUs that exist"}),
    (f"""INSERT INTO outbound_allocation (merchant_id, wave_id, fulfillment_line_id, line_id, sku_id, balance_id,
             quantity, picked) SELECT merchant_id, {UNKNOWN}::uuid, 1, 1, sku_id, id, 2, 2 FROM inventory_balance""",
     {"allocations name waves and lines that exist"}),
    (f"""INSERT INTO shipping_parcelitem (merchant_id, parcel_id, line_id, sku_id, quantity)
             SELECT merchant_id, {UNKNOWN}::uuid, 1, sku_id, 1 FROM inventory_balance""",
     {"parcel items lie in parcels that exist"}),
    ("""INSERT INTO journal_subscription (name, transaction, entry, updated_at)
            VALUES ('ahead', 999999999999, 0, now())""", {"no subscriber has read the future"}),
]  # fmt: skip


@pytest.fixture
def shelf(mug: Sku, leeds: Place) -> None:
    put_stock(mug, leeds, 7)


@pytest.mark.parametrize(("damage", "failing"), DAMAGES, ids=[damage[:50] for damage, _ in DAMAGES])
def test_every_damage_is_found_by_the_proof_it_breaks(shelf: None, damage: str, failing: set[str]) -> None:
    assert list_differences() == []
    with transaction(Scope.operator()):
        assert rows.execute(damage) == 1
    assert {difference.check for difference in list_differences()} == failing


def test_a_difference_names_site_and_sku_and_both_figures(shelf: None) -> None:
    with transaction(Scope.operator()):
        rows.execute("UPDATE inventory_sitestock SET on_hand = 8")
    [difference] = list_differences()
    assert difference.key.startswith("LEEDS MUG")
    assert (difference.expected, difference.found) == ("7", "8")


def test_every_proof_is_run(shelf: None) -> None:
    assert [result.name for result in run_checks()] == [check.name for check in ALL_CHECKS]


def test_proofs_have_different_names() -> None:
    assert len({check.name for check in ALL_CHECKS}) == len(ALL_CHECKS)
