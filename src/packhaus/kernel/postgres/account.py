"""PostgreSQL refuses to run as root, so root lends it to a system user that owns nothing else."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from packhaus.kernel.postgres.errors import ServerError

SYSTEM_USER = "packhaus"


@dataclass(frozen=True)
class Account:
    """Who runs the server."""

    user_id: int
    group_id: int
    is_lent: bool

    def own(self, path: Path, mode: int) -> None:
        """Give a path to the account."""
        path.chmod(mode)
        if self.is_lent:
            os.chown(path, self.user_id, self.group_id)

    def share(self, path: Path, mode: int) -> None:
        """Let the account read what stays ours."""
        path.chmod(mode)
        if self.is_lent:
            os.chown(path, 0, self.group_id)

    def run(self, command: Sequence[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
        """Run one of the server's programs as the account, with nothing of our environment (PGDATA, PGHOST, ...)."""
        return subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env={"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"},
            umask=0o077,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            user=self.user_id if self.is_lent else None,
            group=self.group_id if self.is_lent else None,
            extra_groups=[] if self.is_lent else None,
        )


def get_account() -> Account:
    """Return the account of the server; as root, the system user, created when missing."""
    if os.getuid() != 0:
        return Account(os.getuid(), os.getgid(), is_lent=False)
    entry = _find_system_user() or _create_system_user()
    return Account(entry.pw_uid, entry.pw_gid, is_lent=True)


def _find_system_user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None


def _create_system_user() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        raise ServerError(f"As root, create a user for the database first: useradd --system {SYSTEM_USER}")
    options = [
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/usr/sbin/nologin",
    ]
    done = subprocess.run([useradd, *options, SYSTEM_USER], capture_output=True, text=True, check=False)
    entry = _find_system_user()
    if entry is None:
        raise ServerError(f"The database's user could not be created: {done.stderr.strip()}")
    return entry
