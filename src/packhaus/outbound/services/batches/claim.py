"""Who walks a batch."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.outbound.errors import BatchTaken
from packhaus.outbound.events import BatchClaimed, BatchReturned
from packhaus.outbound.locks import lock_batch
from packhaus.outbound.states import CLAIM_BATCH, RETURN_BATCH

# A stop is claimed with its walk: no row of it says so again, or every stop would be written once more.
_CLAIM = """
UPDATE outbound_pickbatch SET status = 'claimed', picker_id = %(picker_id)s, claimed_at = %(now)s WHERE id = %(id)s
"""

_RETURN = """
UPDATE outbound_pickbatch SET status = 'open', picker_id = NULL, claimed_at = NULL WHERE id = %(id)s
"""


@again_when_busy
def claim_batch(*, batch_id: UUID, picker_id: UUID, now: datetime, actor: Actor) -> None:
    """Give a batch to a person; giving it to the same person again changes nothing. Locks: the batch. Queries: 4.

    Raises: BatchNotFound, BatchTaken naming who walks it.
    """
    with transaction(Scope.operator()):
        status, walker, number = lock_batch(batch_id)
        if status in CLAIM_BATCH.sources:
            rows.execute(_CLAIM, {"id": batch_id, "picker_id": picker_id, "now": now})
            fact = BatchClaimed(merchant_id=None, aggregate_id=batch_id, picker_id=str(picker_id))
            record([fact], happened_at=now, actor=actor)
        elif status != CLAIM_BATCH.target or walker != picker_id:
            raise BatchTaken(f"batch {number} is {status}", batch=number, status=status, picker_id=walker)


@again_when_busy
def return_batch(*, batch_id: UUID, now: datetime, actor: Actor) -> None:
    """Take a batch back from its picker, as it stands; what is picked stays picked. Locks: the batch. Queries: 4.

    Raises: BatchNotFound, BatchTaken when nobody walks it.
    """
    with transaction(Scope.operator()):
        status, _, number = lock_batch(batch_id)
        if status not in RETURN_BATCH.sources:
            raise BatchTaken(f"batch {number} is {status}", batch=number, status=status)
        rows.execute(_RETURN, {"id": batch_id})
        record([BatchReturned(merchant_id=None, aggregate_id=batch_id)], happened_at=now, actor=actor)
