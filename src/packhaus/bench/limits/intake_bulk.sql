-- One chunk of a file, set-based: what was copied into the staging table becomes orders, lines and reservations.
WITH wanted AS (
    SELECT sku_id, sum(quantity) AS quantity FROM staging GROUP BY sku_id
), locked AS MATERIALIZED (
    SELECT s.id, w.quantity FROM limit_stock AS s JOIN wanted AS w ON w.sku_id = s.id ORDER BY s.id FOR NO KEY UPDATE OF s
), reserved AS (
    UPDATE limit_stock AS s SET promised = s.promised + l.quantity FROM locked AS l
    WHERE s.id = l.id AND s.on_hand - s.promised >= l.quantity RETURNING s.id
), ok AS (
    SELECT 1 WHERE (SELECT count(*) FROM reserved) = (SELECT count(*) FROM wanted)
), placed AS (
    INSERT INTO limit_order (merchant_id, external_number, placed_at, total_minor)
    SELECT '00000000-0000-7000-8000-000000000001'::uuid, g.number, now(), g.total
    FROM ok, (SELECT number, sum(quantity * price) AS total FROM staging GROUP BY number) AS g
    RETURNING id, external_number
)
INSERT INTO limit_line (order_id, position, sku_id, quantity, price_minor)
SELECT placed.id, s.position, s.sku_id, s.quantity, s.price
FROM staging AS s JOIN placed ON placed.external_number = s.number
