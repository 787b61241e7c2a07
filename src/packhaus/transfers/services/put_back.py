"""Put back what was picked for a transfer, or the last that somebody picked for it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.types import Move
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition
from packhaus.transfers.errors import PickNotFound
from packhaus.transfers.events import TransferPutBack
from packhaus.transfers.locks import LockedTransfer, lock_transfer
from packhaus.transfers.queries.lines import PickedRow, list_picks
from packhaus.transfers.services.pick import DOCUMENT_KIND
from packhaus.transfers.services.release import TABLE
from packhaus.transfers.states import REOPEN_PICKING

_RETURNED = """
WITH pick AS (
    UPDATE transfers_transferpicked SET put_back_at = %(now)s, loaded_at = NULL WHERE id = ANY(%(pick_ids)s::bigint[])
    RETURNING line_id, quantity
)
UPDATE transfers_transferline AS l SET picked = l.picked - p.units
FROM (SELECT line_id, sum(quantity) AS units FROM pick GROUP BY line_id) AS p WHERE p.line_id = l.id
"""


@again_when_busy
def put_back_pick(*, scope: Scope, transfer_id: UUID, client_id: str, now: datetime, actor: Actor) -> int:
    """Bring the units of one pick back to their bin, and return how many; they are to be picked again.

    Locks: the transfer, site_stock, balances. Emits: TransferPutBack.
    Raises: TransferNotFound, PickNotFound, IllegalTransition once it has left.
    """
    with transaction(scope, savepoint=True):
        one = lock_transfer(transfer_id)
        picks = [pick for pick in list_picks(transfer_id=one.id) if pick.client_id == client_id]
        if not picks:
            raise PickNotFound("nothing is picked under this id", number=one.number)
        if one.status != "released":
            apply_transition(REOPEN_PICKING, table=TABLE, ids=[one.id])
        move_back(one=one, picks=picks, now=now, actor=actor)
        rows.execute(_RETURNED, {"pick_ids": [pick.id for pick in picks], "now": now})
        units = sum(pick.quantity for pick in picks)
        fact = TransferPutBack(
            merchant_id=one.merchant_id, aggregate_id=one.id, number=one.number, units=units
        )
        record([fact], happened_at=now, actor=actor)
        return units


def move_back(*, one: LockedTransfer, picks: Sequence[PickedRow], now: datetime, actor: Actor) -> None:
    """Move picked units from staging to the bins they came from. Queries: as one booking."""
    moves = [
        Move(
            merchant_id=one.merchant_id, site_id=one.from_site_id, sku_id=pick.sku_id, owner_id=one.merchant_id,
            quantity=pick.quantity, from_location_id=pick.to_location_id, to_location_id=pick.from_location_id,
            lot_id=pick.lot_id, serial=pick.serial, from_unit_id=pick.unit_id, to_unit_id=pick.from_unit_id,
            received_on=pick.received_on, expires_on=pick.expires_on,
        )
        for pick in picks
    ]  # fmt: skip
    record_movements(
        moves=moves, reason="put_back", document_kind=DOCUMENT_KIND, document_id=one.number, happened_at=now,
        actor=actor,
    )  # fmt: skip
