"""Your eyes only: what the database shows to whom, whatever a query forgets."""

import threading

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from packhaus.access.isolation import list_models
from packhaus.access.models import MerchantOwned, OperatorOwned, Shared
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.kernel import rows
from tests.harness.cast import Place
from tests.harness.stock import PutStock

COUNT_SKUS = "SELECT count(*) FROM catalog_sku"


def test_tests_run_as_a_role_that_is_neither_owner_nor_exempt(operator: Scope) -> None:
    with transaction(operator):
        role = rows.fetch_tuples(
            "SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
    assert role == [(False, False, False)]


def test_a_merchant_sees_only_its_own_rows(mug: Sku, beta_mug: Sku, acme_scope: Scope) -> None:
    with transaction(acme_scope):
        assert rows.fetch_tuples("SELECT id FROM catalog_sku") == [(mug.id,)]


def test_the_operator_sees_everybody(mug: Sku, beta_mug: Sku, operator: Scope) -> None:
    with transaction(operator):
        assert rows.fetch_value(COUNT_SKUS) == 2


def test_without_a_scope_nobody_is_there(committed: dict[str, str], mug: Sku) -> None:
    assert rows.fetch_value(COUNT_SKUS) == 0


def test_a_pooled_connection_keeps_nothing_of_the_tenant_before(
    committed: dict[str, str], mug: Sku, acme_scope: Scope, beta_scope: Scope
) -> None:
    with transaction(acme_scope):
        backend = rows.fetch_value("SELECT pg_backend_pid()")
        assert rows.fetch_value(COUNT_SKUS) == 1
    assert rows.fetch_value(COUNT_SKUS) == 0
    with transaction(beta_scope):
        assert rows.fetch_value("SELECT pg_backend_pid()") == backend
        assert rows.fetch_value(COUNT_SKUS) == 0


def test_a_merchant_cannot_write_rows_of_another(mug: Sku, beta_scope: Scope) -> None:
    with transaction(beta_scope):
        assert rows.execute("UPDATE catalog_sku SET name = 'mine now'") == 0


def test_a_merchant_sees_nothing_of_the_floor(leeds: Place, acme_scope: Scope) -> None:
    with transaction(acme_scope):
        assert rows.fetch_value("SELECT count(*) FROM inventory_location") == 0


def test_a_partition_cannot_be_asked_by_its_own_name(operator: Scope) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction(operator, savepoint=True):
        rows.fetch_value("SELECT count(*) FROM journal_entry_default")


def test_the_scope_costs_no_round_trip_of_its_own(committed: dict[str, str], acme_scope: Scope) -> None:
    connection.force_debug_cursor = True
    connection.queries_log.clear()
    with transaction(acme_scope):
        rows.fetch_value(COUNT_SKUS)
    statements = [query["sql"] for query in connection.queries]
    connection.force_debug_cursor = False
    assert len(statements) == 3, statements
    assert statements[0].startswith("BEGIN; SELECT set_config")


def test_the_ledger_cannot_be_changed(mug: Sku, leeds: Place, stock: PutStock, operator: Scope) -> None:
    stock(mug, leeds, 5)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction(operator, savepoint=True):
        rows.execute("UPDATE inventory_movement SET quantity = 6")


def test_two_threads_have_two_scopes(
    committed: dict[str, str], mug: Sku, beta_mug: Sku, acme_scope: Scope, beta_scope: Scope
) -> None:
    seen: list[object] = []

    def look() -> None:
        with transaction(beta_scope):
            seen.extend(rows.fetch_tuples("SELECT id FROM catalog_sku"))
        connection.close()

    with transaction(acme_scope):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        assert rows.fetch_tuples("SELECT id FROM catalog_sku") == [(mug.id,)]
    assert seen == [(beta_mug.id,)]


@pytest.mark.parametrize("model", list_models(), ids=lambda model: model._meta.db_table)
def test_every_table_belongs_to_exactly_one_class(model: type) -> None:
    assert sum(issubclass(model, base) for base in (MerchantOwned, OperatorOwned, Shared)) == 1
