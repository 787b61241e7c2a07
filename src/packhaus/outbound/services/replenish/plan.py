"""Which units are to be brought to which pick face: by minimum and maximum, and by what orders will take."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.decide.replenish import Face, Need, PlannedMove, Source, plan_faces
from packhaus.kernel import rows
from packhaus.outbound.locks import lock_faces
from packhaus.outbound.services.replenish.travel import TRAVELS
from packhaus.outbound.types import PlanOutcome

# What a source can give: what no order has, and what orders have by the piece and nobody walks to yet.
_GIVES = f"""
b.on_hand - b.allocated + coalesce((
    SELECT sum(a.quantity) FROM outbound_allocation AS a
    WHERE a.balance_id = b.id AND a.quantity > a.picked AND {TRAVELS}), 0)
"""  # noqa: S608 - made of a constant

_CHOSEN = "(%(sku_ids)s::uuid[] IS NULL OR {alias}.sku_id = ANY(%(sku_ids)s::uuid[]))"

_OVERTAKEN = f"""
WITH asked AS (
    SELECT t.id, t.status, t.balance_id, t.sku_id, t.to_location_id,
           sum(t.quantity) OVER (
               PARTITION BY t.balance_id
               ORDER BY t.status = 'claimed' DESC, t.priority, t.needed_at NULLS LAST, t.id) AS upto
    FROM outbound_replenishmenttask AS t
    WHERE t.site_id = %(site_id)s AND t.status IN ('open', 'claimed') AND {_CHOSEN.format(alias="t")}
)
UPDATE outbound_replenishmenttask AS t SET status = 'cancelled', done_at = %(now)s
FROM asked AS a
WHERE t.id = a.id AND t.status = 'open' AND (
    a.upto > coalesce((SELECT {_GIVES} FROM inventory_balance AS b WHERE b.id = a.balance_id), 0)
    OR NOT EXISTS (
        SELECT FROM outbound_pickface AS f WHERE f.location_id = a.to_location_id AND f.sku_id = a.sku_id)
    OR EXISTS (
        SELECT FROM outbound_replenishmenttask AS s JOIN inventory_balance AS b ON b.id = a.balance_id
        WHERE s.from_location_id = b.location_id AND s.sku_id = a.sku_id AND s.status = 'short'
          AND s.resolved_at IS NULL))
"""  # noqa: S608 - made of constants

_FACES = f"""
SELECT f.id, f.sku_id, f.minimum, f.maximum,
       coalesce((SELECT sum(b.on_hand) FROM inventory_balance AS b
                 WHERE b.location_id = f.location_id AND b.sku_id = f.sku_id AND b.condition = 'sellable'), 0)::bigint,
       coalesce((SELECT sum(b.on_hand - b.allocated) FROM inventory_balance AS b
                 WHERE b.location_id = f.location_id AND b.sku_id = f.sku_id AND b.condition = 'sellable'), 0)::bigint,
       coalesce((SELECT sum(t.quantity) FROM outbound_replenishmenttask AS t
                 WHERE t.site_id = f.site_id AND t.status IN ('open', 'claimed')
                   AND t.to_location_id = f.location_id AND t.sku_id = f.sku_id), 0)::bigint,
       f.location_id, f.merchant_id
FROM outbound_pickface AS f
WHERE f.site_id = %(site_id)s AND {_CHOSEN.format(alias="f")}
  AND NOT (SELECT l.is_blocked FROM inventory_location AS l WHERE l.id = f.location_id)
ORDER BY f.sku_id, f.id
"""  # noqa: S608 - made of constants

_RESERVE = """
(SELECT l.site_id = %(site_id)s AND l.kind = 'reserve' AND NOT l.is_blocked
 FROM inventory_location AS l WHERE l.id = b.location_id)
"""

# By the piece only: whole packagings are picked from reserve as they are.
_NEEDS = f"""
SELECT l.sku_id, f.ship_by, sum(l.promised)::bigint, false
FROM orders_fulfillmentorder AS f JOIN orders_fulfillmentline AS l ON l.fulfillment_id = f.id
WHERE f.site_id = %(site_id)s AND f.status = 'planned' AND NOT f.is_blocked AND NOT f.cancel_requested
  AND l.promised > 0 AND l.sku_id = ANY(%(sku_ids)s::uuid[])
  AND NOT EXISTS (
      SELECT FROM catalog_packaging AS p WHERE p.sku_id = l.sku_id AND l.promised % p.quantity = 0)
GROUP BY 1, 2
UNION ALL
SELECT a.sku_id, f.ship_by, sum(a.quantity)::bigint, true
FROM inventory_balance AS b
JOIN outbound_allocation AS a ON a.balance_id = b.id AND a.quantity > a.picked
JOIN orders_fulfillmentline AS l ON l.id = a.fulfillment_line_id
JOIN orders_fulfillmentorder AS f ON f.id = l.fulfillment_id
WHERE b.sku_id = ANY(%(sku_ids)s::uuid[]) AND b.allocated > 0 AND {_RESERVE} AND {TRAVELS}
GROUP BY 1, 2
"""  # noqa: S608 - made of constants

_SOURCES = f"""
SELECT b.id, b.sku_id, b.gives, b.received_on, b.expires_on, b.location_id
FROM (
    SELECT b.id, b.sku_id, b.location_id, b.received_on, b.expires_on,
           ({_GIVES} - coalesce((
               SELECT sum(t.quantity) FROM outbound_replenishmenttask AS t
               WHERE t.balance_id = b.id AND t.status IN ('open', 'claimed')), 0))::bigint AS gives
    FROM inventory_balance AS b
    WHERE b.sku_id = ANY(%(sku_ids)s::uuid[]) AND b.condition = 'sellable' AND b.owner_id = b.merchant_id
      AND b.on_hand > 0 AND {_RESERVE}
      AND (b.location_id, b.sku_id) NOT IN (
          SELECT x.location_id, x.sku_id FROM outbound_short AS x
          WHERE x.site_id = %(site_id)s AND x.resolved_at IS NULL AND x.reason <> 'damaged')
      AND NOT EXISTS (
          SELECT FROM outbound_replenishmenttask AS t
          WHERE t.from_location_id = b.location_id AND t.sku_id = b.sku_id AND t.status = 'short'
            AND t.resolved_at IS NULL)
) AS b
WHERE b.gives > 0
"""  # noqa: S608 - made of constants

_PACKAGINGS = """
SELECT sku_id, array_agg(quantity) FROM catalog_packaging WHERE sku_id = ANY(%(sku_ids)s::uuid[]) GROUP BY 1
"""

_WRITE = """
INSERT INTO outbound_replenishmenttask (merchant_id, site_id, sku_id, balance_id, from_location_id, to_location_id,
    quantity, moved, returned, status, priority, needed_at, planned_at, short_reason)
