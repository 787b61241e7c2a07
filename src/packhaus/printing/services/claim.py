"""An agent asks for work: it tells how its printers are and what it is at, and takes what waits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.kernel import rows
from packhaus.printing import locks
from packhaus.printing.queries.stations import get_station_by_code
from packhaus.printing.states import CLAIM_JOB
from packhaus.printing.types import LOST_AFTER, PRINTER_STATES, ClaimedJob, ReachedPrinter, Work

CLAIMED_AT_MOST = 20
AGENT_LENGTH = 40

_HEARD = """
WITH told AS (
    UPDATE printing_printer AS p SET state = c.state, state_at = %(now)s
    FROM unnest(%(printers)s::text[], %(states)s::text[]) AS c(code, state)
    WHERE p.station_id = %(station_id)s AND p.code = c.code
), at_it AS (
    UPDATE printing_printjob AS j SET heard_at = %(now)s
    WHERE j.claim = ANY(%(claims)s::uuid[]) AND j.station_id = %(station_id)s AND j.status = 'claimed'
)
UPDATE printing_station SET heard_at = %(now)s, heard_of = %(agent)s WHERE id = %(station_id)s
"""
# The oldest for each printer that is at nothing else, so that paper comes in the order in which it was asked for.
_CLAIM = f"""
WITH free AS MATERIALIZED (
    SELECT j.id, j.printer_id FROM printing_printjob AS j
    JOIN printing_printer AS p ON p.id = j.printer_id AND p.is_active
    WHERE j.station_id = %(station_id)s AND j.status = ANY(%(sources)s::text[])
      AND NOT EXISTS (
          SELECT FROM printing_printjob AS o
          WHERE o.station_id = %(station_id)s AND o.status = 'claimed' AND o.printer_id = j.printer_id
            AND o.heard_at >= %(lost_before)s)
    {locks.CLAIMED_FIRST}
), chosen AS (
    SELECT DISTINCT ON (f.printer_id) f.id FROM free AS f ORDER BY f.printer_id, f.id LIMIT {CLAIMED_AT_MOST}
)
UPDATE printing_printjob AS j
SET status = %(target)s, claim = gen_random_uuid(), claimed_at = %(now)s, heard_at = %(now)s, claimed_by = %(agent)s
FROM chosen, printing_printer AS p WHERE j.id = chosen.id AND p.id = j.printer_id
RETURNING j.id, j.claim, j.document, p.code AS printer
"""  # noqa: S608 - constants
_PRINTERS = """
SELECT p.code, p.speaks, p.reached_by, p.address, p.asks_state FROM printing_printer AS p
WHERE p.station_id = %(station_id)s AND p.is_active ORDER BY p.code
"""


@again_when_busy
def claim_jobs(
    *,
    scope: Scope,
    site: str,
    station: str,
    agent: str,
    states: Mapping[str, str],
    claims: Sequence[UUID],
    now: datetime,
) -> Work:
    """Take the oldest waiting job of each printer of a station that is at nothing else; no job is taken twice.

    `states` are how printers are by code, `claims` the jobs that the agent is still at. A job of which nothing was
    heard for LOST_AFTER holds its printer up no longer, but stays claimed until a person says what became of it.
    Locks: waiting jobs, SKIP LOCKED. Queries: 4. Raises: StationNotFound.
    """
    known = get_station_by_code(scope=scope, site=site, code=station)
    told = [(code, state) for code, state in sorted(states.items()) if state in PRINTER_STATES]
    printers, heard = rows.as_columns(told, 2)
    parameters = {
        "station_id": known.id, "agent": agent[:AGENT_LENGTH], "now": now, "printers": printers, "states": heard,
        "claims": list(claims),
    }  # fmt: skip
    with transaction(scope):
        rows.execute(_HEARD, parameters)
        if not known.is_active:
            return Work([], [])
        taking = {
            "station_id": known.id, "agent": agent[:AGENT_LENGTH], "now": now, "lost_before": now - LOST_AFTER,
            "sources": list(CLAIM_JOB.sources), "target": CLAIM_JOB.target,
        }  # fmt: skip
        jobs = rows.fetch_rows(ClaimedJob, _CLAIM, taking)
        return Work(jobs, rows.fetch_rows(ReachedPrinter, _PRINTERS, {"station_id": known.id}))
