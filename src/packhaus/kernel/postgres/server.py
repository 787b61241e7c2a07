import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from packhaus.kernel.postgres import cluster, locks, processes
from packhaus.kernel.postgres import home as homes
from packhaus.kernel.postgres.account import Account, get_account
from packhaus.kernel.postgres.binaries import find_programs
from packhaus.kernel.postgres.errors import ServerError
from packhaus.kernel.postgres.home import Home


@dataclass(frozen=True)
class ServerAddress:
    """How to reach a running embedded server."""

    socket_folder: Path
    port: int
    runtime_url: str
    owner_url: str
    superuser_url: str


def ensure_server(data_root: Path, *, durable: bool = True) -> ServerAddress:
    """Start the embedded server of this data root unless it runs, and count this process among its users.

    The last user to exit stops it; a server whose users were all killed runs on until the next one leaves.
    Call it again after the server was killed.
    Locks: the start lock of the data root, until the server answers.
    Raises: ServerError (the text says what to do; nothing runs).
    """
    data_root = _as_absolute(data_root)
    with _locked(data_root) as account:
        if locks.register_user(data_root):
            atexit.register(leave_server, data_root)
        home = _place(data_root, account)
        if not (processes.is_answering(home) and home.is_prepared.exists()):
            _start(home, account, durable=durable)
        return _describe(home)


def stop_server(data_root: Path) -> None:
    """Stop the server, whoever still uses it."""
    data_root = _as_absolute(data_root)
    with _locked(data_root) as account:
        _stop(data_root, account)


def leave_server(data_root: Path) -> None:
    """Stop using the server; who leaves last stops it."""
    data_root = _as_absolute(data_root)
    locks.deregister_user(data_root)
    if not data_root.exists():
        return
    with _locked(data_root) as account:
        if locks.is_unused(data_root):
            _stop(data_root, account)


def remove_server(data_root: Path) -> None:
    """Stop the server and delete its data for good."""
    data_root = _as_absolute(data_root)
    with _locked(data_root) as account:
        _stop(data_root, account)
        home = homes.find_home(data_root)
        if home is not None:
            homes.remove_home(home)
        data_root.unlink(missing_ok=True)
    locks.deregister_user(data_root)


def find_process_id(data_root: Path) -> int | None:
    """Return the server's process id, or None when it does not run."""
    home = homes.find_home(_as_absolute(data_root))
    return processes.find_serving_process(home) if home else None


def _as_absolute(data_root: Path) -> Path:
    # The parent is resolved, the root itself not: as root it is a link.
    return data_root.parent.resolve() / data_root.name


@contextmanager
def _locked(data_root: Path) -> Iterator[Account]:
    with locks.hold_exclusively(locks.get_start_lock(data_root)):
        with _library():
            account = get_account()
        yield account


@contextmanager
def _library() -> Iterator[None]:
    """Make what root's clusters share, the system user and the copied programs, one process at a time."""
    if os.getuid() != 0:
        yield
        return
    homes.make_library()
    with locks.hold_exclusively(homes.LIBRARY / ".lock"):
        yield


def _find_programs(account: Account) -> Path:
    with _library():
        return find_programs(account, homes.LIBRARY)


def _place(data_root: Path, account: Account) -> Home:
    if account.is_lent:
        for abandoned in homes.list_abandoned(data_root):
            processes.stop_process(abandoned, account, _find_programs(account))
            homes.remove_home(abandoned)
    return homes.place_home(data_root, account)


def _start(home: Home, account: Account, *, durable: bool) -> None:
    programs = _find_programs(account)
    if not home.is_created.exists():
        processes.stop_process(home, account, programs)
        cluster.create_cluster(home, account, programs, durable=durable)
    if not processes.is_answering(home):
        home.is_prepared.unlink(missing_ok=True)
        cluster.write_settings(home, account, durable=durable)
        processes.start_process(home, account, programs)
    cluster.prepare_roles(home)


def _stop(data_root: Path, account: Account) -> None:
    home = homes.find_home(data_root)
    if home is not None and home.is_created.exists():
        processes.stop_process(home, account, _find_programs(account))


def _describe(home: Home) -> ServerAddress:
    passwords = cluster.read_passwords(home)
    return ServerAddress(
        socket_folder=home.socket_folder,
        port=cluster.PORT,
        runtime_url=cluster.write_url(home, cluster.RUNTIME, passwords.runtime),
        owner_url=cluster.write_url(home, cluster.OWNER, passwords.owner),
        superuser_url=cluster.write_url(home, cluster.SUPERUSER, passwords.superuser),
    )


__all__ = [
    "ServerAddress",
    "ServerError",
    "ensure_server",
    "find_process_id",
    "leave_server",
    "remove_server",
    "stop_server",
]
