"""The text that Prometheus reads."""

import os
from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from packhaus.config.metrics.requests import DURATIONS
from packhaus.config.metrics.state import State

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def write_metrics(state: State | None) -> bytes:
    """Write every metric; without a state, because the database is away, those of the processes alone."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER_VARIABLE):
        # Every web process writes to files there; together they are one figure.
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(DURATIONS)
    registry.register(_StateCollector(state))
    return generate_latest(registry)


class _StateCollector(Collector):
    def __init__(self, state: State | None) -> None:
        self._state = state

    def collect(self) -> Iterator[Metric]:
        yield _gauge(
            "packhaus_database_up", "Whether the database answered.", [((), self._state is not None)]
        )
        if self._state is not None:
            yield from _describe(self._state)


def _describe(state: State) -> Iterator[Metric]:
    yield _gauge(
        "packhaus_journal_lag_entries",
        "Entries that a subscriber has not read yet.",
        [((lag.name,), lag.entries) for lag in state.lags],
        "subscriber",
    )
    yield _gauge(
        "packhaus_journal_lag_seconds",
        "Age of the oldest entry that a subscriber has not read yet.",
        [((lag.name,), lag.seconds) for lag in state.lags],
        "subscriber",
    )
    yield _gauge(
        "packhaus_journal_parked_entries",
        "Entries that a subscriber could not digest and has put aside.",
        [((lag.name,), lag.parked) for lag in state.lags],
        "subscriber",
    )
    yield _gauge(
        "packhaus_jobs",
        "Jobs by queue and status.",
        [((row.queue, row.status), row.jobs) for row in state.jobs],
        "queue",
        "status",
    )
    yield _gauge(
        "packhaus_last_run_age_seconds",
        "Seconds since the last check, backup, restore or upkeep.",
        [((run.kind,), (state.now - run.happened_at).total_seconds()) for run in state.last_runs],
        "kind",
    )
    yield _gauge(
        "packhaus_last_run_good",
        "Whether the last one of its kind went well; a check: whether it was clean.",
        [((run.kind,), run.is_good) for run in state.last_runs],
        "kind",
    )
    yield from _describe_server(state)


def _describe_server(state: State) -> Iterator[Metric]:
    yield _gauge(
        "packhaus_database_connections",
        "Connections to the database by state.",
        [((row.state,), row.connections) for row in state.connections],
        "state",
    )
    server = state.server
    for name, text, value in (
        (
            "packhaus_database_connections_max",
            "Connections that the server takes.",
            server.connections_at_most,
        ),
        ("packhaus_database_size_bytes", "Size of the database.", server.database_bytes),
        (
            "packhaus_oldest_transaction_seconds",
            "Age of the oldest writing transaction of the server; it keeps every reader of the journal waiting.",
            server.oldest_transaction_seconds,
        ),
        (
            "packhaus_stray_partition_bytes",
            "Size of the DEFAULT partitions; above 0 some month had no partition: run packhaus upkeep.",
            state.stray_bytes,
        ),
    ):
        yield _gauge(name, text, [((), value)])


def _gauge(
    name: str, text: str, samples: Iterable[tuple[tuple[str, ...], float]], *labels: str
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=labels)
    for values, value in samples:
        family.add_metric(values, float(value))
    return family
