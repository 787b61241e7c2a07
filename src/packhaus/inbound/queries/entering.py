"""Items at the door: what their delivery says of them, what must be said of their units, and what forbids them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from packhaus.catalog.queries.registration_gate import STORING_GAPS
from packhaus.catalog.queries.tracked import TrackedSku
from packhaus.inbound.queries.receivable import ReceivableLine
from packhaus.inbound.types import Entry
from packhaus.kernel import rows
from packhaus.terms.types.registrations import Gap

# The closest rule counts, also where it is switched off: an item of a supplier, an item, a supplier, everything.
_SKUS = """
SELECT k.code, k.id, k.kind, k.has_lots, k.has_serials, k.has_expiry,
       CASE WHEN r.is_active THEN r.level ELSE '' END AS level, coalesce(r.aql, '') AS aql,
       k.minimum_shelf_life_days, least(k.length_mm, k.width_mm, k.height_mm, k.weight_grams) > 0 AS is_measured,
       EXISTS (SELECT FROM inbound_receivingsetting AS s WHERE s.site_id = n.id AND s.must_measure) AS must_measure,
       (%(now)s::timestamptz AT TIME ZONE n.timezone)::date AS today,
       k.length_mm::bigint * k.width_mm * k.height_mm AS volume_mm3, k.weight_grams, k.hazard, k.tags,
       upper(coalesce((SELECT c.abc FROM inventory_skuclass AS c WHERE c.sku_id = k.id AND c.site_id = n.id), ''))
           AS abc_class
FROM catalog_sku AS k JOIN inbound_asn AS a ON a.id = %(asn_id)s
JOIN network_site AS n ON n.id = a.site_id
LEFT JOIN LATERAL (
    SELECT q.level, q.aql, q.is_active FROM inbound_qualityrule AS q
    WHERE q.merchant_id = a.merchant_id AND (q.sku_id IS NULL OR q.sku_id = k.id)
      AND (q.supplier_id IS NULL OR q.supplier_id = a.supplier_id)
    ORDER BY q.sku_id IS NULL, q.supplier_id IS NULL LIMIT 1
) AS r ON true
WHERE k.merchant_id = %(merchant_id)s AND (k.code = ANY(%(codes)s::text[]) OR k.id IN (
    SELECT l.sku_id FROM inbound_asnline AS l WHERE l.asn_id = %(asn_id)s AND l.id = ANY(%(line_ids)s::bigint[])))
"""

# Only the lines of these items: a scan is about one of a thousand.
_ENTERING = f"""
WITH sku AS MATERIALIZED ({_SKUS})
SELECT (SELECT jsonb_agg(jsonb_build_array(r.client_id, r.id)) FROM inbound_receipt AS r
        WHERE r.asn_id = %(asn_id)s AND r.client_id = ANY(%(client_ids)s::text[])),
       (SELECT jsonb_agg(jsonb_build_array(l.id, l.position, l.sku_id, k.code, l.lot_code, l.expires_on, l.unit_code,
            l.expected, l.received, l.damaged) ORDER BY l.position, l.id)
        FROM inbound_asnline AS l JOIN sku AS k ON k.id = l.sku_id WHERE l.asn_id = %(asn_id)s),
       (SELECT count(*) FROM inbound_asnline AS l WHERE l.asn_id = %(asn_id)s),
       EXISTS (SELECT FROM inbound_asnline AS l WHERE l.asn_id = %(asn_id)s AND l.expected > l.received + l.damaged
               AND l.sku_id NOT IN (SELECT k.id FROM sku AS k)),
       (SELECT jsonb_agg(jsonb_build_array(k.code, k.id, k.kind, k.has_lots, k.has_serials, k.has_expiry, k.level,
            k.aql, k.minimum_shelf_life_days, k.is_measured, k.must_measure, k.today, k.volume_mm3, k.weight_grams,
            k.hazard, k.tags, k.abc_class)) FROM sku AS k),
       (SELECT jsonb_agg(jsonb_build_array(g.merchant_id, g.merchant_code, g.country, g.scheme, g.source, g.sku_id,
            g.sku_code, g.brand, g.device_class))
        FROM ({STORING_GAPS.replace("%(sku_ids)s::uuid[]", "ARRAY(SELECT s.id FROM sku AS s)")}) AS g)
"""  # noqa: S608 - constants


_TODAY, _GAP_SKU = 9, 4
"""Places in what follows an item's ids, and a gap's merchant."""


@dataclass(frozen=True, slots=True)
class EnteringSku(TrackedSku):
    """An item of a delivery; without a level nothing of it is checked. `today` is the site's."""

    level: str
    aql: str
    minimum_shelf_life_days: int
    is_measured: bool
    must_measure: bool
    today: date
    volume_mm3: int
    weight_grams: int
    hazard: str
    tags: list[str]
    abc_class: str


@dataclass(frozen=True, slots=True)
class Entering:
    """What is known of the items of some entries.

    `clients`: receipts by the client ids that were booked before. `lines`: those of the items; `line_count` has all.
    `is_more_left`: units of other items are still to come. `gaps`: registrations without which nobody may keep them.
    """

    clients: dict[str, UUID]
    lines: list[ReceivableLine]
    line_count: int
    is_more_left: bool
    skus: dict[str, EnteringSku]
    gaps: list[Gap]


def read_entering(
    *, merchant_id: UUID, asn_id: UUID, country: str, entries: Sequence[Entry], now: datetime
) -> Entering:
    """Return what is known of the items of entries, in the caller's transaction, which has locked the delivery.

    Queries: 1.
    """
    parameters = {
        "merchant_id": merchant_id, "asn_id": asn_id, "country": country, "now": now, "on": now.date(),
        "client_ids": [entry.client_id for entry in entries],
        "codes": sorted({entry.sku_code for entry in entries}),
        "line_ids": sorted({entry.line_id for entry in entries if entry.line_id}),
    }  # fmt: skip
    [(clients, lines, count, is_more_left, skus, gaps)] = rows.fetch_tuples(_ENTERING, parameters)
    return Entering(
        clients={client_id: UUID(receipt_id) for client_id, receipt_id in clients or ()},
        lines=[_read_line(*line) for line in lines or ()],
        line_count=count,
        is_more_left=is_more_left,
        skus={sku[0]: _read_sku(*sku) for sku in skus or ()},
        gaps=[_read_gap(*gap) for gap in gaps or ()],
    )


def _read_line(id_: int, position: int, sku_id: str, *rest: Any) -> ReceivableLine:
    code, lot_code, expires_on, *others = rest
    day = date.fromisoformat(expires_on) if expires_on else None
    return ReceivableLine(id_, position, UUID(sku_id), code, lot_code, day, *others)


def _read_sku(*row: Any) -> EnteringSku:
    code, sku_id, *told = row
    told[_TODAY] = date.fromisoformat(told[_TODAY])
    return EnteringSku(code, UUID(sku_id), *told)


def _read_gap(*row: Any) -> Gap:
    merchant_id, *told = row
    told[_GAP_SKU] = told[_GAP_SKU] and UUID(told[_GAP_SKU])
    return Gap(UUID(merchant_id), *told)
