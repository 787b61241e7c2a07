"""Whose hands a quality check is in."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.errors import CheckTaken
from packhaus.kernel import rows

_HAND_OVER = """
UPDATE inbound_qualitycheck
SET status = CASE WHEN %(to_id)s::uuid IS NULL THEN 'open' ELSE 'claimed' END, claimed_by = %(to_id)s::uuid,
    claimed_at = CASE WHEN %(to_id)s::uuid IS NULL THEN NULL ELSE %(now)s::timestamptz END
WHERE id = %(id)s AND status = 'claimed' AND claimed_by = %(from_id)s
RETURNING id
"""


def hand_over_check(
    *, scope: Scope, check_id: UUID, from_id: UUID, to_id: UUID | None, now: datetime
) -> None:
    """Give a person's check to a colleague, or back to whoever is next; what was looked at stays. Queries: 1.

    Raises: CheckTaken when it is not that person's any more; nothing changed.
    """
    with transaction(scope):
        found = {"id": check_id, "from_id": from_id, "to_id": to_id, "now": now}
        if not rows.fetch_tuples(_HAND_OVER, found):
            raise CheckTaken("somebody else is at it", name=None)
