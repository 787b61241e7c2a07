"""Queue a file that was uploaded, stop one, go on with one."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.channels.errors import ImportIsOver
from packhaus.channels.services import uploads
from packhaus.channels.services.enqueue import enqueue_import
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.kernel.ids import new_id

_QUEUE = """
INSERT INTO channels_importrun AS r (id, merchant_id, kind, file_name, file_sha256, state, next_line, rows, taken,
    repeated, rejected, started_at, line_count, problem, encoding)
VALUES (%(id)s, %(merchant_id)s, %(kind)s, %(file_name)s, %(sha256)s, 'queued', 1, 0, 0, 0, 0, %(now)s, 0, '',
    %(encoding)s)
ON CONFLICT (merchant_id, kind, file_sha256) DO UPDATE
SET state = CASE WHEN r.state = 'running' THEN 'running' ELSE 'queued' END, problem = '', finished_at = NULL,
    encoding = excluded.encoding
WHERE r.state <> 'done'
RETURNING id
"""
_FIND = """
SELECT id FROM channels_importrun
WHERE merchant_id = %(merchant_id)s AND kind = %(kind)s AND file_sha256 = %(sha256)s
"""
_STOP = """
UPDATE channels_importrun SET state = 'cancelled', finished_at = %(now)s
WHERE id = %(id)s AND state IN ('queued', 'running') RETURNING id
"""
_GO_ON = """
UPDATE channels_importrun SET state = 'queued', problem = '', finished_at = NULL
WHERE id = %(id)s AND state IN ('failed', 'cancelled') RETURNING merchant_id
"""
_IS_THERE = "SELECT EXISTS (SELECT FROM channels_importrun WHERE id = %(id)s)"


@dataclass(frozen=True, slots=True)
class QueuedImport:
    """The run of an uploaded file; `was_done`: the same file came in before, and nothing is queued."""

    run_id: UUID
    was_done: bool


def queue_import(
    *,
    scope: Scope,
    merchant_id: UUID,
    kind: str,
    path: Path,
    file_name: str,
    sha256: bytes,
    now: datetime,
    actor: Actor,
    encoding: str = "",
) -> QueuedImport:
    """Keep an uploaded file and queue its import; the file at `path` is moved, or deleted when it came in before.

    A file that failed, was stopped or was cut off is queued again and goes on where it was. `encoding` as in
    `inspect_csv`. Queries: 3.
    """
    key = {"merchant_id": merchant_id, "kind": kind, "sha256": sha256}
    with transaction(scope):
        run_id = rows.fetch_value(
            _QUEUE,
            {**key, "id": new_id(), "file_name": file_name[-120:], "now": now, "encoding": encoding},
        )
        if run_id is None:
            path.unlink(missing_ok=True)
            return QueuedImport(rows.fetch_value(_FIND, key), was_done=True)
        # Before the commit: a job must never find its file missing. Without the commit, upkeep deletes it.
        uploads.keep_upload(path=path, run_id=run_id)
        enqueue_import(scope=scope, run_id=run_id, merchant_id=merchant_id, actor=actor)
    return QueuedImport(run_id, was_done=False)


def stop_import(*, scope: Scope, run_id: UUID, now: datetime) -> None:
    """Stop an import after its running chunk; what was committed stays. Queries: 1. Raises: NotFound, ImportIsOver."""
    with transaction(scope):
        if rows.fetch_value(_STOP, {"id": run_id, "now": now}) is None:
            _refuse(run_id, "this import is over already")


def go_on_with_import(*, scope: Scope, run_id: UUID, actor: Actor) -> None:
    """Queue an import again that failed or was stopped. Queries: 2. Raises: NotFound, ImportIsOver."""
    with transaction(scope):
        merchant_id = rows.fetch_value(_GO_ON, {"id": run_id})
        if merchant_id is None or not uploads.get_upload_path(run_id=run_id).is_file():
            _refuse(run_id, "its file is kept no longer: upload it again, and it goes on where it was")
        enqueue_import(scope=scope, run_id=run_id, merchant_id=merchant_id, actor=actor)


def _refuse(run_id: UUID, message: str) -> None:
    if not rows.fetch_value(_IS_THERE, {"id": run_id}):
        raise NotFound("import not found")
    raise ImportIsOver(message)
