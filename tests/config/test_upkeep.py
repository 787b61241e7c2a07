"""Chores can be done by anybody at any time, and twice."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connections
from django.utils import timezone

from packhaus.access.scope import Scope, transaction
from packhaus.config.partitions import ensure_partitions, move_strays
from packhaus.config.upkeep import CHORES, do_chores, retry_stalled_jobs
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
    assert ensure_partitions(later) == 12
    assert ensure_partitions(later) == 0
    assert {"journal_entry_202709", "inventory_movement_202706"} <= list_partitions()


def test_a_new_partition_is_as_closed_as_its_parent() -> None:
    ensure_partitions(datetime(2027, 6, 15, tzinfo=UTC))
    with transaction(Scope.operator()):
        assert not rows.fetch_value("SELECT has_table_privilege('journal_entry_202706', 'SELECT')")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'journal_entry_202706'::regclass")
        assert cursor.fetchone() == (1,)


_STRAY = """
INSERT INTO journal_entry (recorded_on, happened_at, kind, merchant_id, aggregate_kind, aggregate_id, actor_kind,
    actor_id, data)
SELECT day, now(), 'stray', NULL, 'x', 'x', 'system', 'x', '{}'
FROM unnest(ARRAY['2031-01-31', '2031-02-01', '2031-02-28', '2031-12-31']::date[]) AS day
"""
_WHERE = "SELECT tableoid::regclass::text, recorded_on::text, id, xid::text FROM journal_entry WHERE kind = 'stray'"


def read_strays() -> list[tuple[str, str, int, str]]:
    with transaction(Scope.operator()):
        return sorted(rows.fetch_tuples(f"{_WHERE} ORDER BY id"))


def test_rows_that_came_without_a_month_are_put_into_one_and_keep_their_numbers() -> None:
    with transaction(Scope.operator()):
        rows.execute(_STRAY)
    before = read_strays()
    assert {table for table, *_ in before} == {"journal_entry_default"}
    assert move_strays(timezone.now()) == 4
    after = read_strays()
    assert [table for table, *_ in after] == [
        "journal_entry_203101", "journal_entry_203102", "journal_entry_203102", "journal_entry_203112",
    ]  # fmt: skip
    assert sorted(row[1:] for row in after) == sorted(row[1:] for row in before)
    assert move_strays(timezone.now()) == 0
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('journal_entry_default')")
        assert cursor.fetchone() == (0,)


def test_a_month_made_for_strays_is_as_closed_as_the_others_and_takes_what_comes() -> None:
    with transaction(Scope.operator()):
        rows.execute(_STRAY)
    move_strays(timezone.now())
    with transaction(Scope.operator()):
        rows.execute(_STRAY)
        assert not rows.fetch_value("SELECT has_table_privilege('journal_entry_203101', 'SELECT')")
    assert "journal_entry_default" not in {table for table, *_ in read_strays()}
    with connections["owner"].cursor() as cursor:
        with pytest.raises(ProgrammingError, match="append-only"):
            cursor.execute("DELETE FROM journal_entry_203101")
        cursor.execute("SELECT tgenabled FROM pg_trigger WHERE tgrelid = 'journal_entry_default'::regclass")
        assert cursor.fetchone() == ("O",)


def test_a_month_is_made_although_rows_of_it_came_before() -> None:
    """Without the move `ensure_partitions` is refused, and with it every month after."""
    with transaction(Scope.operator()):
        rows.execute(_STRAY)
    later = datetime(2031, 1, 15, tzinfo=UTC)
    with pytest.raises(IntegrityError):
        ensure_partitions(later)
    move_strays(later)
    assert ensure_partitions(later) == 10


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
