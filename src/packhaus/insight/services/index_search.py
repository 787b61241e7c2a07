"""Fill what the global search finds, in bulk, from facts."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.kernel import rows

# An order is found by both its numbers, the shopper's name (as written and by its last word), e-mail and phone.
_ORDERS = """
INSERT INTO insight_searchkey (merchant_id, token, kind, target, label, contact_id)
SELECT DISTINCT ON (o.merchant_id, t.token, o.number) o.merchant_id, t.token, 'order', o.number,
       left(o.number || CASE WHEN c.name <> '' THEN ' · ' || c.name ELSE '' END, 60), o.contact_id
FROM orders_order AS o
LEFT JOIN parties_contact AS c ON c.id = o.contact_id AND c.forgotten_at IS NULL
CROSS JOIN LATERAL (VALUES
    (lower(o.number)), (left(lower(o.external_number), 80)), (left(lower(c.name), 80)),
    (left(lower(substring(c.name FROM '\\S+$')), 80)), (left(lower(c.email), 80)), (c.phone)
) AS t(token)
WHERE o.id = ANY(%(ids)s::uuid[]) AND t.token <> ''
ON CONFLICT (merchant_id, token, kind, target) DO NOTHING
"""

_SKUS = """
INSERT INTO insight_searchkey (merchant_id, token, kind, target, label, contact_id)
SELECT DISTINCT ON (k.merchant_id, t.token, k.code) k.merchant_id, t.token, 'sku', k.code,
       left(k.code || ' · ' || k.name, 60), NULL::uuid
FROM catalog_sku AS k
CROSS JOIN LATERAL (
    SELECT lower(k.code) AS token UNION ALL SELECT left(lower(k.name), 80)
    UNION ALL SELECT lower(b.code) FROM catalog_barcode AS b WHERE b.sku_id = k.id
) AS t
WHERE k.merchant_id = ANY(%(merchant_ids)s::uuid[]) AND t.token <> ''
  AND (k.code = ANY(%(codes)s::text[]) OR %(is_all)s)
ON CONFLICT (merchant_id, token, kind, target) DO UPDATE SET label = excluded.label
"""

# A code that was taken off an item, or its former name.
_STALE_SKUS = """
DELETE FROM insight_searchkey AS s USING catalog_sku AS k
WHERE k.merchant_id = ANY(%(merchant_ids)s::uuid[]) AND k.code = ANY(%(codes)s::text[])
  AND s.merchant_id = k.merchant_id AND s.kind = 'sku' AND s.target = k.code
  AND s.token NOT IN (lower(k.code), left(lower(k.name), 80)) AND NOT EXISTS (
    SELECT FROM catalog_barcode AS b WHERE b.sku_id = k.id AND lower(b.code) = s.token)
"""

_PARCELS = """
INSERT INTO insight_searchkey (merchant_id, token, kind, target, label, contact_id)
SELECT DISTINCT ON (p.merchant_id, t.token, o.number) p.merchant_id, t.token, 'parcel', o.number,
       left(p.tracking_number || ' · ' || s.carrier_code, 60), o.contact_id
FROM shipping_shipment AS s
JOIN shipping_parcel AS p ON p.shipment_id = s.id
JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
CROSS JOIN LATERAL (VALUES (lower(p.tracking_number)), (p.sscc)) AS t(token)
WHERE o.id = ANY(%(ids)s::uuid[]) AND t.token <> ''
ON CONFLICT (merchant_id, token, kind, target) DO NOTHING
"""


def index_orders(*, order_ids: Sequence[UUID]) -> None:
    """Make orders findable by their numbers and their shopper; twice is once. Queries: 1."""
    rows.execute(_ORDERS, {"ids": list(order_ids)})


def index_parcels(*, order_ids: Sequence[UUID]) -> None:
    """Make parcels findable by tracking number and SSCC; twice is once. Queries: 1."""
    rows.execute(_PARCELS, {"ids": list(order_ids)})


def index_skus(*, merchant_ids: Sequence[UUID], codes: Sequence[str], is_all: bool) -> None:
    """Make items findable by code, name and barcode, some or all of these merchants; twice is once. Queries: 2."""
    rows.execute(_STALE_SKUS, {"merchant_ids": list(merchant_ids), "codes": list(codes)})
    rows.execute(_SKUS, {"merchant_ids": list(merchant_ids), "codes": list(codes), "is_all": is_all})
