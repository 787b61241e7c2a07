"""Items that are to be brought to other bins."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.outbound.errors import TaskNotFound

_MOVES = """
SELECT v.id, v.proposal_id, v.step, v.status, v.priority, v.site_id, n.code AS site_code, m.code AS merchant_code,
       v.sku_id, k.code AS sku_code, k.name AS sku_name, v.from_location_id, s.code AS from_code, v.to_location_id,
       t.code AS to_code, v.claimed_by, w.name AS person_name, s.x_mm, s.y_mm,
       coalesce((SELECT sum(b.on_hand) FROM inventory_balance AS b
                 WHERE b.location_id = v.from_location_id AND b.sku_id = v.sku_id
                   AND b.handling_unit_id IS NULL), 0)::bigint AS units,
       EXISTS (SELECT FROM outbound_slottingmove AS o
               WHERE o.proposal_id = v.proposal_id AND o.step < v.step AND o.status <> 'done') AS waits,
       coalesce((SELECT ok.name FROM outbound_slottingmove AS o JOIN catalog_sku AS ok ON ok.id = o.sku_id
                 WHERE o.proposal_id = v.proposal_id AND o.step = v.step + 1), '') AS next_name
FROM outbound_slottingmove AS v
JOIN network_site AS n ON n.id = v.site_id
JOIN access_merchant AS m ON m.id = v.merchant_id
JOIN catalog_sku AS k ON k.id = v.sku_id
JOIN inventory_location AS s ON s.id = v.from_location_id
JOIN inventory_location AS t ON t.id = v.to_location_id
LEFT JOIN access_user AS w ON w.id = v.claimed_by
"""

_ONE = f"{_MOVES} WHERE v.id = %(id)s"

# Who brought one item of an exchange is given the other.
_NEXT = f"""
SELECT * FROM ({_MOVES}
    WHERE (%(site_id)s::uuid IS NULL OR v.site_id = %(site_id)s::uuid)
      AND (v.status = 'open' OR v.status = 'claimed' AND v.claimed_by = %(person_id)s::uuid)
) AS move WHERE NOT waits
ORDER BY status = 'claimed' DESC, priority, step DESC, id LIMIT %(limit)s
"""  # noqa: S608 - made of a constant

_COUNT = """
SELECT count(*) FROM outbound_slottingmove AS v
WHERE v.status = 'open' AND (%(site_id)s::uuid IS NULL OR v.site_id = %(site_id)s::uuid)
"""


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Bring all of an item, `units` of it by now, to another bin; `next_name` comes back from there in an exchange."""

    id: int
    proposal_id: UUID
    step: int
    status: str
    priority: int
    site_id: UUID
    site_code: str
    merchant_code: str
    sku_id: UUID
    sku_code: str
    sku_name: str
    from_location_id: int
    from_code: str
    to_location_id: int
    to_code: str
    claimed_by: UUID | None
    person_name: str | None
    x_mm: int
    y_mm: int
    units: int
    waits: bool
    next_name: str


def list_next_moves(
    *, scope: Scope, site_id: UUID | None, person_id: UUID | None, limit: int
) -> list[MoveRow]:
    """Return what this person has begun, then what is open and waits for nothing. Queries: 1."""
    parameters = {"site_id": site_id, "person_id": person_id, "limit": limit}
    with transaction(scope):
        return rows.fetch_rows(MoveRow, _NEXT, parameters)


def get_move(*, scope: Scope, move_id: int) -> MoveRow:
    """Return a move. Queries: 1. Raises: TaskNotFound."""
    with transaction(scope):
        found = rows.find_row(MoveRow, _ONE, {"id": move_id})
    if found is None:
        raise TaskNotFound("there is no such task", task_id=move_id)
    return found


def count_open_moves(*, scope: Scope, site_id: UUID | None) -> int:
    """Return how many moves nobody has. Queries: 1."""
    with transaction(scope):
        return int(rows.fetch_value(_COUNT, {"site_id": site_id}) or 0)
