"""Take a backup: written beside its place, renamed when whole, proved when asked."""

import os
import zipfile
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from packhaus.config.backup.archive import DUMP, Manifest, write_files, write_manifest
from packhaus.config.backup.errors import TargetExists
from packhaus.config.backup.moment import hold_moment
from packhaus.config.backup.programs import dump_database
from packhaus.config.backup.scratch import fill_scratch, prove_scratch, scratch_database
from packhaus.kernel.postgres import Addresses

SUFFIX = ".zip"
PATTERN = f"packhaus-*{SUFFIX}"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that stands."""

    path: Path
    size_bytes: int
    rows: int
    removed: int


def choose_path(target: Path, *, now: datetime) -> Path:
    """Return the file to write: the target itself when it is named .zip, else one named by the moment inside it.

    Raises: TargetExists.
    """
    is_file = target.suffix == SUFFIX and not target.is_dir()
    path = target if is_file else target / f"packhaus-{now:%Y%m%dT%H%M%SZ}{SUFFIX}"
    if path.exists():
        raise TargetExists(f"{path} is there already; name another file, or a folder")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def take_backup(
    *, addresses: Addresses, data_dir: Path, path: Path, keep: int | None, now: datetime
) -> Backup:
    """Write a backup of one moment; of a folder's backups the newest `keep` stay. Nobody waits for it.

    Raises: BackupFailed (nothing is left behind).
    """
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.touch(mode=0o600)
        rows = _write(partial, addresses, data_dir, now)
        _make_durable(partial)
        partial.replace(path)
        _make_durable(path.parent)
    finally:
        partial.unlink(missing_ok=True)
    return Backup(path, path.stat().st_size, rows, _remove_old(path, keep))


def _write(partial: Path, addresses: Addresses, data_dir: Path, now: datetime) -> int:
    # Stored, not deflated: pg_dump has compressed already.
    with zipfile.ZipFile(partial, "w") as archive, hold_moment(addresses.owner_url) as moment:
        with archive.open(DUMP, "w", force_zip64=True) as member:
            dump_database(owner_url=addresses.owner_url, snapshot=moment.snapshot, target=member)
        write_files(archive, data_dir, waiting=moment.waiting_imports)
        manifest = Manifest(
            made_at=now.isoformat(),
            packhaus=version("packhaus"),
            postgres=moment.postgres,
            migrations=moment.migrations,
            counts=moment.counts,
        )
        write_manifest(archive, manifest)
    return sum(moment.counts.values())


def verify_backup(*, addresses: Addresses, path: Path) -> list[str]:
    """Bring a backup to life beside the database, prove it as `packhaus check` does, and return what differs.

    Takes the database's room again while it runs. Raises: BackupFailed, NoBackup.
    """
    with scratch_database(addresses, name=f"packhaus_verify_{os.getpid()}") as scratch:
        fill_scratch(path, scratch)
        return prove_scratch(scratch, check=True)


def _remove_old(path: Path, keep: int | None) -> int:
    if keep is None:
        return 0
    old = [each for each in sorted(path.parent.glob(PATTERN), reverse=True) if each != path][
        max(keep, 1) - 1 :
    ]
    for each in old:
        each.unlink()
    return len(old)


def _make_durable(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
