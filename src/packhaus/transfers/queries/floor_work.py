"""Transfers that the floor of a site works on: what is to be picked, and what stands ready to be loaded."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_OPEN = """
SELECT t.id, t.number, m.code AS merchant_code, f.code AS from_site, o.code AS to_site, t.status, t.expected_on,
       coalesce(sum(l.ordered - l.picked), 0)::bigint AS to_pick, coalesce(sum(l.picked), 0)::bigint AS picked,
       (SELECT coalesce(sum(p.quantity), 0)::bigint FROM transfers_transferpicked AS p
        JOIN transfers_transferline AS i ON i.id = p.line_id
        WHERE i.transfer_id = t.id AND p.put_back_at IS NULL AND p.loaded_at IS NOT NULL) AS loaded
FROM transfers_transfer AS t
JOIN access_merchant AS m ON m.id = t.merchant_id
JOIN network_site AS f ON f.id = t.from_site_id
JOIN network_site AS o ON o.id = t.to_site_id
JOIN transfers_transferline AS l ON l.transfer_id = t.id
WHERE t.status IN ('released', 'picked') AND (%(site_id)s::uuid IS NULL OR t.from_site_id = %(site_id)s::uuid)
GROUP BY t.id, m.code, f.code, o.code ORDER BY t.expected_on, t.id LIMIT %(limit)s
"""
_COUNT = """
SELECT count(*) FROM transfers_transfer
WHERE status IN ('released', 'picked') AND (%(site_id)s::uuid IS NULL OR from_site_id = %(site_id)s::uuid)
"""
_OF_UNIT = """
SELECT t.number FROM transfers_transferpicked AS p JOIN transfers_transferline AS l ON l.id = p.line_id
JOIN transfers_transfer AS t ON t.id = l.transfer_id
WHERE p.unit_code = %(code)s AND p.put_back_at IS NULL AND t.status IN ('released', 'picked') LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class FloorTransfer:
    """A transfer that is picked or stands ready; `loaded` of its picked units are on board. Units: base units."""

    id: UUID
    number: str
    merchant_code: str
    from_site: str
    to_site: str
    status: str
    expected_on: date
    to_pick: int
    picked: int
    loaded: int


def list_floor_transfers(*, scope: Scope, site_id: UUID | None, limit: int = 50) -> list[FloorTransfer]:
    """Return what the floor has to pick and to load, the soonest first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(FloorTransfer, _OPEN, {"site_id": site_id, "limit": limit})


def count_floor_transfers(*, scope: Scope, site_id: UUID | None) -> int:
    """Return how many transfers the floor has to pick or to load. Queries: 1."""
    with transaction(scope):
        return int(rows.fetch_value(_COUNT, {"site_id": site_id}) or 0)


def find_transfer_of_unit(*, scope: Scope, code: str) -> str:
    """Return the number of the transfer that a carton or pallet stands ready for, or nothing. Queries: 1."""
    with transaction(scope):
        return str(rows.fetch_value(_OF_UNIT, {"code": code}) or "")
