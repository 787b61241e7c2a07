"""The stage of an order as one SQL function, and the sequence of order numbers."""

from django.db import migrations

STAGE = """
CREATE FUNCTION orders_stage_of(stage text, tracking text, ordered numeric, cancelled numeric, working numeric, shipped numeric)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN stage IN ('draft', 'closed') THEN stage
    WHEN cancelled >= ordered THEN 'cancelled'
    WHEN shipped >= ordered - cancelled THEN CASE WHEN tracking = 'delivered' THEN 'delivered' ELSE 'shipped' END
    WHEN shipped > 0 THEN 'partially_shipped'
    WHEN working > 0 THEN 'in_progress'
    ELSE 'placed'
END;

CREATE FUNCTION orders_refresh_stage(order_ids uuid[], at timestamptz) RETURNS bigint LANGUAGE sql AS $$
    WITH counted AS (
        SELECT order_id, sum(ordered) AS ordered, sum(cancelled) AS cancelled,
               sum(allocated + picked + packed) AS working, sum(shipped) AS shipped
        FROM orders_orderline WHERE order_id = ANY(order_ids) GROUP BY order_id
    ), changed AS (
        UPDATE orders_order AS o
        SET stage = orders_stage_of(o.stage, o.tracking_status, c.ordered, c.cancelled, c.working, c.shipped),
            shipped_at = CASE WHEN c.shipped >= c.ordered - c.cancelled AND c.shipped > 0
                              THEN coalesce(o.shipped_at, at) END
        FROM counted AS c
        WHERE o.id = c.order_id
          AND o.stage <> orders_stage_of(o.stage, o.tracking_status, c.ordered, c.cancelled, c.working, c.shipped)
        RETURNING 1
    )
    SELECT count(*) FROM changed
$$;

CREATE SEQUENCE orders_number_block START 5001;
CREATE SEQUENCE orders_line_block;
CREATE SEQUENCE outbound_number START 1001;
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]
    operations = [
        migrations.RunSQL(
            STAGE,
            "DROP FUNCTION orders_refresh_stage; DROP FUNCTION orders_stage_of; DROP SEQUENCE orders_number_block; "
            "DROP SEQUENCE orders_line_block; DROP SEQUENCE outbound_number",
        )
    ]
