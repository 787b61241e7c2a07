"""Do a queued import: what a worker does with an uploaded file."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.channels.errors import BadFile, ImportCancelled, ImportInterrupted, ImportIsRunning
from packhaus.channels.services import uploads
from packhaus.channels.services.import_kinds import MERCHANT_FILES
from packhaus.kernel import rows
from packhaus.kernel.errors import DomainError, ResourceBusy

_START = """
UPDATE channels_importrun SET state = 'running' WHERE id = %(id)s AND state IN ('queued', 'running')
RETURNING kind, encoding
"""
_FAIL = """
UPDATE channels_importrun SET state = 'failed', problem = %(problem)s, finished_at = %(now)s
WHERE id = %(id)s AND state IN ('queued', 'running')
"""


def run_import(
    *,
    scope: Scope,
    run_id: UUID,
    merchant_id: UUID,
    now: datetime,
    actor: Actor,
    should_stop: Callable[[], bool],
) -> None:
    """Import an uploaded file from where it is; afterwards it is done, failed with a reason, or was stopped.

    Raises: ImportInterrupted when the process has to end, ResourceBusy (do it again, it goes on); bugs, for which the
    caller says how often.
    """
    with transaction(scope):
        started = rows.fetch_tuples(_START, {"id": run_id})
    if not started:  # stopped before its turn came, or done by somebody with the same file
        uploads.delete_upload(run_id=run_id)
        return
    path = uploads.get_upload_path(run_id=run_id)
    if not path.is_file():
        fail_import(
            scope=scope, run_id=run_id, problem="its file is not in the data folder of this worker", now=now
        )
        return
    try:
        [(kind, encoding)] = started
        _import(scope, kind, encoding, path, merchant_id, now, actor, should_stop)
    except ImportCancelled:
        return  # its file stays for a week: somebody may go on
    except (ImportIsRunning, ResourceBusy):
        raise
    except BadFile as refused:  # it will never be another file: there is nothing to go on with
        fail_import(scope=scope, run_id=run_id, problem=str(refused), now=now)
    except DomainError as refused:
        fail_import(scope=scope, run_id=run_id, problem=str(refused), now=now)
        return
    uploads.delete_upload(run_id=run_id)


def _import(
    scope: Scope,
    kind: str,
    encoding: str,
    path: Path,
    merchant_id: UUID,
    now: datetime,
    actor: Actor,
    should_stop: Callable[[], bool],
) -> None:
    def note(_: int, __: int) -> None:
        if should_stop():
            raise ImportInterrupted

    options: dict[str, Any] = {
        "path": path, "now": now, "actor": actor, "progress": note, "is_queued": True, "encoding": encoding,
    }  # fmt: skip
    MERCHANT_FILES[kind].take(scope=scope, merchant_id=merchant_id, **options)


def fail_import(*, scope: Scope, run_id: UUID, problem: str, now: datetime) -> None:
    """Mark an import as failed, with the reason for people. Queries: 1."""
    with transaction(scope):
        rows.execute(_FAIL, {"id": run_id, "problem": problem[:300], "now": now})
