"""The ledger's own table: partitioned by month, no foreign keys (`packhaus check` proves what they would)."""

from django.db import migrations

MOVEMENT = """
CREATE TABLE inventory_movement (
    recorded_on date NOT NULL DEFAULT current_date,
    id bigint GENERATED ALWAYS AS IDENTITY,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    happened_at timestamptz NOT NULL,
    merchant_id uuid NOT NULL,
    site_id uuid NOT NULL,
    sku_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    from_location_id bigint NOT NULL,
    to_location_id bigint NOT NULL,
    lot_id bigint,
    serial varchar(40),
    from_unit_id uuid,
    to_unit_id uuid,
    from_condition varchar(11) NOT NULL,
    to_condition varchar(11) NOT NULL,
    quantity bigint NOT NULL,
    grams bigint NOT NULL DEFAULT 0,
    reason varchar(16) NOT NULL,
    document_kind varchar(16) NOT NULL,
    document_id varchar(40) NOT NULL,
    actor_kind varchar(8) NOT NULL,
    actor_id varchar(40) NOT NULL,
    PRIMARY KEY (recorded_on, id),
    CONSTRAINT movement_has_units CHECK (quantity > 0)
) PARTITION BY RANGE (recorded_on);
CREATE INDEX inventory_movement_by_sku ON inventory_movement (sku_id, site_id, id);
CREATE INDEX inventory_movement_by_document ON inventory_movement (document_id, id);
CREATE TABLE inventory_movement_default PARTITION OF inventory_movement DEFAULT;
SELECT packhaus_ensure_partitions('inventory_movement', current_date, 3);
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial"), ("journal", "0002_entry")]
    operations = [migrations.RunSQL(MOVEMENT, "DROP TABLE inventory_movement")]
