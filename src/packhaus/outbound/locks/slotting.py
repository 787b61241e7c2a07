"""Row locks of slotting, after those of pick faces: the advice of a site, proposals, then moves."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows

# The row of the site's advice is locked by whoever writes or decides on proposals, before them.
_SLOTTING_SITES = """
SELECT a.site_id FROM outbound_slottingadvice AS a
WHERE a.site_id IN (SELECT p.site_id FROM outbound_slottingproposal AS p WHERE p.id = ANY(%(ids)s::uuid[]))
ORDER BY a.id FOR NO KEY UPDATE
"""

_SLOTTING = """
SELECT id, site_id FROM outbound_slottingproposal WHERE id = ANY(%(ids)s::uuid[]) ORDER BY id FOR NO KEY UPDATE
"""

_SLOTTING_MOVE = """
SELECT v.id, v.proposal_id, v.step, v.merchant_id, v.site_id, v.sku_id, v.from_location_id, v.to_location_id, v.status,
       v.claimed_by, s.code, t.code,
       EXISTS (SELECT FROM outbound_slottingmove AS o WHERE o.proposal_id = v.proposal_id AND o.step < v.step
               AND o.status <> 'done')
FROM outbound_slottingmove AS v
JOIN inventory_location AS s ON s.id = v.from_location_id
JOIN inventory_location AS t ON t.id = v.to_location_id
WHERE v.id = %(id)s FOR NO KEY UPDATE OF v
"""


class SlottingMoveRow(NamedTuple):
    """A move of slotting, locked; `waits` for the step before it."""

    id: int
    proposal_id: UUID
    step: int
    merchant_id: UUID
    site_id: UUID
    sku_id: UUID
    from_location_id: int
    to_location_id: int
    status: str
    claimed_by: UUID | None
    source_code: str
    target_code: str
    waits: bool


def lock_slotting(*, proposal_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Lock the advice of sites, then these proposals of it, and return the site of each. Queries: 2."""
    ids = {"ids": list(proposal_ids)}
    rows.fetch_tuples(_SLOTTING_SITES, ids)
    return dict(rows.fetch_tuples(_SLOTTING, ids))


def lock_slotting_move(move_id: int) -> SlottingMoveRow | None:
    """Lock a move of slotting. Queries: 1."""
    found = rows.fetch_tuples(_SLOTTING_MOVE, {"id": move_id})
    return SlottingMoveRow._make(found[0]) if found else None
