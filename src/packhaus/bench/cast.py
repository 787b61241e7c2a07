"""Who the benches order for and from: one merchant, one site, a thousand SKUs with more stock than is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.services.keys import create_key
from packhaus.access.services.merchants import create_merchant
from packhaus.access.types import SYSTEM, KeyScope
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Cast:
    """Ids that a bench needs."""

    merchant_id: UUID
    site_id: UUID
    codes: Sequence[str]


_FILL = """
WITH site AS (
    INSERT INTO network_site (id, code, name, kind, run_by, stock_policy, feed_max_age_minutes, feed_trust_margin,
        timezone, country, postal_code, city, street, latitude, longitude, priority, working_weekdays,
        partner_answer_minutes, is_active)
    VALUES (%(site_id)s, 'BENCH', 'Bench', 'warehouse', 'own', 'own', 1440, 0, 'Europe/Berlin', 'DE', '10119', 'Berlin',
        '', 52.5, 13.4, 1, '1111111', 240, true)
), sku AS (
    INSERT INTO catalog_sku (id, merchant_id, code, name, name_key, kind, base_unit, length_mm, width_mm, height_mm,
        weight_grams, must_stay_upright, is_fragile, has_lots, has_serials, has_expiry, minimum_shelf_life_days, hazard,
        hs_code, origin, is_active, created_at)
    SELECT uuidv7(), %(merchant_id)s, 'SKU-' || n, 'Item ' || n, 'item ' || n, 'stock', 'each', 120, 90, 100, 350,
        false, false, false, false, false, 0, '', '', '', true, now()
    FROM generate_series(1, %(skus)s) AS n
    RETURNING id
)
INSERT INTO inventory_sitestock (merchant_id, site_id, sku_id, owner_id, policy, on_hand, promised, held, backordered,
    backorder_limit, has_own_limit, safety, inbound)
SELECT %(merchant_id)s, %(site_id)s, sku.id, %(merchant_id)s, 'own', %(on_hand)s, 0, 0, 0, %(backorder_limit)s,
    true, 0, 0
FROM sku
"""


def fill_cast(*, skus: int, on_hand: int, backorder_limit: int = 0) -> Cast:
    """Write the cast; stock stands at the site only, which is all that intake asks."""
    site_id = new_id()
    with transaction(Scope.operator()):
        merchant_id = create_merchant(
            scope=Scope.operator(), code="BENCH", name="Bench", currency="EUR", country="DE",
            now=datetime.now(UTC), actor=SYSTEM,
        )  # fmt: skip
        rows.execute(
            _FILL,
            {
                "merchant_id": merchant_id,
                "site_id": site_id,
                "skus": skus,
                "on_hand": on_hand,
                "backorder_limit": backorder_limit,
            },
        )
    return Cast(merchant_id, site_id, [f"SKU-{number}" for number in range(1, skus + 1)])


def make_key(cast: Cast) -> str:
    """Make the key that the merchant's programs call with, and return its token."""
    scopes = (KeyScope.ORDERS_WRITE, KeyScope.ORDERS_READ, KeyScope.STOCK_READ, KeyScope.BULK)
    return create_key(
        scope=Scope.operator(),
        merchant_id=cast.merchant_id,
        name="bench",
        scopes=[scope.value for scope in scopes],
        now=datetime.now(UTC),
        actor=SYSTEM,
    ).token


_BINS = """
WITH spot AS (
    INSERT INTO inventory_location (site_id, code, kind, counts_as_on_hand, can_be_allocated, zone, aisle, bay, level,
        bin, x_mm, y_mm, walk_sequence, is_blocked)
    SELECT %(site_id)s, 'B-' || n, 'pick_face', true, true, chr((65 + n %% 4)::int), '', '', '', '', 0, 0, n, false
    FROM generate_series(1, %(bins)s) AS n RETURNING id, walk_sequence AS n
), sku AS (
    SELECT id, row_number() OVER (ORDER BY code) - 1 AS n FROM catalog_sku WHERE merchant_id = %(merchant_id)s
)
INSERT INTO inventory_balance (merchant_id, location_id, sku_id, owner_id, condition, on_hand, allocated, grams,
    received_on, expires_on)
SELECT %(merchant_id)s, spot.id, sku.id, %(merchant_id)s, 'sellable', %(units)s, 0, 0,
       date '2026-01-01' + (spot.n / 2000)::int, date '2027-01-01' + (spot.n / 2000)::int
FROM spot JOIN sku ON sku.n = spot.n %% %(skus)s
"""


def fill_bins(cast: Cast, *, bins: int, units: int) -> None:
    """Put the SKUs in turn into bins of four zones, older bins first, `units` in each."""
    with transaction(Scope.operator()):
        rows.execute(
            _BINS,
            {
                "site_id": cast.site_id,
                "merchant_id": cast.merchant_id,
                "bins": bins,
                "units": units,
                "skus": len(cast.codes),
            },
        )
