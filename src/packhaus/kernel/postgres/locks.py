"""Two locks per server, both kept by the kernel, so a killed process holds neither.

`start` is exclusive and short: whoever starts or stops the server. `users` is shared and held by every process that
uses the server, children included; who gets it exclusively is the last one and stops the server. `start` comes first.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_registrations: dict[Path, int] = {}


def _open(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def hold_exclusively(path: Path) -> Iterator[None]:
    """Wait for the lock and hold it."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def get_start_lock(data_root: Path) -> Path:
    """Return the lock beside the data root; inside, it would vanish with the data."""
    return data_root.with_name(f".{data_root.name}.start")


def get_users_lock(data_root: Path) -> Path:
    """Return the lock of the users, beside the data root."""
    return data_root.with_name(f".{data_root.name}.users")


def register_user(data_root: Path) -> bool:
    """Count this process among the users; False when it is already."""
    path = get_users_lock(data_root)
    if path in _registrations:
        return False
    descriptor = _open(path)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    _registrations[path] = descriptor
    return True


def deregister_user(data_root: Path) -> None:
    """Count this process out. Closed, not unlocked: a forked child still holds its copy."""
    descriptor = _registrations.pop(get_users_lock(data_root), None)
    if descriptor is not None:
        os.close(descriptor)


def is_unused(data_root: Path) -> bool:
    """Say whether no process uses the server. Only meaningful while holding the start lock."""
    descriptor = _open(get_users_lock(data_root))
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
