"""What is to be brought to pick faces, what was, and what is next for somebody on the floor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page
from packhaus.outbound.errors import TaskNotFound
from packhaus.outbound.queries.stops_in_hand import STOP_IN_HAND

OPEN = ("open", "claimed")


@dataclass(frozen=True, slots=True)
class ReplenishmentRow:
    """A task with its two places; `in_face` units lie in the face, `minimum` and `maximum` are its bounds by now."""

    id: int
    site_id: UUID
    site_code: str
    zone: str
    merchant_code: str
    sku_id: UUID
    sku_code: str
    sku_name: str
    from_location_id: int
    from_code: str
    unit_code: str
    lot_code: str
    to_location_id: int
    to_code: str
    quantity: int
    can_take: int
    moved: int
    returned: int
    in_face: int
    minimum: int
    maximum: int
    status: str
    short_reason: str
    priority: int
    needed_at: datetime | None
    planned_at: datetime
    claimed_by: UUID | None
    person_name: str | None
    x_mm: int
    y_mm: int


@dataclass(frozen=True, slots=True)
class ReplenishmentFilter:
    """Which tasks; what is left empty takes all. `is_urgent`: orders wait for them."""

    site_id: UUID | None = None
    merchant_id: UUID | None = None
    statuses: Sequence[str] = ()
    is_urgent: bool | None = None
    is_mine: UUID | None = None
    ids: Sequence[int] = ()


# Orders that a picker is on the way for keep their units: `can_take` is what is left, and what may come along.
_TASKS = f"""
SELECT t.id, t.site_id, n.code AS site_code, n.timezone AS zone, m.code AS merchant_code, t.sku_id,
       k.code AS sku_code, k.name AS sku_name, t.from_location_id, s.code AS from_code,
       coalesce(u.code, '') AS unit_code, coalesce(o.code, '') AS lot_code, t.to_location_id, f.code AS to_code,
       t.quantity, least(t.quantity, coalesce(b.on_hand - b.allocated + (
           SELECT coalesce(sum(a.quantity), 0) FROM outbound_allocation AS a
           WHERE a.balance_id = b.id AND a.quantity > 0 AND a.picked = 0 AND NOT EXISTS (
               SELECT FROM outbound_picktask AS p
               WHERE p.allocation_id = a.id AND {STOP_IN_HAND.format(stop="p")}
                 AND p.fulfillment_id = (
                     SELECT x.fulfillment_id FROM orders_fulfillmentline AS x WHERE x.id = a.fulfillment_line_id))
       ), 0))::bigint AS can_take,
       t.moved, t.returned,
       coalesce((SELECT sum(c.on_hand) FROM inventory_balance AS c
                 WHERE c.location_id = t.to_location_id AND c.sku_id = t.sku_id), 0)::bigint AS in_face,
       coalesce(p.minimum, 0) AS minimum, coalesce(p.maximum, 0) AS maximum, t.status, t.short_reason, t.priority,
       t.needed_at, t.planned_at, t.claimed_by, w.name AS person_name, s.x_mm, s.y_mm
FROM outbound_replenishmenttask AS t
JOIN network_site AS n ON n.id = t.site_id
JOIN access_merchant AS m ON m.id = t.merchant_id
JOIN catalog_sku AS k ON k.id = t.sku_id
JOIN inventory_location AS s ON s.id = t.from_location_id
JOIN inventory_location AS f ON f.id = t.to_location_id
LEFT JOIN inventory_balance AS b ON b.id = t.balance_id
LEFT JOIN inventory_handlingunit AS u ON u.id = b.handling_unit_id
LEFT JOIN inventory_lot AS o ON o.id = b.lot_id
LEFT JOIN outbound_pickface AS p ON p.location_id = t.to_location_id AND p.sku_id = t.sku_id
LEFT JOIN access_user AS w ON w.id = t.claimed_by
WHERE (%(site_id)s::uuid IS NULL OR t.site_id = %(site_id)s::uuid)
  AND (%(merchant_id)s::uuid IS NULL OR t.merchant_id = %(merchant_id)s::uuid)
  AND (cardinality(%(statuses)s::text[]) = 0 OR t.status = ANY(%(statuses)s::text[]))
  AND (%(is_urgent)s::boolean IS NULL OR (t.needed_at IS NOT NULL) = %(is_urgent)s::boolean)
  AND (%(person_id)s::uuid IS NULL OR t.claimed_by = %(person_id)s::uuid)
  AND (cardinality(%(ids)s::bigint[]) = 0 OR t.id = ANY(%(ids)s::bigint[]))
"""  # noqa: S608 - constants

_NEXT = f"""
{_TASKS} AND (t.status = 'open' OR t.status = 'claimed' AND t.claimed_by = %(walker_id)s::uuid)
ORDER BY t.status = 'claimed' DESC, t.priority, t.needed_at NULLS LAST, t.id LIMIT %(limit)s
"""

_COUNT = """
SELECT count(*) FROM outbound_replenishmenttask AS t
WHERE t.status = 'open' AND (%(site_id)s::uuid IS NULL OR t.site_id = %(site_id)s::uuid)
"""

_KEYS = (Key("priority", "integer"), Key("id", "bigint"))


def list_replenishments(*, scope: Scope, chosen: ReplenishmentFilter, page: PageOf) -> Page[ReplenishmentRow]:
    """Return a page of tasks by priority, then age. Queries: 2."""
    with transaction(scope):
        return fetch_page(ReplenishmentRow, _TASKS, _as_parameters(chosen), keys=_KEYS, page=page)


def list_next_replenishments(
    *, scope: Scope, site_id: UUID | None, person_id: UUID, limit: int
) -> list[ReplenishmentRow]:
    """Return what this person has begun, then what is open, by priority, then by when it is needed. Queries: 1."""
    parameters = {
        **_as_parameters(ReplenishmentFilter(site_id=site_id)),
        "walker_id": person_id,
        "limit": limit,
    }
    with transaction(scope):
        return rows.fetch_rows(ReplenishmentRow, _NEXT, parameters)


def get_replenishment(*, scope: Scope, task_id: int) -> ReplenishmentRow:
    """Return a task. Queries: 1. Raises: TaskNotFound."""
    with transaction(scope):
        found = rows.find_row(ReplenishmentRow, _TASKS, _as_parameters(ReplenishmentFilter(ids=[task_id])))
    if found is None:
        raise TaskNotFound("there is no such task", task_id=task_id)
    return found


def count_open_replenishments(*, scope: Scope, site_id: UUID | None) -> int:
    """Return how many tasks nobody has. Queries: 1."""
    with transaction(scope):
        return int(rows.fetch_value(_COUNT, {"site_id": site_id}) or 0)


def _as_parameters(chosen: ReplenishmentFilter) -> dict[str, object]:
    return {
        "site_id": chosen.site_id,
        "merchant_id": chosen.merchant_id,
        "statuses": list(chosen.statuses),
        "is_urgent": chosen.is_urgent,
        "person_id": chosen.is_mine,
        "ids": list(chosen.ids),
    }
