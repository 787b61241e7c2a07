"""Items at the door: what must be said of their units, and what is checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.catalog.queries.tracked import TrackedSku
from packhaus.kernel import rows

# The closest rule counts, also where it is switched off: an item of a supplier, an item, a supplier, everything.
_ENTERING = """
SELECT k.code, k.id, k.kind, k.has_lots, k.has_serials, k.has_expiry,
       CASE WHEN r.is_active THEN r.level ELSE '' END AS level, coalesce(r.aql, '') AS aql,
       k.minimum_shelf_life_days, least(k.length_mm, k.width_mm, k.height_mm, k.weight_grams) > 0 AS is_measured,
       EXISTS (SELECT FROM inbound_receivingsetting AS s WHERE s.site_id = n.id AND s.must_measure) AS must_measure,
       (%(now)s::timestamptz AT TIME ZONE n.timezone)::date AS today
FROM catalog_sku AS k JOIN inbound_asn AS a ON a.id = %(asn_id)s
JOIN network_site AS n ON n.id = a.site_id
LEFT JOIN LATERAL (
    SELECT q.level, q.aql, q.is_active FROM inbound_qualityrule AS q
    WHERE q.merchant_id = a.merchant_id AND (q.sku_id IS NULL OR q.sku_id = k.id)
      AND (q.supplier_id IS NULL OR q.supplier_id = a.supplier_id)
    ORDER BY q.sku_id IS NULL, q.supplier_id IS NULL LIMIT 1
) AS r ON true
WHERE k.merchant_id = %(merchant_id)s AND k.code = ANY(%(codes)s::text[])
"""


@dataclass(frozen=True, slots=True)
class EnteringSku(TrackedSku):
    """An item of a delivery; without a level nothing of it is checked. `today` is the site's."""

    level: str
    aql: str
    minimum_shelf_life_days: int
    is_measured: bool
    must_measure: bool
    today: date


def get_entering_skus(
    *, merchant_id: UUID, asn_id: UUID, codes: Iterable[str], now: datetime
) -> dict[str, EnteringSku]:
    """Return the items of a delivery that the catalog has by code, in the caller's transaction. Queries: 1."""
    parameters = {"merchant_id": merchant_id, "asn_id": asn_id, "codes": sorted(set(codes)), "now": now}
    return {sku.code: sku for sku in rows.fetch_rows(EnteringSku, _ENTERING, parameters)}
