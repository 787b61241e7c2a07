import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from packhaus.kernel.postgres.server import ensure_server

CHECKOUT = Path(__file__).resolve().parents[4]


class Addresses(NamedTuple):
    runtime_url: str
    owner_url: str


def addresses(environment: Mapping[str, str] = os.environ) -> Addresses:
    """Return the database's two addresses, and start the embedded server when no external one is named.

    Without DATABASE_OWNER_URL the owner's address is the runtime one: such a process can do everything but migrate.
    """
    runtime_url = environment.get("DATABASE_URL", "")
    if runtime_url:
        return Addresses(runtime_url, environment.get("DATABASE_OWNER_URL") or runtime_url)
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


def get_base_folder(environment: Mapping[str, str]) -> Path:
    """Return the checkout; for a package installed elsewhere, the folder of this user's data."""
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT
    home = environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "packhaus"
