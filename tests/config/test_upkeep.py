"""Chores can be done by anybody at any time, and twice."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connections
from django.utils import timezone

from packhaus.access.scope import Scope, transaction
from packhaus.config.upkeep import CHORES, do_chores, ensure_partitions, retry_stalled_jobs
from packhaus.insight.queries.last_runs import list_last_runs
from packhaus.kernel import rows

pytestmark = pytest.mark.usefixtures("committed")


def list_partitions() -> set[str]:
    with transaction(Scope.operator()):
        return {
            name
            for (name,) in rows.fetch_tuples(
                "SELECT relname FROM pg_class JOIN pg_inherits ON inhrelid = oid WHERE relkind = 'r'"
            )
        }


def test_partitions_are_made_three_months_ahead_and_once() -> None:
    later = datetime(2027, 6, 15, tzinfo=UTC)
    assert ensure_partitions(later) == 8
    assert ensure_partitions(later) == 0
    assert {"journal_entry_202709", "inventory_movement_202706"} <= list_partitions()


def test_a_new_partition_is_as_closed_as_its_parent() -> None:
    ensure_partitions(datetime(2027, 6, 15, tzinfo=UTC))
    with transaction(Scope.operator()):
        assert not rows.fetch_value("SELECT has_table_privilege('journal_entry_202706', 'SELECT')")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'journal_entry_202706'::regclass")
        assert cursor.fetchone() == (1,)


def test_every_chore_can_be_done_on_an_empty_installation() -> None:
    for chore in CHORES:
        chore.do(timezone.now())
    assert {chore.do(timezone.now()) for chore in CHORES} == {0}


def test_upkeep_is_remembered() -> None:
    counts = do_chores(has_owner=True)
    [run] = list_last_runs(Scope.operator())
    assert (run.kind, run.is_good, run.figures) == ("upkeep", True, counts)


def test_the_job_of_a_dead_worker_is_handed_on(committed: dict[str, str]) -> None:
    silent = timezone.now() - timedelta(hours=1)
    with psycopg.connect(committed["DATABASE_OWNER_URL"]) as connection:
        worker = connection.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [silent]
        ).fetchone()
        assert worker is not None
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id) "
            "VALUES ('default', 'x', '{}', 'doing', %s)",
            [worker[0]],
        )
    assert retry_stalled_jobs(timezone.now()) == 1
    with transaction(Scope.operator()):
        assert rows.fetch_value("SELECT status::text FROM procrastinate_jobs") == "todo"
