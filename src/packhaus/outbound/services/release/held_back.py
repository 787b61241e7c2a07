"""What a rule would take if its merchants were registered."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from packhaus.kernel import rows
from packhaus.outbound.services.release.choose import GATED, WITH_GAPS, as_parameters
from packhaus.outbound.types import ReleaseRule
from packhaus.terms.types.registrations import Gap

_GATED = f"""
{WITH_GAPS}, held AS MATERIALIZED (SELECT f.id, f.merchant_id, o.country {GATED}), line AS (
    SELECT h.id, h.country, l.sku_id FROM held AS h JOIN orders_fulfillmentline AS l ON l.fulfillment_id = h.id
    WHERE l.promised > 0
)
SELECT g.merchant_id, g.merchant_code, g.country, g.scheme, g.source, g.sku_id, g.sku_code, g.brand, g.device_class,
       n.orders
FROM gap AS g CROSS JOIN LATERAL (
    SELECT count(*) AS orders FROM held AS h
    WHERE g.sku_id IS NULL AND h.merchant_id = g.merchant_id AND h.country = g.country
    UNION ALL
    SELECT count(DISTINCT l.id) FROM line AS l WHERE l.sku_id = g.sku_id AND l.country = g.country
) AS n
WHERE n.orders > 0
ORDER BY g.merchant_code, g.country, g.scheme, g.sku_code, g.sku_id LIMIT 200
"""  # noqa: S608 - made of constants


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A missing registration and how many fulfillment orders wait for it; one may wait for several."""

    gap: Gap
    orders: int


def preview_held_back(*, site_id: UUID, rule: ReleaseRule, on: date) -> list[HeldBack]:
    """Return what is missing for fulfillment orders that fit a rule, the first 200, in the caller's transaction.

    Queries: 1.
    """
    found = rows.fetch_tuples(_GATED, as_parameters(site_id, rule, (), on))
    return [HeldBack(Gap(*row[:9]), row[9]) for row in found]
