"""Stations and their printers."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.printing.errors import PrinterNotFound, StationNotFound
from packhaus.printing.types import PrinterRow, StationRow

_STATIONS = """
SELECT t.id, t.site_id, s.code AS site_code, t.code, t.is_active, t.heard_at, t.heard_of
FROM printing_station AS t JOIN network_site AS s ON s.id = t.site_id
"""
_LIST = (
    f"{_STATIONS} WHERE %(site_id)s::uuid IS NULL OR t.site_id = %(site_id)s ORDER BY s.code, t.code, t.id"
)
_BY_ID = f"{_STATIONS} WHERE t.id = %(id)s"
_BY_CODE = f"{_STATIONS} WHERE s.code = %(site)s AND t.code = %(code)s"

_PRINTERS = """
SELECT p.id, p.station_id, s.code AS site_code, t.code AS station_code, p.code, p.medium, p.speaks, p.dots_per_mm,
       p.reached_by, p.address, p.asks_state, p.is_active, p.state, p.state_at
FROM printing_printer AS p
JOIN printing_station AS t ON t.id = p.station_id JOIN network_site AS s ON s.id = t.site_id
"""
_PRINTERS_OF = f"{_PRINTERS} WHERE p.station_id = ANY(%(ids)s::uuid[]) ORDER BY p.station_id, p.code, p.id"
_PRINTER = f"{_PRINTERS} WHERE p.id = %(id)s"

# Of a site's other stations, too: the bench beside has one.
_FITTING = f"""{_PRINTERS}
WHERE p.is_active AND t.is_active AND p.medium = %(medium)s
  AND t.site_id = (SELECT o.site_id FROM printing_station AS o WHERE o.id = %(station_id)s)
ORDER BY p.station_id = %(station_id)s DESC, p.state IN ('ready', 'unknown') DESC, t.code, p.code, p.id
"""  # noqa: S608 - constants


def list_stations(*, scope: Scope, site_id: UUID | None = None) -> list[StationRow]:
    """Return stations by site and code, those that are switched off too. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(StationRow, _LIST, {"site_id": site_id})


def get_station(*, scope: Scope, station_id: UUID) -> StationRow:
    """Return a station. Queries: 1. Raises: StationNotFound."""
    with transaction(scope):
        found = rows.find_row(StationRow, _BY_ID, {"id": station_id})
    if found is None:
        raise StationNotFound("there is no such station")
    return found


def get_station_by_code(*, scope: Scope, site: str, code: str) -> StationRow:
    """Return a station by the codes of its site and its own. Queries: 1. Raises: StationNotFound."""
    with transaction(scope):
        found = rows.find_row(StationRow, _BY_CODE, {"site": site, "code": code})
    if found is None:
        raise StationNotFound("there is no such station", site=site, station=code)
    return found


def list_printers(*, scope: Scope, station_ids: Sequence[UUID]) -> list[PrinterRow]:
    """Return the printers of stations, those that are switched off too. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(PrinterRow, _PRINTERS_OF, {"ids": list(station_ids)})


def get_printer(*, scope: Scope, printer_id: UUID) -> PrinterRow:
    """Return a printer. Queries: 1. Raises: PrinterNotFound."""
    with transaction(scope):
        found = rows.find_row(PrinterRow, _PRINTER, {"id": printer_id})
    if found is None:
        raise PrinterNotFound("there is no such printer")
    return found


def list_fitting(*, scope: Scope, station_id: UUID, medium: str) -> list[PrinterRow]:
    """Return the printers of a station's site with this paper in them: its own first, those in trouble last.

    Queries: 1.
    """
    with transaction(scope):
        return rows.fetch_rows(PrinterRow, _FITTING, {"station_id": station_id, "medium": medium})
