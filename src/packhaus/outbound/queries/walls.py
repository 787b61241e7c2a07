"""Walls: what stands in their compartments, and what is still to be sorted."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.outbound.errors import SortTaskClosed, WallNotFound
from packhaus.outbound.types import SortStep

_WALLS = """
SELECT w.id, w.code, w.site_id,
       (SELECT count(*) FROM outbound_wallslot AS s WHERE s.wall_id = w.id) AS slots,
       (SELECT count(*) FROM outbound_wallslot AS s JOIN inventory_handlingunit AS u ON u.id = s.unit_id
        WHERE s.wall_id = w.id AND u.merchant_id IS NOT NULL) AS complete,
       t.lines, t.units, t.orders
FROM outbound_putwall AS w
CROSS JOIN LATERAL (
    SELECT count(*) AS lines, coalesce(sum(t.quantity - t.sorted), 0)::bigint AS units,
           count(DISTINCT t.fulfillment_id) AS orders
    FROM outbound_sorttask AS t WHERE t.wall_id = w.id AND t.status IN ('open', 'claimed')
) AS t
WHERE (%(site_id)s::uuid IS NULL OR w.site_id = %(site_id)s::uuid)
  AND (%(code)s::text = '' OR w.code = %(code)s::text)
ORDER BY w.code, w.id LIMIT 100
"""

_ITEMS = """
SELECT DISTINCT t.sku_id FROM outbound_sorttask AS t WHERE t.wall_id = %(wall_id)s AND t.status IN ('open', 'claimed')
ORDER BY t.sku_id
"""

_TO_BRING = """
SELECT DISTINCT u.code FROM outbound_pickbatch AS p
JOIN outbound_batchslot AS s ON s.batch_id = p.id
JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id AND f.status = 'picked'
JOIN inventory_handlingunit AS u ON u.id = s.tote_id
WHERE p.site_id = %(site_id)s::uuid AND p.method = 'wall' AND NOT EXISTS (
    SELECT FROM outbound_sorttask AS t WHERE t.fulfillment_id = f.id AND t.status <> 'cancelled')
ORDER BY u.code LIMIT 12
"""


_STEP = """
SELECT t.id AS task_id, t.wall_id, t.fulfillment_id, t.status, t.claimed_by, t.quantity, t.sorted,
       s.number::int AS slot, u.code AS slot_code, k.code AS sku_code, k.name AS sku_name, o.number AS order_number
FROM outbound_sorttask AS t
JOIN outbound_wallslot AS s ON s.id = t.slot_id
JOIN inventory_handlingunit AS u ON u.id = s.unit_id
JOIN catalog_sku AS k ON k.id = t.sku_id
JOIN orders_fulfillmentorder AS f ON f.id = t.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
WHERE t.id = %(id)s AND t.wall_id = %(wall_id)s
"""


FREE_SLOTS = """
SELECT s.id, s.number, u.code FROM outbound_wallslot AS s JOIN inventory_handlingunit AS u ON u.id = s.unit_id
WHERE s.wall_id = %(wall_id)s AND u.merchant_id IS NULL AND NOT EXISTS (
    SELECT FROM outbound_sorttask AS t
    WHERE t.wall_id = s.wall_id AND t.slot_id = s.id AND t.status IN ('open', 'claimed'))
  AND NOT EXISTS (SELECT FROM inventory_balance AS b WHERE b.handling_unit_id = u.id)
ORDER BY s.number
"""
"""The compartments of a wall in which nothing stands and nothing is to come."""

# What is nobody else's. Orders without a compartment get the free ones in their turn, as if each were sorted next.
_PLACED = f"""
WITH line AS (
    SELECT t.id, t.fulfillment_id, t.slot_id, t.sku_id, t.quantity - t.sorted AS units, t.claimed_by,
           o.number AS order_number, f.ship_by, f.priority,
           dense_rank() OVER (PARTITION BY t.slot_id IS NULL ORDER BY f.ship_by, f.priority, f.id) AS turn
    FROM outbound_sorttask AS t
    JOIN orders_fulfillmentorder AS f ON f.id = t.fulfillment_id AND f.status = 'picked'
    JOIN orders_order AS o ON o.id = f.order_id
    WHERE t.wall_id = %(wall_id)s AND t.status IN ('open', 'claimed') AND t.sorted < t.quantity
      AND (t.claimed_by IS NULL OR t.claimed_by = %(person_id)s::uuid)
), free AS (
    SELECT one.id, row_number() OVER (ORDER BY one.number) AS turn FROM ({FREE_SLOTS}) AS one
)
SELECT n.id AS task_id, n.sku_id, k.name AS sku_name, k.code AS sku_code, n.order_number, s.number::int AS slot,
       u.code AS slot_code, n.units::bigint AS units
FROM line AS n
LEFT JOIN free AS e ON n.slot_id IS NULL AND e.turn = n.turn
JOIN outbound_wallslot AS s ON s.id = coalesce(n.slot_id, e.id)
JOIN inventory_handlingunit AS u ON u.id = s.unit_id
JOIN catalog_sku AS k ON k.id = n.sku_id
ORDER BY n.claimed_by IS NULL, n.slot_id IS NULL, n.ship_by, n.priority, n.id LIMIT 400
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line that is to be sorted into the compartment of its order; `units` are left."""

    task_id: int
    sku_id: UUID
    sku_name: str
    sku_code: str
    order_number: str
    slot: int
    slot_code: str
    units: int


@dataclass(frozen=True, slots=True)
class WallRow:
    """A wall: its compartments, those that are ready to be packed, and what is still to be sorted."""

    id: UUID
    code: str
    site_id: UUID
    slots: int
    complete: int
    lines: int
    units: int
    orders: int


def list_walls(*, scope: Scope, site_id: UUID | None) -> list[WallRow]:
    """Return the walls of a site, or of all. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(WallRow, _WALLS, {"site_id": site_id, "code": ""})


def get_wall(*, scope: Scope, site_id: UUID | None, code: str) -> WallRow:
    """Return a wall by its code. Queries: 1. Raises: WallNotFound."""
    with transaction(scope):
        found = rows.fetch_rows(WallRow, _WALLS, {"site_id": site_id, "code": code})
    if not found:
        raise WallNotFound("there is no such wall", code=code)
    return found[0]


def list_wanted_items(*, scope: Scope, wall_id: UUID) -> Sequence[UUID]:
    """Return the items that a wall waits for. Queries: 1."""
    with transaction(scope):
        return [id_ for (id_,) in rows.fetch_tuples(_ITEMS, {"wall_id": wall_id})]


def list_placed_lines(*, scope: Scope, wall_id: UUID, person_id: UUID) -> list[PlacedLine]:
    """Return what a person may sort without asking: lines whose order has its compartment, or can have a free one.

    Queries: 1.
    """
    with transaction(scope):
        return rows.fetch_rows(PlacedLine, _PLACED, {"wall_id": wall_id, "person_id": person_id})


def list_totes_to_bring(*, scope: Scope, site_id: UUID) -> list[str]:
    """Return totes of a site that stand at no wall yet, at most twelve. Queries: 1."""
    with transaction(scope):
        return [code for (code,) in rows.fetch_tuples(_TO_BRING, {"site_id": site_id})]


def get_sort_step(*, wall_id: UUID, task_id: int) -> SortStep:
    """Return what is to be put where. Queries: 1. Raises: SortTaskClosed."""
    with transaction(Scope.operator()):
        found = rows.find_row(SortStep, _STEP, {"id": task_id, "wall_id": wall_id})
    if found is None:
        raise SortTaskClosed("there is no such line to sort", task_id=task_id)
    return found
