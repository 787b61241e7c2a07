from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.kernel import rows
from packhaus.orders.models import Order
from packhaus.orders.queries import list_promises as asked
from packhaus.orders.queries.list_promises import list_promises
from packhaus.outbound.types import WaveOutcome
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Picking, Releasing, batch, pick, release

__all__ = ["batch", "pick", "release"]

_HISTORY = """
WITH shipped AS (
    INSERT INTO orders_fulfillmentorder (id, merchant_id, order_id, site_id, number, status, request_status, is_blocked,
        cancel_requested, priority, carrier_code, service_code, line_count, unit_count, explanation, placed_at)
    SELECT gen_random_uuid(), %(merchant_id)s::uuid, %(order_id)s::uuid, %(site_id)s::uuid, 'H-' || g,
           CASE WHEN g % 100 = 0 THEN 'picking' ELSE 'dispatched' END, 'none', false, false, 50, '', '', 1, 1, '[]',
           %(now)s
    FROM generate_series(1, 30000) AS g
    RETURNING id, status
)
INSERT INTO orders_fulfillmentline (merchant_id, fulfillment_id, line_id, sku_id, site_id, promised, allocated, picked,
    packed, shipped)
SELECT %(merchant_id)s::uuid, id, 1, %(sku_id)s::uuid, %(site_id)s::uuid, 0,
       CASE WHEN status = 'picking' THEN 1 ELSE 0 END, 0, 0, CASE WHEN status = 'picking' THEN 0 ELSE 1 END
FROM shipped
"""


def test_units_are_listed_wherever_they_are_until_they_leave(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    place_one: PlacingOne,
    operator: Scope,
    release: Releasing,
    batch: Callable[[WaveOutcome], list[UUID]],
    pick: Picking,
) -> None:
    stock(mug, leeds, 10)
    number = place_one(make_draft(("MUG", 3))).number

    def read() -> list[tuple[str, str, int]]:
        found = list_promises(operator, sku_id=mug.id, site_id=leeds.id)
        return [(row.order_number, row.status, row.units) for row in found]

    assert read() == [(number, "planned", 3)]
    wave = release()
    assert read() == [(number, "released", 3)]
    batch(wave)
    pick()
    assert read() == [(number, "picked", 3)]
    place_one(make_draft(("MUG", 2), number="A-2"))
    assert [row.units for row in list_promises(operator, sku_id=mug.id)] == [3, 2]


def test_who_holds_a_sku_is_found_without_reading_what_was_shipped(
    acme: Merchant, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    with transaction(operator):
        order = Order.objects.create(
            merchant_id=acme.id, number="H", channel="test", external_number="H", country="GB", language="en",
            currency="GBP", goods_minor=0, total_minor=0, tracking_token="h", placed_at=now,
        )  # fmt: skip
        history = {
            "merchant_id": acme.id,
            "order_id": order.id,
            "sku_id": mug.id,
            "site_id": leeds.id,
            "now": now,
        }
        rows.execute(_HISTORY, history)
        plan = "\n".join(
            line
            for (line,) in rows.fetch_tuples(
                f"EXPLAIN {asked._PROMISES}", {"sku_id": mug.id, "site_id": leeds.id}
            )
        )
    assert "Seq Scan on orders_fulfillmentline" not in plan, plan
    assert "Seq Scan on orders_fulfillmentorder" not in plan, plan
    assert "promise_by_stock" in plan, plan
    assert "fulfillment_on_the_floor" in plan, plan
