import pytest
from django.db import DataError, connection, transaction

from packhaus.kernel import rows

_ASKED = "SELECT %(number)s::bigint + 1"
_PREPARED = "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement = 'SELECT $1::bigint + 1'"


class RefusedError(Exception):
    pass


def ask(times: int) -> None:
    for number in range(times):
        assert rows.fetch_value(_ASKED, {"number": number}) == number + 1


@transaction.atomic
def ask_and_refuse() -> None:
    ask(1)
    raise RefusedError


def count_runs() -> int:
    return int(rows.fetch_value(_PREPARED, {}) or 0)


@pytest.mark.django_db(transaction=False)
def test_a_statement_stays_prepared_when_a_savepoint_is_rolled_back() -> None:
    ask(5)
    before = count_runs()
    with pytest.raises(RefusedError):
        ask_and_refuse()
    ask(1)
    assert count_runs() == before + 2


def test_a_statement_stays_prepared_when_a_transaction_is_rolled_back(committed: dict[str, str]) -> None:
    ask(5)
    before = count_runs()
    with pytest.raises(RefusedError):
        ask_and_refuse()
    ask(1)
    assert count_runs() == before + 2


def test_altering_a_table_forgets_them_all(committed: dict[str, str]) -> None:
    ask(5)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE changing (one int)")
        cursor.execute("ALTER TABLE changing ADD two int")
    ask(1)
    assert count_runs() == 0


def test_a_statement_that_failed_can_be_asked_again(committed: dict[str, str]) -> None:
    for _ in range(4):
        with pytest.raises(DataError):
            rows.fetch_value("SELECT 1 / %(number)s::bigint", {"number": 0})
        assert rows.fetch_value("SELECT 1 / %(number)s::bigint", {"number": 1}) == 1
