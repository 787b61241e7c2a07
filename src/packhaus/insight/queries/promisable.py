"""What could be promised of an item now, and what is free only in bins that a picker found short."""

# The bin's record is in doubt until it is counted, or somebody looks into the short. A merchant's orders are promised
# only from the sites of its terms. `waiting` names the items: a relation with merchant_id, sku_id and units.
WITH_PROMISABLE = """
site AS (
    SELECT w.sku_id, w.units,
           CASE WHEN s.policy = 'unlimited' THEN w.units
                ELSE greatest(s.on_hand - s.promised - s.held - s.safety, 0) END AS free,
           coalesce(doubt.units, 0) AS doubted, doubt.location_id
    FROM waiting AS w
    JOIN inventory_sitestock AS s ON s.sku_id = w.sku_id AND s.owner_id = s.merchant_id
    JOIN network_site AS n ON n.id = s.site_id AND n.is_active
    LEFT JOIN LATERAL (
        SELECT t.value FROM terms_term AS t
        WHERE t.merchant_id = w.merchant_id AND t.key = 'ship_from' AND t.valid_from <= %(now)s
          AND (t.valid_to IS NULL OR t.valid_to > %(now)s)
        ORDER BY t.valid_from DESC, t.id DESC LIMIT 1
    ) AS agreed ON true
    LEFT JOIN LATERAL (
        SELECT sum(b.on_hand - b.allocated) AS units, min(b.location_id) AS location_id
        FROM inventory_balance AS b JOIN inventory_location AS l ON l.id = b.location_id
        WHERE b.sku_id = w.sku_id AND l.site_id = s.site_id AND b.condition = 'sellable' AND b.on_hand > b.allocated
          AND EXISTS (
              SELECT FROM outbound_short AS x
              WHERE x.site_id = s.site_id AND x.sku_id = b.sku_id AND x.location_id = b.location_id
                AND x.resolved_at IS NULL AND x.reason <> 'damaged')
    ) AS doubt ON s.policy = 'own'
    WHERE agreed.value IS NULL OR agreed.value = '[]'::jsonb OR jsonb_exists(agreed.value, n.code::text)
), promisable AS (
    SELECT sku_id, sum(greatest(free - doubted, 0))::bigint AS free, sum(least(free, doubted))::bigint AS uncounted,
           min(location_id) FILTER (WHERE least(free, doubted) > 0) AS uncounted_location_id
    FROM site GROUP BY sku_id
)
"""
