CREATE TABLE limit_bin (id bigint PRIMARY KEY, sku bigint NOT NULL, on_hand bigint NOT NULL, allocated bigint NOT NULL,
    received_on date NOT NULL, CHECK (allocated BETWEEN 0 AND on_hand));
CREATE TABLE limit_demand (id bigint PRIMARY KEY, sku bigint NOT NULL, quantity bigint NOT NULL);
CREATE TABLE limit_allocation (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, line_id bigint NOT NULL,
    sku bigint NOT NULL, bin_id bigint NOT NULL, quantity bigint NOT NULL);
CREATE INDEX limit_allocation_by_line ON limit_allocation (line_id);
INSERT INTO limit_bin
SELECT n, 1 + n % 1000, 60, 0, date '2026-01-01' + (n / 2000)::int FROM generate_series(1, 10000) AS n;
