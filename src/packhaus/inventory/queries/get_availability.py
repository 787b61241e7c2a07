"""What can be sold of many SKUs, as the JSON that is answered: a row object per SKU would cost more than the query."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.queries.list_availability import Availability, list_availability
from packhaus.inventory.queries.sellable import FREE, SITE
from packhaus.kernel import rows

_AVAILABILITY = f"""
SELECT coalesce(json_agg(t), '[]')::text, coalesce(bool_or(t.kind = 'kit'), false)
FROM (
    SELECT k.code AS sku, k.kind, coalesce(s.available, 0) AS available,
           coalesce(s.available_at_partners, 0) AS available_at_partners, coalesce(s.on_hand, 0) AS on_hand,
           coalesce(s.promised, 0) AS promised, coalesce(s.held, 0) AS held, coalesce(s.safety, 0) AS safety,
           coalesce(s.backordered, 0) AS backordered, coalesce(s.inbound, 0) AS inbound,
           coalesce(s.is_unlimited, false) AS is_unlimited
    FROM unnest(%(codes)s::text[]) WITH ORDINALITY AS a(code, position)
    JOIN catalog_sku AS k ON k.merchant_id = %(merchant_id)s::uuid AND k.code = a.code
    LEFT JOIN LATERAL (
        SELECT sum({FREE}) FILTER (WHERE s.policy = 'own') AS available,
               sum({FREE}) FILTER (WHERE s.policy = 'feed') AS available_at_partners, sum(s.on_hand) AS on_hand,
               sum(s.promised) AS promised, sum(s.held) AS held, sum(s.safety) AS safety,
               sum(s.backordered) AS backordered, sum(s.inbound) AS inbound,
               bool_or(s.policy = 'unlimited') AS is_unlimited
        FROM inventory_sitestock AS s JOIN {SITE}
        WHERE s.sku_id = k.id AND (cardinality(%(site_ids)s::uuid[]) = 0 OR s.site_id = ANY(%(site_ids)s::uuid[]))
    ) AS s ON true
    ORDER BY a.position
) AS t
"""  # noqa: S608 - made of constants


def get_availability_json(
    *, scope: Scope, merchant_id: UUID, codes: Sequence[str], site_ids: Sequence[UUID] = (), now: datetime
) -> bytes:
    """Return a JSON list with one object per known SKU, in the order asked, over these sites (none: all active).

    Keys: sku, kind, available, available_at_partners, on_hand, promised, held, safety, backordered, inbound,
    is_unlimited. What counts is the same as in list_availability. A SKU without stock counts as zero; an unknown code
    is absent. A site that is short counts as zero, not below. Units: base units. Queries: 1, 2 with kits.
    """
    parameters = {"merchant_id": merchant_id, "codes": list(codes), "site_ids": list(site_ids), "now": now}
    with transaction(scope):
        ((text, has_kits),) = rows.fetch_tuples(_AVAILABILITY, parameters)
        if not has_kits:
            return str(text).encode()
        found = orjson.loads(text)
        kits = list_availability(
            scope,
            merchant_id=merchant_id,
            codes=sorted({item["sku"] for item in found if item["kind"] == "kit"}),
            site_ids=site_ids,
            now=now,
        )
    by_code = {kit.code: kit for kit in kits}
    return orjson.dumps([_fill_kit(item, by_code) for item in found])


def _fill_kit(item: dict[str, Any], kits: dict[str, Availability]) -> dict[str, Any]:
    if item["kind"] != "kit":
        return item
    kit = kits[item["sku"]]
    return {
        **item,
        "available": kit.free,
        "available_at_partners": kit.free_at_partners,
        "is_unlimited": kit.is_unlimited,
    }
