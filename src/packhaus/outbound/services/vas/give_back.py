"""Leave services to somebody else."""

from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_GIVE_BACK = """
DELETE FROM outbound_vastask
WHERE fulfillment_id = %(fulfillment_id)s AND status = 'claimed' AND claimed_by = %(person_id)s
"""


def give_back_vas(*, scope: Scope, fulfillment_id: UUID, person_id: UUID) -> int:
    """Let others do what a person has begun to an order and not done; return how many services that are. Queries: 1."""
    with transaction(scope):
        return rows.execute(_GIVE_BACK, {"fulfillment_id": fulfillment_id, "person_id": person_id})
