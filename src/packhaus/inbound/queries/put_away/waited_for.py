"""Units that orders wait for and that lie in no place from which they could be picked."""

# What a site owes, less what lies behind the door (in blocked places: what is allocated), and less what open tasks
# bring to the front already.
WAITED_FOR = """
SELECT s.sku_id,
       greatest(s.promised + s.backordered + s.doubted - coalesce(e.units, 0) - coalesce(t.units, 0), 0)::bigint
FROM inventory_sitestock AS s
LEFT JOIN LATERAL (
    SELECT sum(CASE WHEN l.is_blocked THEN b.allocated ELSE b.on_hand END) AS units
    FROM inventory_balance AS b JOIN inventory_location AS l ON l.id = b.location_id
    WHERE b.sku_id = s.sku_id AND b.owner_id = s.owner_id AND b.condition = 'sellable' AND b.on_hand > 0
      AND l.site_id = s.site_id AND l.counts_as_on_hand AND l.kind <> 'receiving'
) AS e ON true
LEFT JOIN LATERAL (
    SELECT sum(w.quantity) AS units FROM inbound_putawaytask AS w
    WHERE w.site_id = s.site_id AND w.sku_id = s.sku_id AND w.status IN ('open', 'claimed') AND w.why = 'waited_for'
      AND w.id <> ALL(%(without)s::uuid[])
) AS t ON true
WHERE s.site_id = %(site_id)s AND s.sku_id = ANY(%(sku_ids)s::uuid[]) AND s.owner_id = s.merchant_id
  AND s.promised + s.backordered > 0
"""
"""Units by item that orders of a site wait for, apart from what the tasks `without` bring."""
