"""Keep a transfer's units for it at the site they leave."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.catalog.queries.registration_gate import require_registrations
from packhaus.inventory.services.holds import HoldLineDraft, NotFree, reserve_units
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition
from packhaus.transfers.errors import TransferShort
from packhaus.transfers.events import TransferReleased
from packhaus.transfers.locks import LockedTransfer, lock_transfer
from packhaus.transfers.queries.lines import TransferLineRow, list_lines
from packhaus.transfers.states import RELEASE_TRANSFER

TABLE = "transfers_transfer"
_RELEASED = (
    "UPDATE transfers_transfer SET hold_id = %(hold_id)s::uuid, released_at = %(now)s WHERE id = %(id)s::uuid"
)
_STOCK = """
SELECT sku_id, on_hand, promised, held, safety FROM inventory_sitestock
WHERE site_id = %(site_id)s::uuid AND owner_id = %(merchant_id)s::uuid AND sku_id = ANY(%(sku_ids)s::uuid[])
"""


@again_when_busy
def release_transfer(*, scope: Scope, transfer_id: UUID, now: datetime, actor: Actor) -> None:
    """Set a transfer's units aside at the site they leave, all or none; what is promised stays promised.

    A loss there takes units that are set aside before it takes promises.
    Locks: the transfer, site_stock. Emits: TransferReleased.
    Raises: TransferNotFound, IllegalTransition, NotRegistered, TransferShort naming each line and who has the units.
    """
    with transaction(scope, savepoint=True):
        one = lock_transfer(transfer_id)
        apply_transition(RELEASE_TRANSFER, table=TABLE, ids=[one.id])
        lines = list_lines(transfer_id=one.id)
        require_registrations(
            merchant_id=one.merchant_id,
            sku_ids=[line.sku_id for line in lines],
            country=one.country,
            on=now.date(),
        )
        hold_id = _reserve(scope, one, lines, now)
        rows.execute(_RELEASED, {"id": one.id, "hold_id": hold_id, "now": now})
        fact = TransferReleased(
            merchant_id=one.merchant_id,
            aggregate_id=one.id,
            number=one.number,
            units=sum(line.ordered for line in lines),
        )
        record([fact], happened_at=now, actor=actor)


def _reserve(scope: Scope, one: LockedTransfer, lines: Sequence[TransferLineRow], now: datetime) -> UUID:
    try:
        return reserve_units(
            scope=scope,
            merchant_id=one.merchant_id,
            reference=f"transfer {one.id}",
            lines=[HoldLineDraft(line.sku_id, one.from_site_id, line.ordered) for line in lines],
            now=now,
        )
    except NotFree as short:
        raise _name_holders(one, lines) from short


def _name_holders(one: LockedTransfer, lines: Sequence[TransferLineRow]) -> TransferShort:
    found = rows.fetch_tuples(
        _STOCK,
        {
            "site_id": one.from_site_id,
            "merchant_id": one.merchant_id,
            "sku_ids": [line.sku_id for line in lines],
        },
    )
    stock = {sku_id: (on_hand, promised, held, safety) for sku_id, on_hand, promised, held, safety in found}
    short = []
    for line in lines:
        on_hand, promised, held, safety = stock.get(line.sku_id, (0, 0, 0, 0))
        free = max(on_hand - promised - held - safety, 0)
        if free < line.ordered:
            short.append({
                "sku": line.sku_code, "wanted": line.ordered, "free": free, "on_hand": on_hand, "promised": promised,
                "held": held, "safety": safety,
            })  # fmt: skip
    return TransferShort(f"{one.number}: the site has too few free units", number=one.number, lines=short)
