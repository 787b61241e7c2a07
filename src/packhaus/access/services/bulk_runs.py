"""Work on many rows of a list: begun once, taken further chunk by chunk, by one request at a time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id

REFUSED_KEPT = 200
CLAIM = timedelta(seconds=60)
_KEPT_FOR = timedelta(days=30)

_START = """
WITH old AS (
    DELETE FROM access_bulkrun WHERE owner_id = %(user_id)s::uuid AND started_at < %(kept_since)s
)
INSERT INTO access_bulkrun (id, owner_id, page, action, values, query, total, done, changed, refused, refused_count,
    notes, after_key, is_finished, started_at)
VALUES (%(id)s::uuid, %(user_id)s::uuid, %(page)s, %(action)s, %(values)s::jsonb, %(query)s, %(total)s, 0, '{}', '[]',
    0, '[]', '', false, %(now)s)
"""
_CLAIM = """
UPDATE access_bulkrun SET claimed_until = %(until)s
WHERE id = %(id)s::uuid AND owner_id = %(user_id)s::uuid AND NOT is_finished
  AND (claimed_until IS NULL OR claimed_until < %(now)s)
RETURNING after_key
"""
_RECORD = """
UPDATE access_bulkrun SET done = done + %(done)s, changed = changed || %(changed)s::text[],
    before = before || %(before)s::jsonb,
    refused = CASE WHEN jsonb_array_length(refused) < %(kept)s THEN refused || %(refused)s::jsonb ELSE refused END,
    refused_count = refused_count + %(refused_count)s, notes = notes || %(notes)s::jsonb, after_key = %(after_key)s,
    is_finished = %(is_finished)s,
    claimed_until = CASE WHEN %(is_finished)s THEN NULL ELSE claimed_until END
WHERE id = %(id)s::uuid
"""
_YIELD = "UPDATE access_bulkrun SET claimed_until = NULL WHERE id = %(id)s::uuid"


@dataclass(frozen=True, slots=True)
class Step:
    """What a chunk came to; `refused` and `notes` are rows of words and addresses as the list shows them.

    `before` are figures that rows which changed had, by their keys.
    """

    done: int
    changed: Sequence[str]
    refused: Sequence[Mapping[str, str]] = ()
    notes: Sequence[Mapping[str, str]] = field(default_factory=tuple)
    before: Mapping[str, Any] = field(default_factory=dict)


def start_run(
    *,
    scope: Scope,
    user_id: UUID,
    page: str,
    action: str,
    values: Mapping[str, Any],
    query: str,
    total: int,
    now: datetime,
) -> UUID:
    """Begin work on many rows and return its id; runs of the person that are a month old go. Queries: 1."""
    run_id = new_id()
    with transaction(scope):
        rows.execute(
            _START,
            {
                "id": run_id,
                "user_id": user_id,
                "page": page,
                "action": action,
                "values": json.dumps(dict(values)),
                "query": query,
                "total": total,
                "now": now,
                "kept_since": now - _KEPT_FOR,
            },
        )
    return run_id


def claim_run(*, scope: Scope, user_id: UUID, run_id: UUID, now: datetime) -> str | None:
    """Take a run for the next chunks and return where it goes on; None when it is finished or somebody has it.

    A claim that was cut off ends by itself after CLAIM. Queries: 1.
    """
    with transaction(scope):
        found = rows.fetch_tuples(
            _CLAIM, {"id": run_id, "user_id": user_id, "now": now, "until": now + CLAIM}
        )
    return str(found[0][0]) if found else None


def record_step(*, scope: Scope, run_id: UUID, step: Step, after_key: str, is_finished: bool) -> None:
    """Add what a chunk came to, and where the next one begins. Queries: 1."""
    with transaction(scope):
        rows.execute(
            _RECORD,
            {
                "id": run_id,
                "done": step.done,
                "changed": list(step.changed),
                "before": json.dumps(dict(step.before)),
                "refused": json.dumps([dict(row) for row in step.refused][:REFUSED_KEPT]),
                "refused_count": len(step.refused),
                "notes": json.dumps([dict(row) for row in step.notes]),
                "after_key": after_key,
                "is_finished": is_finished,
                "kept": REFUSED_KEPT,
            },
        )


def release_run(*, scope: Scope, run_id: UUID) -> None:
    """Let the next request go on with a run. Queries: 1."""
    with transaction(scope):
        rows.execute(_YIELD, {"id": run_id})
