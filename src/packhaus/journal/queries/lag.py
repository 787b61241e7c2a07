"""How far subscribers are behind, and which transaction keeps them there: a metric and a line of the control tower."""

from packhaus.access.scope import Scope, transaction
from packhaus.journal.queries.reading import HORIZON
from packhaus.journal.types import Lag
from packhaus.kernel import rows

COUNTED_AT_MOST = 100_000

_LAG = f"""
WITH {HORIZON}, blocker AS MATERIALIZED (
    SELECT a.pid, extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS seconds
    FROM pg_stat_activity AS a JOIN horizon ON a.backend_xid = horizon.xid::xid
    WHERE a.pid <> pg_backend_pid()
    LIMIT 1
)
SELECT s.name, behind.entries,
       coalesce(extract(epoch FROM clock_timestamp() - behind.oldest), 0)::float8 AS seconds,
       (SELECT count(*) FROM journal_parkedentry AS p WHERE p.subscription_id = s.name) AS parked,
       CASE WHEN behind.entries > 0 THEN (SELECT pid::bigint FROM blocker) END AS blocking_pid,
       CASE WHEN behind.entries > 0 THEN (SELECT seconds FROM blocker) END AS blocking_seconds
FROM journal_subscription AS s
CROSS JOIN LATERAL (
    SELECT count(*) AS entries, min(ahead.recorded_at) AS oldest
    FROM (
        SELECT e.recorded_at FROM journal_entry AS e
        WHERE (e.xid, e.id) > (s.transaction::text::xid8, s.entry)
        ORDER BY e.xid, e.id
        LIMIT {COUNTED_AT_MOST}
    ) AS ahead
) AS behind
ORDER BY s.name
"""  # noqa: S608 - constants


def list_lags(*, scope: Scope) -> list[Lag]:
    """Return every subscriber's lag; entries are counted up to COUNTED_AT_MOST. Units: seconds. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(Lag, _LAG)
