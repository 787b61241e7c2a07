-- The bare locked statement: running sums of demand and supply per SKU, their overlap is the allocation.
WITH demand AS (
    SELECT id, sku, quantity, sum(quantity) OVER (PARTITION BY sku ORDER BY id) AS upto FROM limit_demand
), locked AS MATERIALIZED (
    SELECT id, sku, on_hand - allocated AS free, received_on FROM limit_bin WHERE on_hand > allocated
    ORDER BY id FOR NO KEY UPDATE
), supply AS (
    SELECT id, sku, free, sum(free) OVER (PARTITION BY sku ORDER BY received_on, id) AS upto FROM locked
), overlap AS MATERIALIZED (
    SELECT d.id AS line_id, d.sku, s.id AS bin_id,
           least(d.upto, s.upto) - greatest(d.upto - d.quantity, s.upto - s.free) AS quantity
    FROM demand AS d JOIN supply AS s ON s.sku = d.sku AND s.upto > d.upto - d.quantity AND s.upto - s.free < d.upto
), taken AS (
    UPDATE limit_bin AS b SET allocated = b.allocated + o.units
    FROM (SELECT bin_id, sum(quantity) AS units FROM overlap GROUP BY 1) AS o WHERE b.id = o.bin_id
)
INSERT INTO limit_allocation (line_id, sku, bin_id, quantity) SELECT line_id, sku, bin_id, quantity FROM overlap
