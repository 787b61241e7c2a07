"""Add people to a wave: each gets the walk that is next."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.outbound.errors import NoOpenBatch
from packhaus.outbound.locks import lock_next_batches
from packhaus.outbound.services.batches.claim import claim_batch


@again_when_busy
def add_pickers(
    *, wave_id: UUID, picker_ids: Sequence[UUID], now: datetime, actor: Actor
) -> dict[UUID, UUID]:
    """Give each of these people one unclaimed walk of a wave, in turn; return picker and walk.

    Who comes too late for the last one gets none. The rest stays open for whoever is next.
    Locks: the walks. Emits: BatchClaimed. Raises: NoOpenBatch, nothing was given.
    """
    pickers = list(dict.fromkeys(picker_ids))
    with transaction(Scope.operator()):
        batch_ids = lock_next_batches(wave_id=wave_id, count=len(pickers))
        if not batch_ids:
            raise NoOpenBatch("no walk of this wave is open", wave_id=wave_id)
        given = dict(zip(pickers, batch_ids, strict=False))
        for picker_id, batch_id in given.items():
            claim_batch(batch_id=batch_id, picker_id=picker_id, now=now, actor=actor)
    return given
