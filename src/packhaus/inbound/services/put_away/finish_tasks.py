"""Tasks end: who did them, when, and where the units lie."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.types import Actor, ActorKind
from packhaus.inbound.services.put_away.moves import Doing
from packhaus.kernel import rows

_FINISH = """
UPDATE inbound_putawaytask AS t
SET status = 'done', done_at = %(now)s, claimed_by = coalesce(t.claimed_by, %(person_id)s::uuid),
    claimed_at = coalesce(t.claimed_at, %(now)s), to_location_id = d.target, quantity = d.quantity,
    why = CASE WHEN t.to_location_id = d.target THEN t.why ELSE 'chosen' END, change_reason = d.reason,
    volume_mm3 = t.volume_mm3 * d.quantity / t.quantity, weight_grams = t.weight_grams * d.quantity / t.quantity
FROM unnest(%(ids)s::uuid[], %(targets)s::bigint[], %(quantities)s::bigint[], %(reasons)s::text[])
    AS d(id, target, quantity, reason)
WHERE t.id = d.id
"""

# A carton goes as a whole: what else was planned of it has gone with it.
_GONE = """
UPDATE inbound_putawaytask SET status = 'cancelled', cancel_reason = 'gone'
WHERE unit_id = ANY(%(unit_ids)s::uuid[]) AND condition = 'sellable' AND status IN ('open', 'claimed')
"""


def finish_tasks(doings: Sequence[Doing], *, now: datetime, actor: Actor) -> None:
    """Note that tasks are done, in the caller's transaction. Queries: 1, or 2 with cartons."""
    parameters = {
        "ids": [doing.task.id for doing in doings],
        "targets": [doing.to_location_id for doing in doings],
        "quantities": [doing.quantity for doing in doings],
        "reasons": [doing.reason for doing in doings],
        "person_id": UUID(actor.id) if actor.kind == ActorKind.USER else None,
        "now": now,
    }
    rows.execute(_FINISH, parameters)
    unit_ids = [doing.task.unit_id for doing in doings if doing.task.unit_id]
    if unit_ids:
        rows.execute(_GONE, {"unit_ids": unit_ids})
