"""Cancel a transfer before it leaves, or decide what becomes of it on the way."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.services.cancel import cancel_asns
from packhaus.inventory.services.holds import end_reservation
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition
from packhaus.transfers.errors import TransferInTransit
from packhaus.transfers.events import TransferCancelled, TransferTurnedAround
from packhaus.transfers.locks import LockedTransfer, lock_transfer
from packhaus.transfers.queries.lines import list_lines, list_picks
from packhaus.transfers.services.follow import give_up
from packhaus.transfers.services.put_back import move_back
from packhaus.transfers.services.release import TABLE
from packhaus.transfers.services.ship import announce_arrival
from packhaus.transfers.states import CANCEL_TRANSFER, ON_THE_WAY, WRITE_OFF
from packhaus.transfers.types import Decision

_PUT_BACK = """
WITH line AS (UPDATE transfers_transferline SET picked = 0 WHERE transfer_id = %(id)s::uuid),
pick AS (UPDATE transfers_transferpicked SET put_back_at = %(now)s WHERE id = ANY(%(pick_ids)s::bigint[]))
UPDATE transfers_transfer SET hold_id = NULL WHERE id = %(id)s::uuid
"""
_TURNED = """
UPDATE transfers_transfer SET is_turned_around = true, asn_id = %(asn_id)s::uuid WHERE id = %(id)s::uuid
"""
_WRITTEN_OFF = "UPDATE transfers_transferline SET settled = shipped WHERE transfer_id = %(id)s::uuid"


@again_when_busy
def cancel_transfer(
    *, scope: Scope, transfer_id: UUID, decision: str = "", now: datetime, actor: Actor
) -> None:
    """Cancel a transfer: what was picked goes back to its bins, what was set aside is free again.

    On the way it takes a decision: turn around (the site it left expects it back), receive (it goes on as it was), or
    write off (all of it is lost). Once something was received, the delivery is closed instead, with its reasons.
    Locks: the transfer, the delivery, site_stock, balances. Emits: TransferCancelled, TransferTurnedAround, StockFreed.
    Raises: TransferNotFound, IllegalTransition, TransferInTransit where nobody has decided.
    """
    with transaction(scope, savepoint=True):
        one = lock_transfer(transfer_id)
        if one.status not in ON_THE_WAY:
            _cancel(one, now, actor)
        elif decision == Decision.TURN_AROUND and not one.is_turned_around:
            _turn_around(scope, one, now, actor)
        elif decision == Decision.WRITE_OFF:
            _write_off(scope, one, now, actor)
        elif decision != Decision.RECEIVE:
            raise TransferInTransit(
                f"{one.number} is on its way",
                number=one.number,
                decisions=[choice.value for choice in Decision],
            )


def _cancel(one: LockedTransfer, now: datetime, actor: Actor) -> None:
    apply_transition(CANCEL_TRANSFER, table=TABLE, ids=[one.id])
    picks = list_picks(transfer_id=one.id)
    if picks:
        move_back(one=one, picks=picks, now=now, actor=actor)
    if one.hold_id:
        end_reservation(hold_id=one.hold_id, now=now, actor=actor)
    rows.execute(_PUT_BACK, {"id": one.id, "pick_ids": [pick.id for pick in picks], "now": now})
    _tell(one, 0, now, actor)


def _turn_around(scope: Scope, one: LockedTransfer, now: datetime, actor: Actor) -> None:
    assert one.asn_id is not None
    cancel_asns(scope=scope, asn_ids=[one.asn_id], is_in_transit=True, now=now, actor=actor)
    picks = list_picks(transfer_id=one.id)
    asn_id = announce_arrival(
        scope=scope, one=one, picks=picks, site_id=one.from_site_id, number=f"{one.number[:35]}-BACK",
        expected_on=now.date(), now=now, actor=actor,
    )  # fmt: skip
    rows.execute(_TURNED, {"id": one.id, "asn_id": asn_id})
    fact = TransferTurnedAround(
        merchant_id=one.merchant_id,
        aggregate_id=one.id,
        number=one.number,
        units=sum(pick.quantity for pick in picks),
    )
    record([fact], happened_at=now, actor=actor)


def _write_off(scope: Scope, one: LockedTransfer, now: datetime, actor: Actor) -> None:
    assert one.asn_id is not None
    apply_transition(WRITE_OFF, table=TABLE, ids=[one.id])
    cancel_asns(scope=scope, asn_ids=[one.asn_id], is_in_transit=True, now=now, actor=actor)
    lines = list_lines(transfer_id=one.id)
    give_up(one=one, site_id=one.from_site_id, lines=lines, now=now, actor=actor)
    rows.execute(_WRITTEN_OFF, {"id": one.id})
    _tell(one, sum(line.shipped for line in lines), now, actor)


def _tell(one: LockedTransfer, written_off: int, now: datetime, actor: Actor) -> None:
    fact = TransferCancelled(
        merchant_id=one.merchant_id, aggregate_id=one.id, number=one.number, written_off=written_off
    )
    record([fact], happened_at=now, actor=actor)
