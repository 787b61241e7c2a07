"""A transfer follows the delivery that brings it: what came, and what is settled when nothing more comes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.types import LocationKind, Move
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.states import Transition, apply_transition
from packhaus.transfers.events import TransferReceived, TransferSettled
from packhaus.transfers.locks import LockedTransfer, lock_transfer_of_asn
from packhaus.transfers.queries.lines import TransferLineRow, list_lines
from packhaus.transfers.services.pick import DOCUMENT_KIND
from packhaus.transfers.services.release import TABLE
from packhaus.transfers.states import RECEIVE_ALL, RECEIVE_NOTHING, RECEIVE_SOME

_ASN = "SELECT status, site_id FROM inbound_asn WHERE id = %(asn_id)s::uuid"
# What nobody sent has no line: it is received as any goods are, and is no part of the transfer.
_COUNT = """
UPDATE transfers_transferline AS l SET received = c.received, damaged = c.damaged
FROM (
    SELECT t.id, coalesce(sum(a.received), 0) AS received, coalesce(sum(a.damaged), 0) AS damaged
    FROM transfers_transferline AS t
    LEFT JOIN inbound_asnline AS a ON a.asn_id = %(asn_id)s::uuid AND a.sku_id = t.sku_id
    WHERE t.transfer_id = %(id)s::uuid GROUP BY t.id
) AS c
WHERE l.id = c.id AND (l.received, l.damaged) IS DISTINCT FROM (c.received, c.damaged)
RETURNING l.id
"""
_SETTLE = """
WITH line AS (
    UPDATE transfers_transferline SET settled = shipped - received - damaged WHERE transfer_id = %(id)s::uuid
)
UPDATE transfers_transfer SET received_at = %(now)s WHERE id = %(id)s::uuid
"""


@again_when_busy
def follow_delivery(*, scope: Scope, asn_id: UUID, now: datetime, actor: Actor) -> None:
    """Bring the transfer of a delivery to what the delivery says; twice is once.

    When the delivery is closed, what did not come was lost on the way, and what came beyond was found there.
    Locks: the transfer. Emits: TransferReceived, TransferSettled.
    """
    with transaction(scope):
        one = lock_transfer_of_asn(asn_id)
        found = rows.fetch_tuples(_ASN, {"asn_id": asn_id})
        if one is None or not found or one.status not in {"in_transit", "partially_received", "received"}:
            return
        asn_status, site_id = found[0]
        changed = rows.fetch_tuples(_COUNT, {"id": one.id, "asn_id": asn_id})
        lines = list_lines(transfer_id=one.id)
        is_closed = asn_status == "closed"
        target = _find_transition(one.status, lines, is_closed=is_closed)
        if target is not None:
            apply_transition(target, table=TABLE, ids=[one.id])
        if changed or target is not None:
            record([_tell(one, lines)], happened_at=now, actor=actor)
        if is_closed and (target is not None or any(line.on_the_way for line in lines)):
            _settle(one, site_id, lines, now, actor)


def _find_transition(status: str, lines: Sequence[TransferLineRow], *, is_closed: bool) -> Transition | None:
    came = sum(line.received + line.damaged for line in lines)
    if is_closed or all(line.received + line.damaged == line.shipped for line in lines):
        wanted = RECEIVE_ALL
    else:
        wanted = RECEIVE_SOME if came else RECEIVE_NOTHING
    return wanted if wanted.target != status else None


def _settle(
    one: LockedTransfer, site_id: UUID, lines: Sequence[TransferLineRow], now: datetime, actor: Actor
) -> None:
    give_up(one=one, site_id=site_id, lines=lines, now=now, actor=actor)
    rows.execute(_SETTLE, {"id": one.id, "now": now})
    fact = TransferSettled(
        merchant_id=one.merchant_id,
        aggregate_id=one.id,
        number=one.number,
        short=sum(max(line.on_the_way, 0) for line in lines),
        over=sum(max(-line.on_the_way, 0) for line in lines),
    )
    record([fact], happened_at=now, actor=actor)


def give_up(
    *,
    one: LockedTransfer,
    site_id: UUID,
    lines: Sequence[TransferLineRow],
    now: datetime,
    actor: Actor,
) -> None:
    """Book what is on the way and does not come as lost, and what came beyond as found. Queries: up to 6."""
    transit = get_site_location(site_id=site_id, kind=LocationKind.IN_TRANSIT)
    adjustment = get_site_location(site_id=site_id, kind=LocationKind.ADJUSTMENT)
    for is_lost, reason in ((True, "loss"), (False, "found")):
        moves = [
            Move(
                merchant_id=one.merchant_id,
                site_id=site_id,
                sku_id=line.sku_id,
                owner_id=one.merchant_id,
                quantity=abs(line.on_the_way),
                from_location_id=transit if is_lost else adjustment,
                to_location_id=adjustment if is_lost else transit,
            )
            for line in lines
            if (line.on_the_way > 0 if is_lost else line.on_the_way < 0)
        ]
        if moves:
            record_movements(
                moves=moves,
                reason=reason,
                document_kind=DOCUMENT_KIND,
                document_id=one.number,
                happened_at=now,
                actor=actor,
            )


def _tell(one: LockedTransfer, lines: Sequence[TransferLineRow]) -> TransferReceived:
    return TransferReceived(
        merchant_id=one.merchant_id,
        aggregate_id=one.id,
        number=one.number,
        units=sum(line.received + line.damaged for line in lines),
        damaged=sum(line.damaged for line in lines),
    )
