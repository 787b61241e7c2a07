"""The fulfillment orders behind a number of the tower: the same conditions, so the list's total is the number."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

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
    ship_by: datetime
    placed_at: datetime
    wave_number: str | None
    cancel_requested: bool


_FILTER = """
f.site_id = ANY(%(site_ids)s::uuid[]) AND f.status = ANY(%(statuses)s::text[])
  AND f.ship_by IS NOT NULL AND (f.status <> 'planned' OR NOT f.is_blocked)
  AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
  AND (%(carrier_code)s::text IS NULL OR f.carrier_code = %(carrier_code)s::text)
  AND (%(due_from)s::timestamptz IS NULL OR f.ship_by >= %(due_from)s::timestamptz)
  AND (%(due_until)s::timestamptz IS NULL OR f.ship_by < %(due_until)s::timestamptz)
"""
_FLOOR = f"orders_fulfillmentorder AS f WHERE {_FILTER}"
_WAVE = f"""orders_fulfillmentorder AS f
WHERE f.wave_id = %(wave_id)s::uuid AND {_FILTER}"""
_GONE = f"""orders_order AS o JOIN orders_fulfillmentorder AS f ON f.order_id = o.id
WHERE o.stage IN ('partially_shipped', 'shipped', 'delivered') AND o.ship_by >= %(due_from)s AND {_FILTER}"""

_COLUMNS = """
SELECT f.id, f.number, o.number AS order_number, m.code AS merchant_code, s.code AS site_code, s.timezone AS zone,
       f.status, f.carrier_code, f.line_count, f.unit_count, f.ship_by, f.placed_at, w.number AS wave_number,
       f.cancel_requested
FROM ({source}) AS f
JOIN orders_order AS o ON o.id = f.order_id
JOIN access_merchant AS m ON m.id = f.merchant_id
JOIN network_site AS s ON s.id = f.site_id
LEFT JOIN outbound_wave AS w ON w.id = f.wave_id
"""
_SOURCES = {
    name: f"SELECT f.* FROM {source}"  # noqa: S608 - constants
    for name, source in (("floor", _FLOOR), ("wave", _WAVE), ("gone", _GONE))
}
_STATEMENTS = {name: _COLUMNS.format(source=source) for name, source in _SOURCES.items()}
_KEYS = (Key("ship_by", "timestamptz"), Key("id", "uuid"))


def list_work(*, scope: Scope, chosen: WorkFilter, page: PageOf) -> Page[WorkRow]:
    """Return a page of fulfillment orders, the soonest first. Queries: 2."""
    name = _choose(chosen)
    parameters = asdict(chosen) | {"site_ids": list(chosen.site_ids), "statuses": list(chosen.statuses)}
    with transaction(scope):
        return fetch_page(
            WorkRow, _STATEMENTS[name], parameters, keys=_KEYS, page=page, count_sql=_SOURCES[name]
        )


def _choose(chosen: WorkFilter) -> str:
    if chosen.wave_id:
        return "wave"
    return "gone" if chosen.wants_gone else "floor"
