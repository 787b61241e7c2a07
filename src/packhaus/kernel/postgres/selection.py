import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from packhaus.kernel.postgres.errors import ServerError
from packhaus.kernel.postgres.server import ensure_server

SCHEMES = ("postgresql", "postgres")
CHECKOUT = Path(__file__).resolve().parents[4]


class Addresses(NamedTuple):
    runtime_url: str
    owner_url: str


def addresses(environment: Mapping[str, str] = os.environ) -> Addresses:
    """Return the database's two addresses, and start the embedded server when no external one is named.

    Without DATABASE_OWNER_URL the owner's address is the runtime one: such a process can do everything but migrate.
    Raises: ServerError.
    """
    runtime_url = _read_address("DATABASE_URL", environment)
    owner_url = _read_address("DATABASE_OWNER_URL", environment)
    if runtime_url:
        return Addresses(runtime_url, owner_url or runtime_url)
    if owner_url:
        raise ServerError(
            "DATABASE_OWNER_URL is set, but DATABASE_URL is not: name the runtime role's address too"
        )
    server = ensure_server(
        get_data_root(environment), durable=environment.get("PACKHAUS_PG_FSYNC", "on") != "off"
    )
    return Addresses(server.runtime_url, server.owner_url)


def get_data_root(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the embedded server: PACKHAUS_PG_ROOT, or postgres in PACKHAUS_DATA_DIR, which is var.

    A relative one is relative to the checkout, so that every process finds the same server.
    """
    data_folder = Path(environment.get("PACKHAUS_DATA_DIR") or "var")
    return get_base_folder(environment) / (environment.get("PACKHAUS_PG_ROOT") or data_folder / "postgres")


def place_data_folder(data_folder: Path) -> Path:
    """Return where the data folder is: a relative one is relative to the checkout, like the server in it."""
    return (get_base_folder(os.environ) / data_folder).resolve()


def get_base_folder(environment: Mapping[str, str]) -> Path:
    """Return the checkout; for a package installed elsewhere, the folder of this user's data."""
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT
    home = environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "packhaus"


def _read_address(variable: str, environment: Mapping[str, str]) -> str:
    """Return an address, or nothing when there is none. The refusal does not repeat it: it holds a password."""
    given = environment.get(variable, "").strip()
    if not given:
        return ""
    try:
        parts = urlsplit(given)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        parts, has_port = urlsplit(""), False
    if parts.scheme not in SCHEMES or len(parts.path) < len("/x") or not has_port:
        raise ServerError(f"{variable} is no address like postgresql://ROLE:PASSWORD@HOST:5432/DATABASE")
    return given
