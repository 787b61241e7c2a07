-- The bare query on the product's own tables, as their owner: no policies, no JSON, one site.
SELECT k.code, s.on_hand - s.promised - s.held - s.safety AS available, s.on_hand, s.promised, s.held, s.safety,
       s.backordered, s.inbound
FROM catalog_sku AS k JOIN inventory_sitestock AS s ON s.sku_id = k.id AND s.owner_id = k.merchant_id
WHERE k.code = ANY (ARRAY(SELECT 'SKU-' || n FROM generate_series(1, :skus) AS n));
