"""Which put-away task comes next."""

from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.queries.put_away.list_tasks import PutAwayRow, get_put_away
from packhaus.kernel import rows

_NEXT = """
SELECT t.id FROM inbound_putawaytask AS t JOIN inventory_location AS l ON l.id = t.to_location_id
WHERE (%(site_id)s::uuid IS NULL OR t.site_id = %(site_id)s)
  AND (t.status = 'open' OR t.status = 'claimed' AND t.claimed_by = %(person_id)s)
ORDER BY t.status = 'open', t.priority, t.why <> 'waited_for', t.created_at, l.walk_sequence, t.id LIMIT 1
"""

_COUNT = """
SELECT count(*) FROM inbound_putawaytask
WHERE (%(site_id)s::uuid IS NULL OR site_id = %(site_id)s) AND status = 'open' AND to_location_id IS NOT NULL
"""


def find_next_put_away(*, scope: Scope, site_id: UUID | None, person_id: UUID) -> PutAwayRow | None:
    """Return the task that a person has in hand, else the one to do first: moved up, waited for, oldest. Queries: 2."""
    with transaction(scope):
        found = rows.fetch_value(_NEXT, {"site_id": site_id, "person_id": person_id})
        return get_put_away(scope=scope, task_id=found) if found else None


def count_put_away(*, scope: Scope, site_id: UUID | None) -> int:
    """Return how many tasks of a site (of all, without one) wait for somebody. Queries: 1."""
    with transaction(scope):
        return int(rows.fetch_value(_COUNT, {"site_id": site_id}))
