"""What can be sold of many SKUs, as the JSON that is answered: a row object per SKU would cost more than the query."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_AVAILABILITY = """
SELECT coalesce(json_agg(t), '[]')::text, coalesce(bool_or(t.kind = 'kit'), false)
FROM (
    SELECT k.code AS sku, k.kind, coalesce(s.available, 0) AS available, coalesce(s.on_hand, 0) AS on_hand,
           coalesce(s.promised, 0) AS promised, coalesce(s.held, 0) AS held, coalesce(s.safety, 0) AS safety,
           coalesce(s.backordered, 0) AS backordered, coalesce(s.inbound, 0) AS inbound,
           coalesce(s.is_unlimited, false) AS is_unlimited
    FROM unnest(%(codes)s::text[]) WITH ORDINALITY AS a(code, position)
    JOIN catalog_sku AS k ON k.merchant_id = %(merchant_id)s::uuid AND k.code = a.code
    LEFT JOIN LATERAL (
        SELECT sum(greatest(i.on_hand - i.promised - i.held - i.safety, 0)) AS available, sum(i.on_hand) AS on_hand,
               sum(i.promised) AS promised, sum(i.held) AS held, sum(i.safety) AS safety,
               sum(i.backordered) AS backordered, sum(i.inbound) AS inbound,
               bool_or(i.policy = 'unlimited') AS is_unlimited
        FROM inventory_sitestock AS i
        WHERE i.sku_id = k.id AND i.owner_id = k.merchant_id
          AND (%(site_ids)s::uuid[] IS NULL OR i.site_id = ANY(%(site_ids)s::uuid[]))
    ) AS s ON true
    ORDER BY a.position
) AS t
"""

# A kit can be sold as often as its scarcest part allows at one site; its parts ship together.
_KITS = """
WITH RECURSIVE part AS (
    SELECT k.code, c.component_id, c.quantity, 1 AS depth
    FROM catalog_sku AS k JOIN catalog_kitcomponent AS c ON c.kit_id = k.id
    WHERE k.merchant_id = %(merchant_id)s::uuid AND k.code = ANY(%(codes)s::text[])
  UNION ALL
    SELECT part.code, c.component_id, part.quantity * c.quantity, part.depth + 1
    FROM part JOIN catalog_kitcomponent AS c ON c.kit_id = part.component_id
    WHERE part.depth < 3
), leaf AS (
    SELECT part.code, part.component_id AS sku_id, sum(part.quantity) AS quantity
    FROM part JOIN catalog_sku AS k ON k.id = part.component_id
    WHERE k.kind = 'stock' GROUP BY 1, 2
), wanted AS (
    SELECT code, count(*) AS parts FROM leaf GROUP BY 1
), at_site AS (
    SELECT leaf.code, i.site_id, count(*) AS parts, bool_and(i.policy = 'unlimited') AS is_unlimited,
           min(CASE WHEN i.policy = 'unlimited' THEN NULL
                    ELSE greatest(i.on_hand - i.promised - i.held - i.safety, 0) / leaf.quantity END) AS units
    FROM leaf JOIN inventory_sitestock AS i ON i.sku_id = leaf.sku_id AND i.owner_id = i.merchant_id
    WHERE %(site_ids)s::uuid[] IS NULL OR i.site_id = ANY(%(site_ids)s::uuid[])
    GROUP BY 1, 2
)
SELECT code, coalesce(sum(floor(units)), 0)::bigint, bool_or(is_unlimited)
FROM at_site JOIN wanted USING (code, parts) GROUP BY code
"""


def get_availability_json(
    *, scope: Scope, merchant_id: UUID, codes: Sequence[str], site_ids: Sequence[UUID] | None = None
) -> bytes:
    """Return a JSON list with one object per known SKU, in the order asked, summed over these sites or all.

    Keys: sku, kind, available, on_hand, promised, held, safety, backordered, inbound, is_unlimited. A SKU without stock
    counts as zero; an unknown code is absent. A site that is short counts as zero, not below.
    Units: base units. Queries: 1, 2 with kits.
    """
    parameters = {
        "merchant_id": merchant_id,
        "codes": list(codes),
        "site_ids": None if site_ids is None else list(site_ids),
    }
    with transaction(scope):
        ((text, has_kits),) = rows.fetch_tuples(_AVAILABILITY, parameters)
        if not has_kits:
            return str(text).encode()
        kits = {
            code: (units, is_unlimited) for code, units, is_unlimited in rows.fetch_tuples(_KITS, parameters)
        }
    return orjson.dumps([_fill_kit(item, kits) for item in orjson.loads(text)])


def _fill_kit(item: dict[str, Any], kits: dict[str, tuple[int, bool]]) -> dict[str, Any]:
    if item["kind"] != "kit":
        return item
    units, is_unlimited = kits.get(item["sku"], (0, False))
    return {**item, "available": units, "is_unlimited": is_unlimited}
