"""Subscribers read every entry, in order, and one that cannot be digested stops nobody but its own aggregate."""

import random
import threading
from collections.abc import Sequence
from datetime import datetime

import pytest
from django.db import OperationalError, connection, connections

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.journal.queries.lag import list_lags
from packhaus.journal.services import record
from packhaus.journal.services.subscribers import drain, ensure_subscriptions, feed, retry_parked, rewind
from packhaus.journal.types import EntryRow, Lag, Subscriber
from packhaus.kernel import rows
from tests.journal.facts import NOW, BellRung, Ear, ring

pytestmark = pytest.mark.usefixtures("committed")


def get_lag(name: str = "ear") -> Lag:
    return next(lag for lag in list_lags(scope=Scope.operator()) if lag.name == name)


def test_entries_come_in_order_and_once() -> None:
    ear = Ear()
    ring(1, 2)
    ring(3)
    assert drain([ear.subscribe()], now=NOW) == 3
    assert ear.heard == [1, 2, 3]
    assert drain([ear.subscribe()], now=NOW) == 0
    ring(4)
    drain([ear.subscribe()], now=NOW)
    assert ear.heard == [1, 2, 3, 4]


def test_a_batch_is_bounded() -> None:
    ear = Ear()
    ring(*range(1200))
    ensure_subscriptions([ear.subscribe()])
    assert feed(ear.subscribe(), now=NOW) == 500
    assert drain([ear.subscribe()], now=NOW) == 700
    assert ear.heard == list(range(1200))


def test_two_subscribers_have_two_positions() -> None:
    first, second = Ear(), Ear()
    ring(1)
    drain([first.subscribe("first")], now=NOW)
    ring(2)
    drain([first.subscribe("first"), second.subscribe("second")], now=NOW)
    assert first.heard == second.heard == [1, 2]


def test_kinds_nobody_asked_for_are_passed_by() -> None:
    ear = Ear()
    deaf = Subscriber("deaf", ("nothing",), ear.handle)
    ring(1, 2, 3)
    drain([deaf], now=NOW)
    assert ear.heard == []
    assert get_lag("deaf").entries == 0


def test_what_a_handler_writes_and_its_position_are_one_transaction() -> None:
    ear = Ear()
    ring(1)

    def write_and_die(entries: object, now: datetime) -> None:
        rows.execute("INSERT INTO access_merchant_does_not_exist VALUES (1)")

    def lose_the_connection(entries: object, now: datetime) -> None:
        raise OperationalError("gone")

    dying = Subscriber("ear", ("bell_rung",), lose_the_connection)
    ensure_subscriptions([dying])
    with pytest.raises(OperationalError):
        feed(dying, now=NOW)
    assert get_lag().entries == 1
    drain([Subscriber("poisoned", ("bell_rung",), write_and_die)], now=NOW)
    assert get_lag("poisoned").parked == 1
    drain([ear.subscribe()], now=NOW)
    assert ear.heard == [1]


def test_a_poison_entry_is_parked_with_its_aggregate_and_others_go_on() -> None:
    ear = Ear(hates={2})
    ring(1, 2, 3, bell="north")
    ring(4, 5, bell="south")
    drain([ear.subscribe()], now=NOW)
    assert ear.heard == [1, 4, 5]
    assert (get_lag().entries, get_lag().parked) == (0, 2)
    ring(6, bell="north")
    drain([ear.subscribe()], now=NOW)
    assert ear.heard == [1, 4, 5]
    assert get_lag().parked == 3


def test_parked_entries_are_tried_again_in_their_order() -> None:
    ear = Ear(hates={2})
    ring(1, 2, 3)
    drain([ear.subscribe()], now=NOW)
    assert retry_parked(ear.subscribe(), now=NOW) == 0
    ear.hates.clear()
    assert retry_parked(ear.subscribe(), now=NOW) == 2
    assert ear.heard == [1, 2, 3]
    assert get_lag().parked == 0


def test_a_parked_error_does_not_quote_data() -> None:
    ear = Ear(hates={77})
    ring(77)
    drain([ear.subscribe()], now=NOW)
    with transaction(Scope.operator()):
        error = rows.fetch_value("SELECT error FROM journal_parkedentry")
    assert error.startswith("ValueError at facts.py:")
    assert "77" not in error


def test_a_subscriber_can_be_rewound() -> None:
    ear = Ear()
    ring(1, 2)
    drain([ear.subscribe()], now=NOW)
    rewind("ear")
    drain([ear.subscribe()], now=NOW)
    assert ear.heard == [1, 2, 1, 2]


def test_of_two_feeders_one_gets_the_batch() -> None:
    ear, found = Ear(), []
    ring(1)
    ensure_subscriptions([ear.subscribe()])

    def feed_from_elsewhere(entries: object, now: datetime) -> None:
        thread = threading.Thread(target=feed_once)
        thread.start()
        thread.join()

    def feed_once() -> None:
        found.append(feed(ear.subscribe(), now=NOW))
        connection.close()

    feed(Subscriber("ear", ("bell_rung",), feed_from_elsewhere), now=NOW)
    assert found == [0]


