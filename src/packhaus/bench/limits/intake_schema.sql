-- The least that holds an order: what the product's tables carry beyond this is the product's to answer for.
CREATE TABLE limit_stock (id bigint PRIMARY KEY, on_hand bigint NOT NULL, promised bigint NOT NULL,
    CHECK (promised <= on_hand)) WITH (fillfactor = 50);
CREATE TABLE limit_order (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, merchant_id uuid NOT NULL,
    external_number text NOT NULL, placed_at timestamptz NOT NULL, total_minor bigint NOT NULL,
    UNIQUE (merchant_id, external_number));
CREATE TABLE limit_line (order_id bigint NOT NULL, position smallint NOT NULL, sku_id bigint NOT NULL,
    quantity bigint NOT NULL, price_minor bigint NOT NULL, PRIMARY KEY (order_id, position));
CREATE SEQUENCE limit_number;
INSERT INTO limit_stock SELECT n, 1000000000, 0 FROM generate_series(1, 1000) AS n;
