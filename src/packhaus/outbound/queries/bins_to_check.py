"""Bins of which a picker is asked whether they are empty: the record says so, and their site wants it said."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.queries.count_programme import IS_CHECKED_EMPTY, NOT_COUNTED_KINDS
from packhaus.kernel import rows

_ASKED = f"""
FROM outbound_picktask AS t JOIN inventory_location AS l ON l.id = t.location_id
WHERE {IS_CHECKED_EMPTY}
"""
_PICKED = f"""
SELECT t.id, l.code {_ASKED} AND t.id = ANY(%(ids)s::bigint[]) AND t.status = 'done'
  AND NOT EXISTS (SELECT FROM inventory_balance AS b WHERE b.location_id = l.id AND b.on_hand > 0)
"""  # noqa: S608 - constants
_TO_BE_EMPTIED = f"""
SELECT l.code {_ASKED} AND t.batch_id = %(batch_id)s::uuid AND t.status IN ('open', 'claimed')
GROUP BY l.id, l.code
HAVING sum(t.quantity - t.picked) = (SELECT sum(b.on_hand) FROM inventory_balance AS b WHERE b.location_id = l.id)
ORDER BY l.code
"""  # noqa: S608 - constants


def list_bins_to_check(*, scope: Scope, task_ids: Sequence[int]) -> dict[int, str]:
    """Return the bins that these stops have emptied by the record, by stop; those of other stops are absent.

    Queries: 1.
    """
    with transaction(scope):
        found = rows.fetch_tuples(_PICKED, {"ids": list(task_ids), "not_counted": NOT_COUNTED_KINDS})
    return {int(id_): str(code) for id_, code in found}


def list_bins_to_be_emptied(*, scope: Scope, batch_id: UUID) -> list[str]:
    """Return the bins that a walk will have emptied by the record, once its stops there are done. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_tuples(_TO_BE_EMPTIED, {"batch_id": batch_id, "not_counted": NOT_COUNTED_KINDS})
    return [str(code) for (code,) in found]
