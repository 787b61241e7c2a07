-- Orders of a year, three lines each, shipped long ago: what stands in the tables of an installation that has grown.
-- Their tables are filled side by side from these.
CREATE UNLOGGED TABLE past AS
SELECT n, uuidv7() AS order_id, uuidv7() AS contact_id, uuidv7() AS address_id, uuidv7() AS fulfillment_id,
       now() - interval '1 year' + n * (interval '364 days' / :orders) AS placed_at
FROM generate_series(1, :orders) AS n;
CREATE UNLOGGED TABLE item AS
SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, (SELECT count(*) FROM catalog_sku) AS skus FROM catalog_sku;
CREATE UNLOGGED TABLE past_line AS
SELECT p.n * 3 + k AS id, p.order_id, p.fulfillment_id, k + 1 AS position, item.id AS sku_id
FROM past AS p CROSS JOIN generate_series(0, 2) AS k JOIN item ON item.n = (p.n * 7 + k * 331) % item.skus;
-- Orders of today take their lines' ids, a thousand to a block, behind these.
SELECT setval('orders_line_block', max(id) / 1000 + 1) FROM past_line;
