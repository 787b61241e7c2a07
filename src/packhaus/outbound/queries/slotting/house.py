"""What advice on slotting is made of: bins, what lies in them, and the walks of late."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows

MOST_WALKS = 3_000

_PLACES = """
SELECT l.id, l.kind, l.zone, l.level, l.max_volume_mm3, l.max_weight_grams, l.is_blocked
FROM inventory_location AS l WHERE l.site_id = %(site_id)s AND l.can_be_allocated ORDER BY l.id
"""

# What is on a pallet or carton, held back, somebody else's or about to move stays where it is; so does a face without
# stock. A bin is taken by what lies there, by a face, and by what is to come.
_GOODS = """
SELECT g.location_id, g.sku_id, g.merchant_id, g.units, g.is_plain AND g.units > 0 AND NOT EXISTS (
           SELECT FROM outbound_slottingmove AS v
           WHERE v.site_id = %(site_id)s AND v.status IN ('open', 'claimed')
             AND g.location_id IN (v.from_location_id, v.to_location_id)),
       count(*) OVER (PARTITION BY g.location_id) = 1, k.hazard <> '',
       greatest(g.units, g.maximum) * k.length_mm::bigint * k.width_mm * k.height_mm,
       greatest(g.units, g.maximum) * k.weight_grams
FROM (
    SELECT location_id, sku_id, max(merchant_id::text)::uuid AS merchant_id, sum(units)::bigint AS units,
           bool_and(is_plain) AS is_plain, max(maximum) AS maximum
    FROM (
        SELECT b.location_id, b.sku_id, b.merchant_id, b.on_hand AS units, 0 AS maximum,
               b.condition = 'sellable' AND b.owner_id = b.merchant_id AND b.handling_unit_id IS NULL AS is_plain
        FROM inventory_balance AS b JOIN inventory_location AS l ON l.id = b.location_id
        WHERE l.site_id = %(site_id)s AND l.can_be_allocated AND b.on_hand > 0
        UNION ALL
        SELECT f.location_id, f.sku_id, f.merchant_id, 0, f.maximum, true
        FROM outbound_pickface AS f WHERE f.site_id = %(site_id)s
        UNION ALL
        SELECT v.to_location_id, v.sku_id, v.merchant_id, 0, 0, false
        FROM outbound_slottingmove AS v WHERE v.site_id = %(site_id)s AND v.status IN ('open', 'claimed')
        UNION ALL
        SELECT t.to_location_id, t.sku_id, t.merchant_id, 0, 0, true
        FROM outbound_replenishmenttask AS t WHERE t.site_id = %(site_id)s AND t.status IN ('open', 'claimed')
    ) AS held GROUP BY location_id, sku_id
) AS g
JOIN catalog_sku AS k ON k.id = g.sku_id
ORDER BY g.location_id, g.sku_id
"""

_STOPS = """
SELECT DISTINCT t.batch_id, t.location_id, t.sku_id, b.done_at
FROM (
    SELECT id, done_at FROM outbound_pickbatch
    WHERE site_id = %(site_id)s AND status = 'done' AND done_at > %(since)s AND done_at <= %(now)s
    ORDER BY done_at DESC, id LIMIT %(limit)s
) AS b
JOIN outbound_picktask AS t ON t.batch_id = b.id AND t.picked > 0
ORDER BY t.batch_id, t.location_id, t.sku_id
"""

# Whoever rejects an item's move wants it to stay, unless only the bin was wrong. The last step is the item's own.
_REJECTED = """
SELECT DISTINCT ON (p.id) v.sku_id, v.from_location_id,
       CASE WHEN p.refusal = 'wrong_bin' THEN v.to_location_id END
FROM outbound_slottingproposal AS p JOIN outbound_slottingmove AS v ON v.proposal_id = p.id
WHERE p.site_id = %(site_id)s AND p.status = 'rejected' AND p.decided_at > %(since)s
ORDER BY p.id, v.step DESC
"""

_MOVED = """
SELECT sku_id, from_location_id, to_location_id, done_at FROM outbound_slottingmove
WHERE site_id = %(site_id)s AND status = 'done' AND done_at > %(since)s ORDER BY done_at, id
"""


class PlaceRow(NamedTuple):
    """A bin that can be picked from."""

    id: int
    kind: str
    zone: str
    level: str
    max_volume_mm3: int | None
    max_weight_grams: int | None
    is_blocked: bool


class GoodsRow(NamedTuple):
    """All of an item in a bin; volume and weight are of what lies there, or of what its face may hold."""

    location_id: int
    sku_id: UUID
    merchant_id: UUID
    units: int
    can_move: bool
    is_alone: bool
    is_hazardous: bool
    volume_mm3: int
    weight_grams: int


class StopRow(NamedTuple):
    """A bin where a walk picked an item."""

    batch_id: UUID
    location_id: int
    sku_id: UUID
    walked_at: datetime


class MovedRow(NamedTuple):
    """An item that lies in another bin since."""

    sku_id: UUID
    from_location_id: int
    to_location_id: int
    done_at: datetime


@dataclass(frozen=True, slots=True)
class House:
    """A site's bins and what lies in them, its walks, and items that are to stay where they are, or off one bin."""

    places: Sequence[PlaceRow]
    goods: Sequence[GoodsRow]
    walks: Sequence[Sequence[StopRow]]
    rejected: frozenset[tuple[UUID, int, int | None]]


def read_house(*, site_id: UUID, since: datetime, rejected_since: datetime, now: datetime) -> House:
    """Read a site with its walks since a time, at most the latest 3,000. Inside a transaction. Queries: 4."""
    found = rows.fetch_tuples(_PLACES, {"site_id": site_id})
    rejected = rows.fetch_tuples(_REJECTED, {"site_id": site_id, "since": rejected_since})
    return House(
        [PlaceRow._make(row) for row in found],
        [GoodsRow._make(row) for row in rows.fetch_tuples(_GOODS, {"site_id": site_id})],
        list_walks(site_id=site_id, since=since, now=now),
        frozenset((sku_id, source, target) for sku_id, source, target in rejected),
    )


def list_walks(*, site_id: UUID, since: datetime, now: datetime) -> list[list[StopRow]]:
    """Return the walks that ended since a time, each with its bins. Inside a transaction. Queries: 1."""
    parameters = {"site_id": site_id, "since": since, "now": now, "limit": MOST_WALKS}
    walks: defaultdict[UUID, list[StopRow]] = defaultdict(list)
    for row in rows.fetch_tuples(_STOPS, parameters):
        walks[row[0]].append(StopRow._make(row))
    return list(walks.values())


def list_moved(*, site_id: UUID, since: datetime) -> list[MovedRow]:
    """Return the moves done since a time, the first first. Inside a transaction. Queries: 1."""
    found = rows.fetch_tuples(_MOVED, {"site_id": site_id, "since": since})
    return [MovedRow._make(row) for row in found]
