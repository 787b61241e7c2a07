"""What the database knows about the installation, asked when Prometheus asks."""

from dataclasses import dataclass
from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.config.partitions import PARTITIONED
from packhaus.insight.queries.last_runs import LastRunRow, list_last_runs
from packhaus.journal.queries.lag import list_lags
from packhaus.journal.types import Lag
from packhaus.kernel import rows

_JOBS = """
SELECT queue_name AS queue, status::text AS status, count(*) AS jobs,
       coalesce(extract(epoch FROM now() - min(scheduled_at)), 0)::float8 AS oldest_seconds
FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed')
GROUP BY queue_name, status ORDER BY queue_name, status
"""
_CONNECTIONS = """
SELECT coalesce(state, 'unknown') AS state, count(*) AS connections
FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1 ORDER BY 1
"""
# Of every database of the server: one long transaction anywhere keeps the readers of the journal waiting.
_SERVER = """
SELECT current_setting('max_connections')::bigint AS connections_at_most,
       pg_database_size(current_database()) AS database_bytes,
       (SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::float8 FROM pg_stat_activity
        WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()) AS oldest_transaction_seconds
"""
# Its size, because the runtime role may not read a partition by its own name; an empty one has no page.
_STRAYS = """
SELECT coalesce(sum(pg_relation_size(to_regclass(name || '_default'))), 0)::bigint
FROM unnest(%(names)s::text[]) AS name
"""


@dataclass(frozen=True, slots=True)
class JobCount:
    """Jobs of a queue in one state."""

    queue: str
    status: str
    jobs: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class ConnectionCount:
    """Connections to the database in one state."""

    state: str
    connections: int


@dataclass(frozen=True, slots=True)
class ServerState:
    """What the server says of itself."""

    connections_at_most: int
    database_bytes: int
    oldest_transaction_seconds: float


@dataclass(frozen=True, slots=True)
class State:
    """Everything at one moment."""

    lags: list[Lag]
    jobs: list[JobCount]
    connections: list[ConnectionCount]
    server: ServerState
    last_runs: list[LastRunRow]
    stray_bytes: int
    now: datetime


def read_state(*, now: datetime) -> State:
    """Ask the database. Queries: 6."""
    scope = Scope.operator()
    with transaction(scope):
        return State(
            lags=list_lags(scope=scope),
            jobs=rows.fetch_rows(JobCount, _JOBS),
            connections=rows.fetch_rows(ConnectionCount, _CONNECTIONS),
            server=rows.fetch_one(ServerState, _SERVER),
            last_runs=list_last_runs(scope),
            stray_bytes=rows.fetch_value(_STRAYS, {"names": list(PARTITIONED)}),
            now=now,
        )
