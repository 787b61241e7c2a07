"""Where a cluster lies.

An ordinary user's lies in the data root itself. Root's lies in a folder below /var/lib/packhaus, because the server's
user can't enter a checkout under a closed home folder; the data root is then a link to it.
"""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from packhaus.kernel.postgres.account import Account
from packhaus.kernel.postgres.errors import ServerError

LIBRARY = Path("/var/lib/packhaus")
SOCKET_NAME = ".s.PGSQL.5432"
# sizeof(sockaddr_un.sun_path) - 1. Source: unix(7).
LONGEST_SOCKET_PATH_BYTES = 107


@dataclass(frozen=True)
class Home:
    """The folder of one cluster."""

    folder: Path

    @property
    def data(self) -> Path:
        """Return PGDATA."""
        return self.folder / "data"

    @property
    def settings(self) -> Path:
        """Return our part of the server's configuration, written anew at every start."""
        return self.folder / "packhaus.conf"

    @property
    def passwords(self) -> Path:
        """Return the roles' passwords, for our eyes only."""
        return self.folder / "passwords.json"

    @property
    def is_created(self) -> Path:
        """Return the mark that initdb came to its end."""
        return self.folder / "created"

    @property
    def is_prepared(self) -> Path:
        """Return the mark that roles and database fit the running server."""
        return self.folder / "prepared"

    @property
    def log(self) -> Path:
        """Return the server's log."""
        return self.folder / "server.log"

    @property
    def socket_folder(self) -> Path:
        """Return the folder of the socket: short enough for the kernel, however deep the checkout lies."""
        wanted = self.folder / "socket"
        if len(os.fsencode(wanted / SOCKET_NAME)) <= LONGEST_SOCKET_PATH_BYTES:
            return wanted
        return Path("/tmp") / f"packhaus-{os.getuid()}-{_fingerprint(self.folder)}"  # noqa: S108 - 0700 and owner checked below


def place_home(data_root: Path, account: Account) -> Home:
    """Return the cluster's home, its folders made. The caller holds the start lock of the data root."""
    folder = _place_lent(data_root, account) if account.is_lent else _place_own(data_root)
    home = Home(folder)
    _make_socket_folder(home, account)
    return home


def find_home(data_root: Path) -> Home | None:
    """Return the home that exists, or None."""
    return Home(data_root.resolve()) if data_root.exists() else None


def _place_own(data_root: Path) -> Path:
    data_root.mkdir(parents=True, exist_ok=True, mode=0o700)
    owner = data_root.stat().st_uid
    if owner != os.getuid():
        raise ServerError(
            f"The database in {data_root} belongs to user {owner}. Run as that user, or remove the folder."
        )
    return data_root.resolve()


def _place_lent(data_root: Path, account: Account) -> Path:
    data_root.parent.mkdir(parents=True, exist_ok=True)
    if data_root.is_symlink() and _is_of(data_root, data_root.resolve()):
        return data_root.resolve()
    if data_root.is_symlink():
        data_root.unlink()
    elif data_root.exists():
        owner = data_root.stat().st_uid
        raise ServerError(
            f"The database in {data_root} belongs to user {owner}. Run as that user, or remove the folder."
        )
    folder = Path(tempfile.mkdtemp(prefix=f"{_fingerprint(data_root)}-", dir=LIBRARY))
    (folder / "origin").write_text(str(data_root))
    account.share(folder, 0o710)
    data_root.symlink_to(folder)
    return folder


def _is_of(data_root: Path, folder: Path) -> bool:
    """Say whether the linked folder is this checkout's, not the one of a checkout that this one was copied from."""
    origin_note = folder / "origin"
    if not origin_note.is_file():
        return False
    origin = Path(origin_note.read_text())
    if origin != data_root and origin.is_symlink() and origin.resolve() == folder:
        return False
    origin_note.write_text(str(data_root))
    return True


def list_abandoned(data_root: Path) -> list[Home]:
    """Return homes of a deleted checkout that lay at the same path: a fresh clone must not find its rows."""
    if data_root.exists() or not LIBRARY.is_dir():
        return []
    homes = [Home(folder) for folder in sorted(LIBRARY.glob(f"{_fingerprint(data_root)}-*"))]
    return [home for home in homes if _read_origin(home) == str(data_root)]


def _read_origin(home: Home) -> str:
    note = home.folder / "origin"
    return note.read_text() if note.is_file() else ""


def _make_socket_folder(home: Home, account: Account) -> None:
    folder = home.socket_folder
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {os.getuid(), account.user_id}:
        raise ServerError(f"{folder} belongs to somebody else; remove it.")
    account.own(folder, 0o700)
    link = home.folder / "socket"
    if link != folder and not link.is_symlink():
        link.symlink_to(folder)


def remove_home(home: Home) -> None:
    """Delete a cluster for good; its server must be down."""
    shutil.rmtree(home.socket_folder, ignore_errors=True)
    shutil.rmtree(home.folder)


def make_library() -> None:
    """Make root's folder of clusters."""
    LIBRARY.mkdir(parents=True, exist_ok=True)
    LIBRARY.chmod(0o711)


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