def test_a_long_foreign_transaction_holds_readers_up_and_the_lag_names_it() -> None:
    """The transaction of a minute is one that stays open; nobody has to wait for the minute."""
    ear = Ear()
    drain([ear.subscribe()], now=NOW)
    owner = connections["owner"]
    owner.set_autocommit(False)
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), pg_current_xact_id()")
        pid = cursor.fetchone()[0]
    ring(1)
    drain([ear.subscribe()], now=NOW)
    assert ear.heard == []
    lag = get_lag()
    assert (lag.entries, lag.blocking_pid) == (1, pid)
    assert lag.blocking_seconds is not None
    owner.rollback()
    owner.set_autocommit(True)
    drain([ear.subscribe()], now=NOW)
    assert ear.heard == [1]
    assert get_lag().entries == 0


def test_a_late_committer_is_not_missed() -> None:
    """Its id is lower than the one already readable: `id > last` would skip it for ever."""
    ear = Ear()
    ready, go = threading.Event(), threading.Event()

    def commit_late() -> None:
        with transaction(Scope.operator()):
            ring(1)
            ready.set()
            go.wait(10)
        connection.close()

    late = threading.Thread(target=commit_late)
    late.start()
    ready.wait(10)
    ring(2)
    drain([ear.subscribe()], now=NOW)
    assert ear.heard == []
    go.set()
    late.join()
    drain([ear.subscribe()], now=NOW)
    assert ear.heard == [1, 2]


def test_of_concurrent_writers_nothing_is_missed_and_nothing_doubled() -> None:
    ear = Ear()
    subscriber = ear.subscribe()
    ensure_subscriptions([subscriber])
    writers = [threading.Thread(target=write_with_delays, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        feed(subscriber, now=NOW)
    drain([subscriber], now=NOW)
    assert len(ear.heard) == 4 * 60 * 3
    assert set(ear.heard) == set(range(4 * 60 * 3))


def write_with_delays(writer: int) -> None:
    delays = random.Random(writer)
    for step in range(60):
        with transaction(Scope.operator()):
            first = (writer * 60 + step) * 3
            ring(first, first + 1, first + 2, bell=str(writer))
            rows.fetch_value("SELECT pg_sleep(%(seconds)s::float8)", {"seconds": delays.random() / 200})
    connection.close()


def test_reading_uses_the_index_in_reading_order() -> None:
    from packhaus.journal.queries import reading

    ring(*range(20))
    with transaction(Scope.operator()):
        for setting in ("seqscan", "bitmapscan", "sort"):  # few rows tempt the planner
            rows.execute(f"SET LOCAL enable_{setting} = off")
        plan = "\n".join(
            line
            for (line,) in rows.fetch_tuples(
                f"EXPLAIN {reading._BATCH}", {"transaction": "0", "entry": 0, "kinds": ["order_placed"]}
            )
        )
    assert "Merge Append" in plan, plan
    assert "xid_id_idx" in plan, plan


def test_what_a_handler_records_names_the_entry_that_it_is_a_reaction_to() -> None:
    def echo(entries: Sequence[EntryRow], now: datetime) -> None:
        facts = [
            BellRung(merchant_id=None, aggregate_id=bell, number=0)
            for bell in (*{entry.aggregate_id for entry in entries}, "tower", "village")
        ]
        record(facts, happened_at=now, actor=SYSTEM, related={"tower": ["west", "north"]})

    ring(1, bell="north")
    ring(2, bell="south")
    ring(3, bell="south")
    ensure_subscriptions([Subscriber("echo", ("bell_rung",), echo)])
    feed(Subscriber("echo", ("bell_rung",), echo), now=NOW)
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(
            "SELECT e.aggregate_id, c.data ->> 'number' FROM journal_entry AS e "
            "LEFT JOIN journal_entry AS c ON c.id = e.cause_id WHERE e.data ->> 'number' = '0'"
        )
    # The last of its own, one of those it is related to, and nothing where two would do.
    assert dict(found) == {"north": "1", "south": "3", "tower": "1", "village": None}
    ring(4)
    with transaction(Scope.operator()):
        assert rows.fetch_value("SELECT cause_id FROM journal_entry WHERE data ->> 'number' = '4'") is None


def test_one_entry_is_the_cause_of_all_that_is_recorded_for_it() -> None:
    def echo(entries: Sequence[EntryRow], now: datetime) -> None:
        if entries[0].data["number"]:
            fact = BellRung(merchant_id=None, aggregate_id="village", number=0)
            record([fact], happened_at=now, actor=SYSTEM)

    ring(1)
    drain([Subscriber("echo", ("bell_rung",), echo)], now=NOW)
    with transaction(Scope.operator()):
        assert rows.fetch_value("SELECT count(*) FROM journal_entry WHERE cause_id IS NOT NULL") == 1
