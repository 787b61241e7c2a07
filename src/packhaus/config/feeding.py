"""The loop that feeds the journal's subscribers: one thread of every worker, woken by the clock.

Not by NOTIFY: it takes a lock that every committing writer of the whole server would queue for.
"""

import threading
from collections.abc import Sequence
from contextlib import suppress

import structlog
from django.db import OperationalError, connections
from django.utils import timezone

from packhaus.journal.services.subscribers import ensure_subscriptions, feed, list_waiting, retry_parked
from packhaus.journal.types import Subscriber
from packhaus.kernel import postgres
from packhaus.kernel.errors import ResourceBusy
from packhaus.kernel.postgres import ServerError

IDLE_SECONDS = 0.25
PAUSE_SECONDS = 2.0
RETRY_EVERY_SECONDS = 60.0

log = structlog.get_logger(__name__)


def _start_database() -> None:
    # The embedded server was killed: whoever notices starts it again. An external one is only waited for.
    with suppress(ServerError):
        postgres.addresses()


class Feeder:
    """Feed subscribers until stopped. What the moment did to one (a lock, a lost connection) delays only that one."""

    def __init__(self, subscribers: Sequence[Subscriber]) -> None:
        self._subscribers = subscribers
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._retry_at = timezone.now().timestamp() + RETRY_EVERY_SECONDS

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End after the running batch."""
        self._stop.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        is_known = False
        while not self._stop.is_set():
            try:
                if not is_known:
                    ensure_subscriptions(self._subscribers)
                    is_known = True
                read = self._feed_all()
            except OperationalError as error:
                log.warning("database is away", error=type(error).__name__)
                connections.close_all()
                _start_database()
                self._stop.wait(PAUSE_SECONDS)
                continue
            if not read:
                self._stop.wait(IDLE_SECONDS)
        connections.close_all()

    def _feed_all(self) -> int:
        self._retry_parked()
        return sum(self._feed(subscriber) for subscriber in list_waiting(self._subscribers))

    def _feed(self, subscriber: Subscriber) -> int:
        try:
            return feed(subscriber, now=timezone.now())
        except ResourceBusy as busy:
            log.info("subscriber waits", subscriber=subscriber.name, reason=busy.code)
            return 0

    def _retry_parked(self) -> None:
        if timezone.now().timestamp() < self._retry_at:
            return
        self._retry_at = timezone.now().timestamp() + RETRY_EVERY_SECONDS
        for subscriber in self._subscribers:
            retry_parked(subscriber, now=timezone.now())
