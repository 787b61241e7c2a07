"""Where the unit with a serial number is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_PLACES = """
SELECT b.id, b.location_id, l.code AS location_code, l.kind AS location_kind, n.code AS site_code,
       t.id AS lot_id, t.code AS lot_code, u.code AS unit_code, b.condition, b.allocated, b.expires_on
FROM inventory_balance AS b
JOIN inventory_location AS l ON l.id = b.location_id
JOIN network_site AS n ON n.id = l.site_id
LEFT JOIN inventory_lot AS t ON t.id = b.lot_id
LEFT JOIN inventory_handlingunit AS u ON u.id = b.handling_unit_id
WHERE b.sku_id = %(sku_id)s AND b.serial = %(serial)s AND b.on_hand > 0
ORDER BY b.id
"""


@dataclass(frozen=True, slots=True)
class SerialPlace:
    """The one unit of a serial number, somewhere in a house."""

    id: int
    location_id: int
    location_code: str
    location_kind: str
    site_code: str
    lot_id: int | None
    lot_code: str | None
    unit_code: str | None
    condition: str
    allocated: int
    expires_on: date | None


def list_serial_places(scope: Scope, *, sku_id: UUID, serial: str) -> list[SerialPlace]:
    """Return where a unit is: nowhere when it has left or never came. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(SerialPlace, _PLACES, {"sku_id": sku_id, "serial": serial})
