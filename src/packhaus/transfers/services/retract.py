"""Take a release back: nothing is set aside for the transfer any more."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.holds import end_reservation
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition
from packhaus.transfers.errors import TransferBegun
from packhaus.transfers.events import TransferRetracted
from packhaus.transfers.locks import lock_transfer
from packhaus.transfers.queries.lines import list_picks
from packhaus.transfers.services.release import TABLE
from packhaus.transfers.states import RETRACT_TRANSFER

_DRAFTED = "UPDATE transfers_transfer SET hold_id = NULL, released_at = NULL WHERE id = %(id)s::uuid"


@again_when_busy
def retract_transfer(*, scope: Scope, transfer_id: UUID, now: datetime, actor: Actor) -> None:
    """Make a released transfer a draft again; what was set aside for it is free.

    Locks: the transfer, site_stock. Emits: TransferRetracted, StockFreed.
    Raises: TransferNotFound, IllegalTransition, TransferBegun where something is picked: that goes back first.
    """
    with transaction(scope, savepoint=True):
        one = lock_transfer(transfer_id)
        apply_transition(RETRACT_TRANSFER, table=TABLE, ids=[one.id])
        if list_picks(transfer_id=one.id):
            raise TransferBegun(f"something is picked for {one.number}", number=one.number)
        if one.hold_id:
            end_reservation(hold_id=one.hold_id, now=now, actor=actor)
        rows.execute(_DRAFTED, {"id": one.id})
        fact = TransferRetracted(merchant_id=one.merchant_id, aggregate_id=one.id, number=one.number)
        record([fact], happened_at=now, actor=actor)
