"""Hand a walk over: cart, totes and the unfinished stop move to a colleague as they are."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.outbound.errors import BatchTaken
from packhaus.outbound.locks import lock_batch
from packhaus.outbound.services.batches.claim import claim_batch, return_batch


@again_when_busy
def hand_over_batch(*, batch_id: UUID, from_id: UUID, to_id: UUID, now: datetime, actor: Actor) -> None:
    """Give a person's open walk to a colleague; nothing that was picked changes. Locks: the batch.

    Emits: BatchReturned, BatchClaimed. Raises: BatchNotFound, BatchTaken (it is not that person's; nothing changed).
    """
    with transaction(Scope.operator()):
        status, walker, number = lock_batch(batch_id)
        if status != "claimed" or walker != from_id:
            raise BatchTaken(f"batch {number} is {status}", batch=number, status=status, picker_id=walker)
        if from_id == to_id:
            return
        return_batch(batch_id=batch_id, now=now, actor=actor)
        claim_batch(batch_id=batch_id, picker_id=to_id, now=now, actor=actor)
