"""The bookkeeping of an import: begun once per file, moved on with every chunk, finished once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.channels.errors import ImportCancelled, ImportIsRunning
from packhaus.channels.types import Reject
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id

_FIND = """
SELECT id, state, next_line, rows, taken, repeated, rejected FROM channels_importrun
WHERE merchant_id = %(merchant_id)s AND kind = %(kind)s AND file_sha256 = %(sha256)s
"""

_BEGIN = """
INSERT INTO channels_importrun AS r (id, merchant_id, kind, file_name, file_sha256, state, next_line, rows, taken,
    repeated, rejected, started_at, line_count, problem)
VALUES (%(id)s, %(merchant_id)s, %(kind)s, %(file_name)s, %(sha256)s, 'running', %(first_line)s, 0, 0, 0, 0, %(now)s,
    %(line_count)s, '')
ON CONFLICT (merchant_id, kind, file_sha256) DO UPDATE
SET line_count = excluded.line_count, next_line = greatest(r.next_line, excluded.next_line),
    state = CASE WHEN %(is_queued)s THEN r.state ELSE 'running' END,
    problem = CASE WHEN %(is_queued)s THEN r.problem ELSE '' END
WHERE r.state <> 'done'
"""

_ADVANCE = """
UPDATE channels_importrun
SET next_line = %(next_line)s, rows = rows + %(rows)s, taken = taken + %(taken)s,
    repeated = repeated + %(repeated)s, rejected = rejected + %(rejected)s
WHERE id = %(id)s AND next_line = %(expected_line)s AND state = 'running'
"""

_STATE = "SELECT state FROM channels_importrun WHERE id = %(id)s"

_REJECT = """
INSERT INTO channels_importreject (merchant_id, run_id, line, "column", code, message)
SELECT %(merchant_id)s, %(run_id)s, r.line, r.col, r.code, r.message
FROM unnest(%(lines)s::bigint[], %(columns)s::text[], %(codes)s::text[], %(messages)s::text[])
     AS r(line, col, code, message)
"""

_FINISH = """
UPDATE channels_importrun SET state = 'done', finished_at = %(now)s WHERE id = %(id)s AND state = 'running'
"""


@dataclass(slots=True)
class Run:
    """Where an import stands."""

    id: UUID
    state: str
    next_line: int
    rows: int
    taken: int
    repeated: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Step:
    """What one chunk did."""

    next_line: int
    rows: int
    taken: int
    repeated: int
    rejected: int


def begin_run(
    *,
    scope: Scope,
    merchant_id: UUID,
    kind: str,
    file_name: str,
    sha256: bytes,
    first_line: int,
    line_count: int,
    now: datetime,
    is_queued: bool = False,
) -> Run:
    """Return the run of a file, known by its hash: a new one, the one that was cut off, or the one that is done.

    Whoever starts it by hand goes on with one that failed or was stopped; a job (`is_queued`) does not.
    Raises: ImportCancelled.
    """
    key = {"merchant_id": merchant_id, "kind": kind, "sha256": sha256}
    with transaction(scope):
        rows.execute(
            _BEGIN,
            {
                **key,
                "id": new_id(),
                "file_name": file_name[-120:],
                "first_line": first_line,
                "line_count": line_count,
                "now": now,
                "is_queued": is_queued,
            },
        )
        run = rows.fetch_one(Run, _FIND, key)
    _refuse_cancelled(run.state)
    return run


def advance_run(*, run: Run, merchant_id: UUID, step: Step, rejects: Sequence[Reject]) -> None:
    """Move a run on by a chunk in the chunk's own transaction. Queries: 1, 2 with rejects.

    Locks: the run. Raises: ImportIsRunning when somebody else has moved it meanwhile, ImportCancelled when somebody has
    stopped it; the caller rolls back.
    """
    counts = {"rows": step.rows, "taken": step.taken, "repeated": step.repeated, "rejected": step.rejected}
    parameters = {"id": run.id, "next_line": step.next_line, "expected_line": run.next_line, **counts}
    if not rows.execute(_ADVANCE, parameters):
        _refuse_cancelled(str(rows.fetch_value(_STATE, {"id": run.id})))
        raise ImportIsRunning("this file is being imported by another process")
    if rejects:
        rows.execute(
            _REJECT,
            {
                "merchant_id": merchant_id,
                "run_id": run.id,
                "lines": [reject.line for reject in rejects],
                "columns": [reject.column for reject in rejects],
                "codes": [reject.code for reject in rejects],
                "messages": [reject.message[:300] for reject in rejects],
            },
        )


def _refuse_cancelled(state: str) -> None:
    if state == "cancelled":
        raise ImportCancelled("this import was stopped; the same file goes on where it was")


def note_step(*, run: Run, step: Step) -> None:
    """Follow in memory what was committed."""
    run.next_line = step.next_line
    run.rows += step.rows
    run.taken += step.taken
    run.repeated += step.repeated
    run.rejected += step.rejected


def finish_run(*, scope: Scope, run: Run, now: datetime) -> None:
    """Mark a run as done."""
    with transaction(scope):
        rows.execute(_FINISH, {"id": run.id, "now": now})
