"""Where the database is: an external PostgreSQL 18, or the embedded one that Packhaus starts and stops itself."""

from packhaus.kernel.postgres.databases import create_database, drop_database, has_database
from packhaus.kernel.postgres.errors import ServerError
from packhaus.kernel.postgres.selection import Addresses, addresses, place_data_folder
from packhaus.kernel.postgres.server import (
    ServerAddress,
    ensure_server,
    find_process_id,
    leave_server,
    remove_server,
    stop_server,
)

__all__ = [
    "Addresses",
    "ServerAddress",
    "ServerError",
    "addresses",
    "create_database",
    "drop_database",
    "ensure_server",
    "find_process_id",
    "has_database",
    "leave_server",
    "place_data_folder",
    "remove_server",
    "stop_server",
]
