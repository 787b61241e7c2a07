"""Probes and metrics: who may ask, what they say, and that they name no merchant."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import RequestFactory
from prometheus_client.parser import text_string_to_metric_families

from packhaus.access.models import Merchant
from packhaus.catalog.models import Sku
from packhaus.config import probes, wsgi
from packhaus.config.environment import get_environment
from packhaus.config.subscriptions import list_subscribers
from packhaus.insight.services.check import note_check
from packhaus.journal.services.subscribers import ensure_subscriptions
from tests.harness.cast import Place
from tests.harness.stock import PutStock


def ask(path: str, **headers: str) -> tuple[str, str]:
    answered: list[str] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        answered.append(status)

    body: Any = wsgi.application(RequestFactory().get(path, headers=headers).environ, start_response)
    text = b"".join(body).decode()
    if hasattr(body, "close"):
        body.close()
    return answered[0], text


def read_samples(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def read_value(text: str, name: str, **labels: str) -> float:
    return read_samples(text)[name, frozenset(labels.items())]


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(get_environment(), "metrics_token", "let-me-see")
    return "let-me-see"


def test_alive_and_ready_when_all_is_well(committed: dict[str, str]) -> None:
    assert ask("/healthz") == ("200 OK", '{"status": "alive"}')
    assert ask("/readyz") == ("200 OK", '{"status": "ready"}')


def test_not_ready_but_alive_while_the_database_is_away(
    committed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    connections["default"].close()
    # Undone here: after the test's database has gone, it would lead every later test to it.
    with monkeypatch.context() as away:
        away.setitem(connections["default"].settings_dict, "NAME", "no_such_database")
        status, text = ask("/readyz")
        assert (status, json.loads(text)["for"]) == ("503 Service Unavailable", "database")
        assert ask("/healthz")[0] == "200 OK"
        assert read_value(ask("/metrics")[1], "packhaus_database_up") == 0


def test_not_ready_while_a_migration_is_missing(committed: dict[str, str]) -> None:
    probes._migrated.cache_clear()
    with psycopg.connect(committed["DATABASE_OWNER_URL"]) as owner:
        owner.execute("DELETE FROM django_migrations WHERE app = 'insight' AND name > '0002'")
    status, text = ask("/readyz")
    probes._migrated.cache_clear()
    assert (status, json.loads(text)["for"]) == ("503 Service Unavailable", "migrations")


def test_metrics_are_for_this_machine_unless_there_is_a_token(committed: dict[str, str]) -> None:
    assert ask("/metrics")[0] == "200 OK"
    assert ask("/metrics", X_Forwarded_For="203.0.113.9")[0] == "401 Unauthorized"


def test_with_a_token_everybody_needs_it(committed: dict[str, str], token: str) -> None:
    assert ask("/metrics")[0] == "401 Unauthorized"
    assert ask("/metrics", Authorization="Bearer guess")[0] == "401 Unauthorized"
    assert ask("/metrics", Authorization=f"Bearer {token}", X_Forwarded_For="203.0.113.9")[0] == "200 OK"


def test_requests_are_counted_by_template_and_never_by_address(committed: dict[str, str]) -> None:
    ask("/t/a-secret-token")
    ask("/api/v1/orders/SO-100234")
    ask("/wp-admin/setup.php")
    text = ask("/metrics")[1]
    count = "packhaus_request_duration_seconds_count"
    assert read_value(text, count, method="GET", route="unmatched", status="404") >= 1
    assert read_value(text, count, method="GET", route="/api/v1/orders/<number>", status="401") >= 1
    assert not any(word in text for word in ("secret", "100234", "wp-admin"))


def test_the_journals_lag_is_told_per_reader(
    committed: dict[str, str], mug: Sku, leeds: Place, stock: PutStock, acme: Merchant, beta: Merchant
) -> None:
    ensure_subscriptions(list_subscribers())
    text = ask("/metrics")[1]
    assert read_value(text, "packhaus_journal_lag_entries", subscriber="insight.index_search") == 0
    assert read_value(text, "packhaus_oldest_transaction_seconds") < 60
    assert read_value(text, "packhaus_database_connections_max") > 0
    assert not any(word in text for word in ("ACME", "BETA", "MUG", str(acme.id)))


def test_an_old_transaction_is_seen(committed: dict[str, str]) -> None:
    with psycopg.connect(committed["DATABASE_OWNER_URL"]) as owner:
        owner.execute("SELECT pg_current_xact_id()")
        owner.execute("SELECT pg_sleep(0.2)")
        assert read_value(ask("/metrics")[1], "packhaus_oldest_transaction_seconds") >= 0.2


def test_waiting_jobs_and_the_age_of_the_last_check_are_told(committed: dict[str, str]) -> None:
    with psycopg.connect(committed["DATABASE_OWNER_URL"]) as owner:
        owner.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) "
            "VALUES ('default', 'x', '{}', 'todo')"
        )
    note_check([], now=datetime.now(UTC) - timedelta(hours=2))
    text = ask("/metrics")[1]
    assert read_value(text, "packhaus_jobs", queue="default", status="todo") == 1
    assert read_value(text, "packhaus_last_run_age_seconds", kind="check") == pytest.approx(7200, abs=60)
    assert read_value(text, "packhaus_last_run_good", kind="check") == 1


def test_a_row_without_a_month_of_its_own_is_an_alarm(committed: dict[str, str]) -> None:
    assert read_value(ask("/metrics")[1], "packhaus_stray_partition_bytes") == 0
    with psycopg.connect(committed["DATABASE_OWNER_URL"]) as owner:
        owner.execute(
            "INSERT INTO journal_entry (recorded_on, happened_at, kind, aggregate_kind, aggregate_id, actor_kind, "
            "actor_id, data) VALUES ('2035-01-01', now(), 'x', 'x', '1', 'system', 'x', '{}')"
        )
    assert read_value(ask("/metrics")[1], "packhaus_stray_partition_bytes") > 0
