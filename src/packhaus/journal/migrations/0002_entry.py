"""The journal's own table: partitioned by month, ordered for readers by (transaction, id)."""

from django.db import migrations

PARTITIONS = """
CREATE FUNCTION packhaus_ensure_partitions(parent text, first_month date, months integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    month date := date_trunc('month', first_month);
    made integer := 0;
BEGIN
    FOR step IN 0 .. months LOOP
        IF to_regclass(format('%s_%s', parent, to_char(month, 'YYYYMM'))) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                           format('%s_%s', parent, to_char(month, 'YYYYMM')), parent, month, month + interval '1 month');
            made := made + 1;
        END IF;
        month := month + interval '1 month';
    END LOOP;
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION packhaus_ensure_partitions FROM PUBLIC;
"""

ENTRY = """
CREATE TABLE journal_entry (
    recorded_on date NOT NULL DEFAULT current_date,
    id bigint GENERATED ALWAYS AS IDENTITY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    happened_at timestamptz NOT NULL,
    kind varchar(48) NOT NULL,
    merchant_id uuid,
    aggregate_kind varchar(24) NOT NULL,
    aggregate_id varchar(40) NOT NULL,
    actor_kind varchar(8) NOT NULL,
    actor_id varchar(40) NOT NULL,
    cause_id bigint,
    data jsonb NOT NULL,
    PRIMARY KEY (recorded_on, id)
) PARTITION BY RANGE (recorded_on);
CREATE INDEX journal_entry_in_reading_order ON journal_entry (xid, id);
CREATE INDEX journal_entry_by_aggregate ON journal_entry (aggregate_id, id);
CREATE TABLE journal_entry_default PARTITION OF journal_entry DEFAULT;
SELECT packhaus_ensure_partitions('journal_entry', current_date, 3);
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.RunSQL(PARTITIONS, "DROP FUNCTION packhaus_ensure_partitions"),
        migrations.RunSQL(ENTRY, "DROP TABLE journal_entry"),
    ]
