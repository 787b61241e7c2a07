"""What could be promised of an item now, and what is free only in bins that a picker found short."""

# The bin's record is in doubt until it is counted, or somebody looks into the short. A merchant's orders are promised
# only from the sites of its terms. `waiting` names the items: a relation with merchant_id, sku_id and units.
WITH_PROMISABLE = """
site AS (
    SELECT w.sku_id, w.units,
           CASE WHEN s.policy = 'unlimited' THEN w.units
                ELSE greatest(s.on_hand - s.promised - s.held - s.safety, 0) END AS free,
           greatest(least(s.on_hand - s.promised - s.held - s.safety + s.doubted, s.doubted), 0) AS uncounted,
           doubt.location_id
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
        SELECT min(x.location_id) AS location_id FROM outbound_short AS x
        WHERE x.site_id = s.site_id AND x.sku_id = s.sku_id AND x.doubted > 0
    ) AS doubt ON s.doubted > 0
    WHERE agreed.value IS NULL OR agreed.value = '[]'::jsonb OR jsonb_exists(agreed.value, n.code::text)
), promisable AS (
    SELECT sku_id, sum(free)::bigint AS free, sum(uncounted)::bigint AS uncounted,
           min(location_id) FILTER (WHERE uncounted > 0) AS uncounted_location_id
    FROM site GROUP BY sku_id
)
"""
