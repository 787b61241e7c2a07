"""Row-level security, grants, triggers and composite keys, made from the models after every migration.

Deriving them keeps one source: a new table that inherits MerchantOwned is closed before anyone writes a query for it.
Runs as the owner, in one transaction, as often as you like.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connections, models, transaction

from packhaus.access.models import MerchantOwned, OperatorOwned, OwnedForeignKey

# The comparison stands inside: outside of it the planner would believe that one row in 200 is to be seen.
_OPERATOR = "(SELECT current_setting('packhaus.operator', true) = 'on')"
_MERCHANTS = "((SELECT nullif(current_setting('packhaus.merchants', true), ''))::uuid[])"
# Asked for each row that is written, where a sub-select would be started for each statement, and a list parsed for each
# row: an id can stand in a list of ids only as one of them.
_IS_OURS = (
    "strpos(current_setting('packhaus.merchants', true), merchant_id::text) > 0 "
    "OR current_setting('packhaus.operator', true) = 'on'"
)
_APPEND_ONLY = ("journal_entry", "inventory_movement")


def secure_database(*, runtime_role: str) -> None:
    """Close every table of ours for the runtime role except through its policy. Emits: nothing."""
    # A grant writes a table's row of pg_class without locking the table: an ANALYZE by autovacuum, which is busy right
    # after a start, would wait for that row while what alters the table waits for it. Policies lock the table first.
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for statement in (
            *_policies(),
            *_grants(runtime_role),
            *_partitions(runtime_role),
            *_composite_keys(),
            *_append_only(runtime_role),
        ):
            cursor.execute(statement)


def list_models() -> list[type[models.Model]]:
    """Return Packhaus's own models, in the order of their apps."""
    return [model for model in apps.get_models() if model.__module__.startswith("packhaus.")]


def _grants(role: str) -> Iterator[str]:
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}"


def _policies() -> Iterator[str]:
    for model in list_models():
        condition = _condition(model)
        if condition is None:
            continue
        written = _IS_OURS if issubclass(model, MerchantOwned) else condition
        table = model._meta.db_table
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS scope ON {table}"
        yield f"CREATE POLICY scope ON {table} USING ({condition}) WITH CHECK ({written})"


def _partitions(role: str) -> Iterator[str]:
    """Close partitions: one that is asked by its own name would bypass its parent's policy."""
    yield (
        "DO $$ DECLARE part regclass; BEGIN FOR part IN SELECT inhrelid::regclass FROM pg_inherits "  # noqa: S608 - role is ours
        "JOIN pg_class ON pg_class.oid = inhrelid WHERE relkind = 'r' LOOP "
        f"EXECUTE format('REVOKE ALL ON %s FROM {role}', part); END LOOP; END $$"
    )


def _condition(model: type[models.Model]) -> str | None:
    if issubclass(model, MerchantOwned):
        return f"{_OPERATOR} OR merchant_id = ANY {_MERCHANTS}"
    if issubclass(model, OperatorOwned):
        return _OPERATOR
    return None


def _composite_keys() -> Iterator[str]:
    for model in list_models():
        for field in model._meta.local_fields:
            if isinstance(field, OwnedForeignKey):
                yield from _composite_key(model._meta.db_table, field)


def _composite_key(table: str, field: OwnedForeignKey) -> Iterator[str]:
    parent = field.related_model._meta.db_table
    unique, name = f"{parent}_within_merchant", f"{table}_{field.column}_same_merchant"
    yield _unless_constrained(
        unique, f"ALTER TABLE {parent} ADD CONSTRAINT {unique} UNIQUE (merchant_id, id)"
    )
    yield _unless_constrained(
        name,
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (merchant_id, {field.column}) "
        f"REFERENCES {parent} (merchant_id, id) DEFERRABLE INITIALLY IMMEDIATE",
    )


def _unless_constrained(name: str, statement: str) -> str:
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{name}') "
        f"THEN {statement}; END IF; END $$"
    )


def _append_only(role: str) -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only: counter the entry instead', TG_TABLE_NAME; END $$"
    )
    for table in _APPEND_ONLY:
        yield f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}"
        yield f"DROP TRIGGER IF EXISTS append_only ON {table}"
        yield (
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
