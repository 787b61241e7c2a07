"""Files that were uploaded and wait to be imported: in the data folder, which web and worker share."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

# They hold names and addresses: no longer than somebody needs to look into what went wrong.
PART_KEPT = timedelta(days=1)
FILE_KEPT = timedelta(days=7)
REJECTS_KEPT = timedelta(days=30)
PART = ".part"
_REJECTS = ".rejects.csv"


def get_upload_folder() -> Path:
    """Return the folder, made when missing and closed to others."""
    folder = Path(settings.DATA_DIR) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def get_upload_path(*, run_id: UUID) -> Path:
    """Return where the file of an import is, or would be."""
    return get_upload_folder() / f"{run_id}.csv"


def find_rejects(*, run_id: UUID) -> Path | None:
    """Return the file of rejected rows, while it is kept."""
    path = get_upload_folder() / f"{run_id}{_REJECTS}"
    return path if path.is_file() else None


def keep_upload(*, path: Path, run_id: UUID) -> None:
    """Give an uploaded file the name of its import, durably: what is queued must survive the machine."""
    target = get_upload_path(run_id=run_id)
    path.replace(target)
    for each in (target, target.parent):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def delete_upload(*, run_id: UUID) -> None:
    """Delete the file of an import that is over."""
    get_upload_path(run_id=run_id).unlink(missing_ok=True)


def delete_old_uploads(*, now: datetime) -> int:
    """Delete what nobody came back for; return how many files."""
    return sum(_delete_if_old(path, now) for path in get_upload_folder().iterdir() if path.is_file())


def _delete_if_old(path: Path, now: datetime) -> bool:
    kept = FILE_KEPT
    if path.name.endswith(PART):
        kept = PART_KEPT
    elif path.name.endswith(_REJECTS):
        kept = REJECTS_KEPT
    if now.timestamp() - path.stat().st_mtime < kept.total_seconds():
        return False
    path.unlink(missing_ok=True)
    return True
