"""Zones that are picked one after the other: their turn, their shelves, and the totes that wait there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_TURNS = """
SELECT z.code, coalesce(p.position, 32767)::int AS position
FROM (SELECT DISTINCT l.zone AS code FROM inventory_location AS l
      WHERE l.site_id = %(site_id)s::uuid AND l.can_be_allocated) AS z
LEFT JOIN outbound_pickzone AS p ON p.site_id = %(site_id)s::uuid AND p.code = z.code
ORDER BY 2, 1
"""

_ZONES = """
WITH zone AS (
    SELECT DISTINCT l.zone AS code FROM inventory_location AS l
    WHERE l.site_id = %(site_id)s::uuid AND l.can_be_allocated
), leg AS (
    SELECT g.zone, count(*) FILTER (WHERE b.status = 'open' AND g.held_because = '') AS waiting,
           count(*) FILTER (WHERE b.status = 'claimed') AS in_hand,
           count(*) FILTER (WHERE b.status = 'open' AND g.held_because <> '') AS held
    FROM outbound_zoneleg AS g JOIN outbound_pickbatch AS b ON b.id = g.batch_id AND b.status IN ('open', 'claimed')
    WHERE g.site_id = %(site_id)s::uuid AND g.done_at IS NULL GROUP BY 1
)
SELECT z.code, coalesce(p.position, 1)::int AS position, coalesce(s.code, '') AS shelf,
       coalesce(g.waiting, 0) AS waiting, coalesce(g.in_hand, 0) AS in_hand, coalesce(g.held, 0) AS held
FROM zone AS z
LEFT JOIN outbound_pickzone AS p ON p.site_id = %(site_id)s::uuid AND p.code = z.code
LEFT JOIN inventory_location AS s ON s.id = p.shelf_id
LEFT JOIN leg AS g ON g.zone = z.code
ORDER BY coalesce(p.position, 32767), z.code
"""

_QUEUE = """
SELECT u.code AS tote, b.number, g.held_because, o.number AS order_number, f.ship_by,
       (SELECT count(*) FROM outbound_picktask AS t JOIN inventory_location AS l ON l.id = t.location_id
        WHERE t.batch_id = b.id AND t.status IN ('open', 'claimed') AND l.zone = g.zone) AS stops
FROM outbound_zoneleg AS g
JOIN outbound_pickbatch AS b ON b.id = g.batch_id AND b.status = 'open'
JOIN outbound_batchslot AS s ON s.batch_id = b.id
JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
JOIN inventory_handlingunit AS u ON u.id = s.tote_id
WHERE g.site_id = %(site_id)s::uuid AND g.zone = %(zone)s AND g.done_at IS NULL
ORDER BY g.held_because <> '', b.rank, f.ship_by, f.priority, b.id LIMIT %(limit)s
"""

# What is left to pick says where the tote goes; a short may have sent it back to a zone where it was.
_LEG = """
SELECT g.zone, g.held_because, n.zone AS next_zone, coalesce(s.code, '') AS next_shelf
FROM outbound_zoneleg AS g
LEFT JOIN LATERAL (
    SELECT l.zone FROM outbound_picktask AS t JOIN inventory_location AS l ON l.id = t.location_id
    WHERE t.batch_id = g.batch_id AND t.status IN ('open', 'claimed')
    ORDER BY l.zone <> g.zone, t.sequence, t.id LIMIT 1
) AS n ON true
LEFT JOIN outbound_pickzone AS p ON p.site_id = g.site_id AND p.code = n.zone
LEFT JOIN inventory_location AS s ON s.id = p.shelf_id
WHERE g.batch_id = %(batch_id)s::uuid AND g.done_at IS NULL
"""


# The Work page asks this for everybody: it reads open legs alone, no bins.
_WAITING = """
SELECT g.zone, count(*) FROM outbound_zoneleg AS g
JOIN outbound_pickbatch AS b ON b.id = g.batch_id AND b.status = 'open'
WHERE g.done_at IS NULL AND g.held_because = '' AND g.site_id = %(site_id)s::uuid
GROUP BY 1 ORDER BY 2 DESC, 1
"""

_BUSIEST = """
SELECT g.site_id FROM outbound_zoneleg AS g
JOIN outbound_pickbatch AS b ON b.id = g.batch_id AND b.status IN ('open', 'claimed')
WHERE g.done_at IS NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A zone as it is picked; its totes that wait, that somebody has in hand, and that a lead has to look at."""

    code: str
    position: int
    shelf: str
    waiting: int
    in_hand: int
    held: int


@dataclass(frozen=True, slots=True)
class QueuedTote:
    """A tote that waits in a zone, with the stops that it has there."""

    tote: str
    number: str
    held_because: str
    order_number: str
    ship_by: datetime | None
    stops: int


@dataclass(frozen=True, slots=True)
class LegRow:
    """Where a walk's tote is, and where its next open stop is: the same zone, another one, or None at its end."""

    zone: str
    held_because: str
    next_zone: str | None
    next_shelf: str


def list_turns(*, site_id: UUID) -> dict[str, int]:
    """Return in which turn the zones of a site are picked, from 0. Queries: 1."""
    found = rows.fetch_tuples(_TURNS, {"site_id": site_id})
    return {code: turn for turn, (code, _position) in enumerate(found)}


def find_busiest_site(*, scope: Scope) -> UUID | None:
    """Return the site where most totes go from zone to zone now, or None where none does. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_tuples(_BUSIEST)
    return found[0][0] if found else None


def list_waiting(*, scope: Scope, site_id: UUID) -> list[tuple[str, int]]:
    """Return zones of a site with the number of totes that wait there, the fullest first. Queries: 1."""
    with transaction(scope):
        return [(zone, count) for zone, count in rows.fetch_tuples(_WAITING, {"site_id": site_id})]


def list_pick_zones(*, scope: Scope, site_id: UUID) -> list[ZoneRow]:
    """Return the zones of a site in their turn, with their totes. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(ZoneRow, _ZONES, {"site_id": site_id})


def list_queue(*, scope: Scope, site_id: UUID, zone: str, limit: int = 12) -> Sequence[QueuedTote]:
    """Return the totes that wait in a zone, the one to pick first on top, held ones last. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(QueuedTote, _QUEUE, {"site_id": site_id, "zone": zone, "limit": limit})


def find_leg(*, scope: Scope, batch_id: UUID) -> LegRow | None:
    """Return where the tote of a walk by zones is; None: it is no such walk, or at its end. Queries: 1."""
    with transaction(scope):
        return rows.find_row(LegRow, _LEG, {"batch_id": batch_id})
