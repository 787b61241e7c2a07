"""A connection that was cut is noticed before it is used, without asking the server."""

from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows


def start_request() -> None:
    """Do what Django does when a request begins."""
    connections["default"].close_if_unusable_or_obsolete()


def get_backend() -> int:
    with transaction(Scope.operator()):
        found: int = rows.fetch_value("SELECT pg_backend_pid()")
    return found


def test_a_healthy_connection_is_kept_and_nothing_is_asked(committed: dict[str, str]) -> None:
    backend = get_backend()
    with CaptureQueriesContext(connection) as captured:
        start_request()
        assert get_backend() == backend
    assert [query["sql"].split()[0] for query in captured] == ["BEGIN;", "SELECT", "COMMIT"]


def test_a_cut_connection_is_replaced(committed: dict[str, str]) -> None:
    backend = get_backend()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
    start_request()
    assert get_backend() != backend


def test_a_cut_connection_is_replaced_outside_a_transaction_too(committed: dict[str, str]) -> None:
    backend = get_backend()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
    start_request()
    assert rows.fetch_value("SELECT pg_backend_pid()") != backend
