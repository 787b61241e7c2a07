"""The fulfillment orders behind a number of the tower: the same conditions, so the list's total is the number."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

PAGE_SIZE = 50
COUNTED_AT_MOST = 10_001
STAGES = {
    "release": ["planned"],
    "pick": ["released", "picking"],
    "pack": ["picked"],
    "packed": ["packed"],
    "left": ["planned", "released", "picking", "picked", "packed"],
    "unpacked": ["planned", "released", "picking", "picked"],
    "out": ["dispatched", "delivered"],
}


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Which fulfillment orders; None and empty take all. `due_from` counts in, `due_until` does not."""

    site_ids: Sequence[UUID]
    statuses: Sequence[str]
    merchant_id: UUID | None = None
    carrier_code: str | None = None
    due_from: datetime | None = None
    due_until: datetime | None = None
    wave_id: UUID | None = None

    @property
    def wants_gone(self) -> bool:
        """Tell whether orders that have left are asked for; they are found by their date, which must be given."""
        return bool({"dispatched", "delivered"} & set(self.statuses))


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A fulfillment order in the list."""

    id: UUID
    number: str
    order_number: str
    merchant_code: str
    site_code: str
    zone: str
    status: str
    carrier_code: str
    line_count: int
    unit_count: int
    ship_by: datetime | None
    placed_at: datetime
    wave_number: str | None
    cancel_requested: bool


@dataclass(frozen=True, slots=True)
class WorkKey:
    """Where a page ends."""

    ship_by: datetime
    id: UUID


_FILTER = """
f.site_id = ANY(%(site_ids)s::uuid[]) AND f.status = ANY(%(statuses)s::text[])
  AND (f.status <> 'planned' OR NOT f.is_blocked)
  AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
  AND (%(carrier_code)s::text IS NULL OR f.carrier_code = %(carrier_code)s::text)
  AND (%(due_from)s::timestamptz IS NULL OR f.ship_by >= %(due_from)s::timestamptz)
  AND (%(due_until)s::timestamptz IS NULL OR f.ship_by < %(due_until)s::timestamptz)
"""
_FLOOR = f"orders_fulfillmentorder AS f JOIN orders_order AS o ON o.id = f.order_id WHERE {_FILTER}"
_WAVE = f"""orders_fulfillmentorder AS f JOIN orders_order AS o ON o.id = f.order_id
WHERE f.wave_id = %(wave_id)s::uuid AND {_FILTER}"""
_GONE = f"""orders_order AS o JOIN orders_fulfillmentorder AS f ON f.order_id = o.id
WHERE o.stage IN ('partially_shipped', 'shipped', 'delivered') AND o.ship_by >= %(due_from)s AND {_FILTER}"""

_PAGE = """
SELECT p.id, p.number, p.order_number, m.code AS merchant_code, s.code AS site_code, s.timezone AS zone, p.status,
       p.carrier_code, p.line_count, p.unit_count, p.ship_by, p.placed_at, w.number AS wave_number,
       p.cancel_requested
FROM (
    SELECT f.*, o.number AS order_number FROM {source}
      AND (%(key_id)s::uuid IS NULL OR (f.ship_by, f.id) {beyond} (%(key_ship_by)s::timestamptz, %(key_id)s::uuid))
    ORDER BY f.ship_by {order}, f.id {order} LIMIT %(limit)s
) AS p
JOIN access_merchant AS m ON m.id = p.merchant_id
JOIN network_site AS s ON s.id = p.site_id
LEFT JOIN outbound_wave AS w ON w.id = p.wave_id
ORDER BY p.ship_by, p.id
"""
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM {source} LIMIT %(limit)s) AS c"
_SOURCES = {"floor": _FLOOR, "wave": _WAVE, "gone": _GONE}
_FORWARD = {name: _PAGE.format(source=source, beyond=">", order="ASC") for name, source in _SOURCES.items()}
_BACK = {name: _PAGE.format(source=source, beyond="<", order="DESC") for name, source in _SOURCES.items()}
_COUNTS = {name: _COUNT.format(source=source) for name, source in _SOURCES.items()}


def list_work(
    *, scope: Scope, chosen: WorkFilter, after: WorkKey | None = None, before: WorkKey | None = None
) -> list[WorkRow]:
    """Return a page of fulfillment orders, the soonest first, and one more if there is more beyond. Queries: 1."""
    key = before or after
    parameters = _parameters(chosen, PAGE_SIZE + 1) | {
        "key_id": key.id if key else None,
        "key_ship_by": key.ship_by if key else None,
    }
    statements = _BACK if before else _FORWARD
    with transaction(scope):
        return rows.fetch_rows(WorkRow, statements[_choose(chosen)], parameters)


def count_work(*, scope: Scope, chosen: WorkFilter) -> int:
    """Return how many there are, up to COUNTED_AT_MOST. Queries: 1."""
    with transaction(scope):
        return int(rows.fetch_value(_COUNTS[_choose(chosen)], _parameters(chosen, COUNTED_AT_MOST)))


def _choose(chosen: WorkFilter) -> str:
    if chosen.wave_id:
        return "wave"
    return "gone" if chosen.wants_gone else "floor"


def _parameters(chosen: WorkFilter, limit: int) -> dict[str, object]:
    return asdict(chosen) | {
        "site_ids": list(chosen.site_ids),
        "statuses": list(chosen.statuses),
        "limit": limit,
    }
