\set a random(1, 1000)
\set b 1 + (:a + random(1, 400)) % 1000
\set c 1 + (:b + random(1, 400)) % 1000
WITH locked AS MATERIALIZED (
    SELECT id FROM limit_stock WHERE id IN (:a, :b, :c) ORDER BY id FOR NO KEY UPDATE
), reserved AS (
    UPDATE limit_stock AS s SET promised = promised + 2 FROM locked
    WHERE s.id = locked.id AND s.on_hand - s.promised >= 2 RETURNING s.id
), ok AS (
    SELECT 1 WHERE (SELECT count(*) FROM reserved) = 3
), placed AS (
    INSERT INTO limit_order (merchant_id, external_number, placed_at, total_minor)
    SELECT '00000000-0000-7000-8000-000000000001'::uuid, nextval('limit_number')::text, now(), 1500 FROM ok RETURNING id
)
INSERT INTO limit_line (order_id, position, sku_id, quantity, price_minor)
SELECT placed.id, line.position::smallint, line.sku_id::bigint, 2, 250
FROM placed, (VALUES (1, :a), (2, :b), (3, :c)) AS line (position, sku_id);