SELECT merchant_id, %(site_id)s, sku_id, balance_id, from_location_id, to_location_id, quantity, 0, 0, 'open', 100,
       needed_at, %(now)s, ''
FROM unnest(%(merchant_ids)s::uuid[], %(task_sku_ids)s::uuid[], %(balance_ids)s::bigint[], %(from_ids)s::bigint[],
            %(to_ids)s::bigint[], %(quantities)s::bigint[], %(needed_ats)s::timestamptz[]) WITH ORDINALITY
     AS n(merchant_id, sku_id, balance_id, from_location_id, to_location_id, quantity, needed_at, place)
ORDER BY n.needed_at NULLS LAST, n.place
"""

# What nobody has begun yet is needed as early as the orders say now.
_HASTEN = """
UPDATE outbound_replenishmenttask AS t SET needed_at = h.needed_at
FROM (SELECT sku_id, min(due) AS needed_at
      FROM unnest(%(due_sku_ids)s::uuid[], %(dues)s::timestamptz[]) AS d(sku_id, due) GROUP BY 1) AS h
WHERE t.site_id = %(site_id)s AND t.sku_id = h.sku_id AND t.status = 'open'
  AND (t.needed_at IS NULL OR t.needed_at > h.needed_at)
"""

_SITES = "SELECT DISTINCT site_id FROM outbound_pickface ORDER BY 1"


@again_when_busy
def plan_replenishment(*, site_id: UUID, sku_ids: Sequence[UUID] | None = None, now: datetime) -> PlanOutcome:
    """Plan what is to be brought to the pick faces of a site, for these SKUs or all; doing it again adds nothing.

    A face is filled to its maximum when it has, or will have once the orders that are known are picked, fewer units
    than its minimum; what orders need first is needed at their earliest cut-off. Open tasks whose units somebody
    else has taken, or whose face is given up, are taken back first. Sources: `decide.replenish`.
    Locks: the faces, then tasks that are taken back. Queries: 8, whatever the number of SKUs; 1 without faces.
    """
    with transaction(Scope.operator()):
        if not lock_faces(site_id=site_id, sku_ids=sku_ids):
            return PlanOutcome(0, 0, {})
        parameters = {
            "site_id": site_id,
            "now": now,
            "sku_ids": None if sku_ids is None else list(sku_ids),
        }
        cancelled = rows.execute(_OVERTAKEN, parameters)
        faces = rows.fetch_tuples(_FACES, parameters)
        own = {"site_id": site_id, "sku_ids": list({row[1] for row in faces})}
        needs = [Need._make(row) for row in rows.fetch_tuples(_NEEDS, own)]
        sources = rows.fetch_tuples(_SOURCES, own)
        plan = plan_faces(
            faces=[Face._make(row[:7]) for row in faces],
            needs=needs,
            sources=[Source._make(row[:5]) for row in sources],
            packagings=dict(rows.fetch_tuples(_PACKAGINGS, own)),
        )
        _write(site_id, plan.moves, {row[0]: row for row in faces}, {row[0]: row for row in sources}, now)
        _hasten(site_id, needs)
        return PlanOutcome(len(plan.moves), cancelled, dict(plan.lacks))


def plan_sites(*, now: datetime) -> int:
    """Plan every site that has pick faces, each in a transaction of its own; return how many tasks are new."""
    with transaction(Scope.operator()):
        site_ids = [site_id for (site_id,) in rows.fetch_tuples(_SITES)]
    return sum(plan_replenishment(site_id=site_id, now=now).planned for site_id in site_ids)


def _write(
    site_id: UUID,
    moves: Sequence[PlannedMove],
    faces: dict[int, tuple],  # type: ignore[type-arg]
    sources: dict[int, tuple],  # type: ignore[type-arg]
    now: datetime,
) -> None:
    if not moves:
        return
    records = []
    for move in moves:
        face, source = faces[move.face], sources[move.source]
        records.append((face[8], face[1], source[0], source[5], face[7], move.units, move.needed_at))
    names = ("merchant_ids", "task_sku_ids", "balance_ids", "from_ids", "to_ids", "quantities", "needed_ats")
    columns = dict(zip(names, rows.as_columns(records, 7), strict=True))
    rows.execute(_WRITE, {**columns, "site_id": site_id, "now": now})


def _hasten(site_id: UUID, needs: Sequence[Need]) -> None:
    due = [(need.sku, need.due) for need in needs if need.due is not None and need.is_released]
    if due:
        sku_ids, dues = rows.as_columns(due, 2)
        rows.execute(_HASTEN, {"site_id": site_id, "due_sku_ids": sku_ids, "dues": dues})
