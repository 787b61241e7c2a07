"""Start, stop and recognise the server's process.

After a kill -9 the pid file stays, and names a process that is gone, a zombie (nobody reaps in a container whose first
process is not an init), or by now another program. PostgreSQL takes each for a live server, so we look closer.
"""

import os
import select
import time
from pathlib import Path

import psycopg

from packhaus.kernel.postgres.account import Account
from packhaus.kernel.postgres.errors import ServerError
from packhaus.kernel.postgres.home import SOCKET_NAME, Home

WAITING = ("-s", "-w", "-t", "60")
# Write-ahead log of max_wal_size replays in less on a slow disk.
RECOVERY_SECONDS = 300
PAUSE_SECONDS = 0.1
SOCKET_LOCK = f"{SOCKET_NAME}.lock"
MEMORY_IN_USE = "pre-existing shared memory block"
LOG_BYTES = 10_000_000
LOG_LINES_SHOWN = 8


def find_serving_process(home: Home) -> int | None:
    """Return the process id of the live server on this data, or None."""
    try:
        process_id = int((home.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return process_id if _serves(process_id, home.data) else None


def _serves(process_id: int, data: Path) -> bool:
    process = Path("/proc") / str(process_id)
    try:
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        arguments = (process / "cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in {"Z", "X"} and (os.fsencode(data) in arguments or _works_in(process, data))


def _works_in(process: Path, data: Path) -> bool:
    # A checkout moved under a running server: its arguments are old, its working folder moved along.
    try:
        return (process / "cwd").resolve() == data
    except OSError:
        return False


def is_answering(home: Home) -> bool:
    """Say whether the server accepts connections, by trying one."""
    return _ping(home) == psycopg.pq.Ping.OK


def _ping(home: Home) -> int:
    address = psycopg.conninfo.make_conninfo(
        host=str(home.socket_folder), port=5432, dbname="postgres", connect_timeout=5
    )
    return psycopg.pq.PGconn.ping(address.encode())


def start_process(home: Home, account: Account, programs: Path) -> None:
    """Start the server and wait until it answers; a server that is still recovering is waited for, not doubled."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    failure = ""
    while time.monotonic() < deadline:
        if is_answering(home):
            return
        if find_serving_process(home) is None:
            failure = _try_to_start(home, account, programs)
        # A killed server's children may take a moment to notice, and hold its memory until then.
        if failure and MEMORY_IN_USE not in _read_log_end(home):
            break
        select.select([], [], [], PAUSE_SECONDS)
    if not is_answering(home):
        raise ServerError(f"The database does not start. {failure}\n{_read_log_end(home)}")


def _try_to_start(home: Home, account: Account, programs: Path) -> str:
    # They name the killed process; only removed because no live server was found.
    for stale in (
        home.data / "postmaster.pid",
        home.socket_folder / SOCKET_NAME,
        home.socket_folder / SOCKET_LOCK,
    ):
        stale.unlink(missing_ok=True)
    _open_log(home, account)
    done = account.run([programs / "pg_ctl", "start", *WAITING, "-D", home.data, "-l", home.log], home.folder)
    return "" if done.returncode == 0 or find_serving_process(home) else done.stderr.strip()


def stop_process(home: Home, account: Account, programs: Path) -> None:
    """Stop the server with a checkpoint, its connections closed. Nothing happens when it does not run."""
    if find_serving_process(home) is None:
        return
    done = account.run([programs / "pg_ctl", "stop", "-m", "fast", *WAITING, "-D", home.data], home.folder)
    # pg_ctl also waits for the pid file of a process that was killed meanwhile; only a live one is a failure.
    if done.returncode != 0 and find_serving_process(home) is not None:
        raise ServerError(f"The database does not stop: {done.stderr.strip()}")


def _open_log(home: Home, account: Account) -> None:
    is_large = home.log.exists() and home.log.stat().st_size > LOG_BYTES
    with home.log.open("w" if is_large else "a"):
        account.own(home.log, 0o600)


def _read_log_end(home: Home) -> str:
    if not home.log.exists():
        return ""
    return "\n".join(home.log.read_text(errors="replace").splitlines()[-LOG_LINES_SHOWN:])
