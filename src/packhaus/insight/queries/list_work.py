"""The fulfillment orders behind a number of the tower: the same conditions, so the list's total is the number."""

from collections.abc import Sequence
from dataclasses import dataclass
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
_GONE_STATUSES = {"dispatched", "delivered"}


@dataclass(frozen=True, slots=True)
class Window:
    """When a site's orders are due; `due_from` counts in, `due_until` does not, None is open.

    What has left counts from `gone_from` on only: the tower forgets what left for an earlier day.
    """

    site_id: UUID
    due_from: datetime | None = None
    due_until: datetime | None = None
    gone_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Which fulfillment orders; None and empty take all. `due_from` counts in, `due_until` does not.

    `windows` say the dates site by site instead: an order is in one of them. `is_waiting` takes what is picked
    and may not be packed: it lacks units and goes complete, or is on hold. `request_statuses` take what partners were
    asked for and what they said; on hold or not, it waits for their answer.
    """

    site_ids: Sequence[UUID]
    statuses: Sequence[str]
    merchant_id: UUID | None = None
    carrier_code: str | None = None
    due_from: datetime | None = None
    due_until: datetime | None = None
    wave_id: UUID | None = None
    windows: Sequence[Window] = ()
    ids: Sequence[UUID] = ()
    is_waiting: bool = False
    request_statuses: Sequence[str] = ()

    @property
    def wants_gone(self) -> bool:
        """Tell whether orders that have left are asked for; they are found by their date, which must be given."""
        return bool(_GONE_STATUSES & set(self.statuses))

    @property
    def wants_left(self) -> bool:
        """Tell whether orders that have not left are asked for."""
        return bool(set(self.statuses) - _GONE_STATUSES)

    @property
    def gone_since(self) -> datetime | None:
        """Return from when on what has left is looked for."""
        froms = [window.gone_from for window in self.windows if window.gone_from]
        return min(froms) if froms else self.due_from


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
    is_blocked: bool
    request_status: str
    reject_reason: str
    answer_by: datetime | None


_FILTER = """
f.site_id = ANY(%(site_ids)s::uuid[]) AND f.status = ANY(%(statuses)s::text[])
  AND f.ship_by IS NOT NULL
  AND (f.status <> 'planned' OR NOT f.is_blocked OR cardinality(%(request_statuses)s::text[]) > 0)
  AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
  AND (%(carrier_code)s::text IS NULL OR f.carrier_code = %(carrier_code)s::text)
  AND (%(due_from)s::timestamptz IS NULL OR f.ship_by >= %(due_from)s::timestamptz)
  AND (%(due_until)s::timestamptz IS NULL OR f.ship_by < %(due_until)s::timestamptz)
  AND (NOT %(is_waiting)s::boolean OR f.status = 'picked' AND NOT f.cancel_requested AND EXISTS (
    SELECT FROM orders_order AS p WHERE p.id = f.order_id AND (
        p.is_held OR p.policy <> 'ship_available' AND EXISTS (
            SELECT FROM orders_orderline AS l WHERE l.order_id = p.id AND l.backordered > 0))))
  AND (cardinality(%(ids)s::uuid[]) = 0 OR f.id = ANY(%(ids)s::uuid[]))
  AND (cardinality(%(window_sites)s::uuid[]) = 0 OR EXISTS (
    SELECT FROM unnest(%(window_sites)s::uuid[], %(window_froms)s::timestamptz[], %(window_untils)s::timestamptz[],
                       %(window_gone_froms)s::timestamptz[]) AS d(site_id, due_from, due_until, gone_from)
    WHERE d.site_id = f.site_id AND (d.due_from IS NULL OR f.ship_by >= d.due_from)
      AND (d.due_until IS NULL OR f.ship_by < d.due_until)
      AND (d.gone_from IS NULL OR f.status NOT IN ('dispatched', 'delivered') OR f.ship_by >= d.gone_from)))
"""
_FLOOR = f"orders_fulfillmentorder AS f WHERE {_FILTER} AND f.status NOT IN ('dispatched', 'delivered')"
_ASKED = f"""orders_fulfillmentorder AS f
WHERE f.request_status <> 'none' AND f.request_status = ANY(%(request_statuses)s::text[]) AND {_FILTER}"""
_WAVE = f"""orders_fulfillmentorder AS f
WHERE f.wave_id = %(wave_id)s::uuid AND {_FILTER}"""
_GONE = f"""orders_order AS o JOIN orders_fulfillmentorder AS f ON f.order_id = o.id
WHERE o.stage IN ('partially_shipped', 'shipped', 'delivered') AND o.ship_by >= %(gone_since)s
  AND f.status IN ('dispatched', 'delivered') AND {_FILTER}"""

_COLUMNS = """
SELECT f.id, f.number, o.number AS order_number, m.code AS merchant_code, s.code AS site_code, s.timezone AS zone,
       f.status, f.carrier_code, f.line_count, f.unit_count, f.ship_by, f.placed_at, w.number AS wave_number,
       f.cancel_requested, f.is_blocked, f.request_status, f.reject_reason, f.answer_by
FROM ({source}) AS f
JOIN orders_order AS o ON o.id = f.order_id
JOIN access_merchant AS m ON m.id = f.merchant_id
JOIN network_site AS s ON s.id = f.site_id
LEFT JOIN outbound_wave AS w ON w.id = f.wave_id
"""
_SOURCES = {
    name: f"SELECT f.* FROM {source}"  # noqa: S608 - constants
    for name, source in (("floor", _FLOOR), ("wave", _WAVE), ("gone", _GONE), ("asked", _ASKED))
}
_SOURCES["both"] = f"{_SOURCES['floor']} UNION ALL {_SOURCES['gone']}"
_STATEMENTS = {name: _COLUMNS.format(source=source) for name, source in _SOURCES.items()}
_KEYS = (Key("ship_by", "timestamptz"), Key("id", "uuid"))


def list_work(*, scope: Scope, chosen: WorkFilter, page: PageOf) -> Page[WorkRow]:
    """Return a page of fulfillment orders, the soonest first. Queries: 2."""
    name = _choose(chosen)
    with transaction(scope):
        return fetch_page(
            WorkRow, _STATEMENTS[name], _bind(chosen), keys=_KEYS, page=page, count_sql=_SOURCES[name]
        )


def _bind(chosen: WorkFilter) -> dict[str, object]:
    return {
        "site_ids": list(chosen.site_ids),
        "statuses": list(chosen.statuses),
        "merchant_id": chosen.merchant_id,
        "carrier_code": chosen.carrier_code,
        "due_from": chosen.due_from,
        "due_until": chosen.due_until,
        "wave_id": chosen.wave_id,
        "ids": list(chosen.ids),
        "is_waiting": chosen.is_waiting,
        "request_statuses": list(chosen.request_statuses),
        "gone_since": chosen.gone_since,
        "window_sites": [window.site_id for window in chosen.windows],
        "window_froms": [window.due_from for window in chosen.windows],
        "window_untils": [window.due_until for window in chosen.windows],
        "window_gone_froms": [window.gone_from for window in chosen.windows],
    }


def _choose(chosen: WorkFilter) -> str:
    if chosen.wave_id:
        return "wave"
    if chosen.request_statuses:
        return "asked"
    if not chosen.wants_gone:
        return "floor"
    return "both" if chosen.wants_left else "gone"
