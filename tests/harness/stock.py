"""Stock for tests, written as the ledger would; afterwards `packhaus check` must find nothing."""

from collections.abc import Callable, Iterator
from typing import Protocol

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.insight.services.check import ALL_CHECKS, list_differences
from packhaus.kernel import rows
from tests.harness.cast import Place

_PUT = """
WITH moved AS (
    INSERT INTO inventory_movement (
        happened_at, merchant_id, site_id, sku_id, owner_id, from_location_id, to_location_id,
        from_condition, to_condition, quantity, reason, document_kind, document_id, actor_kind, actor_id
    ) VALUES (
        now(), %(merchant_id)s::uuid, %(site_id)s::uuid, %(sku_id)s::uuid, %(merchant_id)s::uuid, %(supplier_id)s,
        %(location_id)s, 'sellable', 'sellable', %(quantity)s, 'receipt', 'test', 'test', 'system', 'test'
    )
), shelved AS (
    INSERT INTO inventory_balance (
        merchant_id, location_id, sku_id, owner_id, condition, on_hand, allocated, grams, received_on
    ) VALUES (
        %(merchant_id)s::uuid, %(location_id)s, %(sku_id)s::uuid, %(merchant_id)s::uuid, 'sellable', %(quantity)s, 0, 0,
        current_date
    )
    ON CONFLICT ON CONSTRAINT balance_is_one_row_per_key
    DO UPDATE SET on_hand = inventory_balance.on_hand + excluded.on_hand
)
INSERT INTO inventory_sitestock (
    merchant_id, site_id, sku_id, owner_id, policy, on_hand, promised, held, backordered, backorder_limit,
    has_own_limit, safety, inbound
) VALUES (
    %(merchant_id)s::uuid, %(site_id)s::uuid, %(sku_id)s::uuid, %(merchant_id)s::uuid, 'own', %(quantity)s, 0, 0, 0,
    %(backorder_limit)s, %(backorder_limit)s > 0, 0, 0
)
ON CONFLICT (sku_id, site_id, owner_id) DO UPDATE SET on_hand = inventory_sitestock.on_hand + excluded.on_hand
"""


class PutStock(Protocol):
    """Put units of a SKU into a bin of a site."""

    def __call__(
        self, sku: Sku, place: Place, quantity: int, *, location: str = "A-01-01", backorder_limit: int = 0
    ) -> None: ...


@pytest.fixture
def check_clean(database: None) -> Iterator[Callable[[], None]]:
    """Prove at the end of the test, and whenever called, that everything still adds up."""
    yield assert_clean
    assert_clean()


@pytest.fixture
def stock(check_clean: Callable[[], None]) -> PutStock:
    """Return the function that puts stock; whoever asks for it is checked afterwards."""
    return put_stock


# Every proof asked at once: one statement, which the server keeps planned for the tests that follow. Counted, since
# EXISTS is planned as if its first row came soon, and in a clean house none ever comes.
_IS_CLEAN = (
    "SELECT " + " + ".join(f"(SELECT count(*) FROM ({check.sql}) AS f)" for check in ALL_CHECKS) + " = 0"
)


def assert_clean() -> None:
    with transaction(Scope.operator()):
        is_clean = rows.fetch_value(_IS_CLEAN, {})
    if not is_clean:
        found = list_differences(limit=5)
        assert not found, found


def put_stock(
    sku: Sku, place: Place, quantity: int, *, location: str = "A-01-01", backorder_limit: int = 0
) -> None:
    with transaction(Scope.operator()):
        rows.execute(
            _PUT,
            {
                "merchant_id": sku.merchant_id,
                "site_id": place.id,
                "sku_id": sku.id,
                "supplier_id": place.locations["SUPPLIER"],
                "location_id": place.locations[location],
                "quantity": quantity,
                "backorder_limit": backorder_limit,
            },
        )
