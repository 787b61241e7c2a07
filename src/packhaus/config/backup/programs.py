"""pg_dump into a stream, and a stream into pg_restore."""

import shutil
import subprocess
import tempfile
from contextlib import suppress
from typing import IO
from zipfile import BadZipFile

from packhaus.config.backup.errors import BackupFailed, NoBackup
from packhaus.kernel.postgres.clients import describe_connection, find_client

_BLOCK_BYTES = 1 << 20
_LAST_WORDS = 500


def dump_database(*, owner_url: str, snapshot: str, target: IO[bytes]) -> None:
    """Write the database as of an exported snapshot. Raises: BackupFailed."""
    command = [
        str(find_client("pg_dump")), "--format=custom", "--compress=3", "--no-owner", "--no-privileges",
        "--lock-wait-timeout=60s", f"--snapshot={snapshot}",
    ]  # fmt: skip
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603 - PostgreSQL's own program
            command, env=dict(describe_connection(owner_url)), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=complaints,
        )  # fmt: skip
        with process:
            assert process.stdout is not None
            shutil.copyfileobj(process.stdout, target, _BLOCK_BYTES)
        _refuse_failure("pg_dump", process.returncode, complaints)


def restore_dump(*, owner_url: str, database: str, source: IO[bytes]) -> None:
    """Fill an empty database. Raises: BackupFailed (the database holds a part)."""
    command = [
        str(find_client("pg_restore")), "--format=custom", "--exit-on-error", "--no-owner", "--no-privileges",
        f"--dbname={database}",
    ]  # fmt: skip
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603 - PostgreSQL's own program
            command, env=dict(describe_connection(owner_url)), stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=complaints,
        )  # fmt: skip
        assert process.stdin is not None
        try:
            with suppress(BrokenPipeError):  # it gave up before the end and says why
                shutil.copyfileobj(source, process.stdin, _BLOCK_BYTES)
        except BadZipFile as error:
            process.kill()
            raise NoBackup(f"the backup is damaged: {error}") from error
        finally:
            with suppress(BrokenPipeError):
                process.stdin.close()
            process.wait()
        _refuse_failure("pg_restore", process.returncode, complaints)


def _refuse_failure(name: str, exit_code: int, complaints: IO[bytes]) -> None:
    if exit_code == 0:
        return
    complaints.seek(0)
    words = complaints.read().decode(errors="replace").strip()[-_LAST_WORDS:]
    raise BackupFailed(f"{name} ended with {exit_code}: {words}")
