"""Which versions run here."""

from importlib.metadata import PackageNotFoundError, version

from packhaus.kernel import rows

_SERVER = "SELECT current_setting('server_version'), pg_size_pretty(pg_database_size(current_database()))"


def list_versions() -> list[tuple[str, str]]:
    """Return what runs here and in which version. Queries: 1."""
    server, size = rows.fetch_tuples(_SERVER)[0]
    return [
        ("Packhaus", _find_version("packhaus")),
        ("PostgreSQL", server),
        ("Database", size),
        ("Django", _find_version("django")),
    ]


def _find_version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"
