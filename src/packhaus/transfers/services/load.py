"""Load what stands ready for a transfer: each carton or pallet, and loose units by item, is scanned onto the truck."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.transfers.errors import NotForTransfer
from packhaus.transfers.locks import LockedTransfer, lock_transfer
from packhaus.transfers.queries.lines import PickedRow, list_picks

_LOADED = """
UPDATE transfers_transferpicked SET loaded_at = %(now)s, loaded_by = %(actor_id)s
WHERE id = ANY(%(ids)s::bigint[]) AND loaded_at IS NULL
"""


@again_when_busy
def load_for_transfer(
    *, scope: Scope, transfer_id: UUID, unit_code: str = "", sku_code: str = "", now: datetime, actor: Actor
) -> int:
    """Note that a carton or pallet, or an item's loose units, are on board; return how many units were not before.

    Locks: the transfer. Raises: TransferNotFound, Invalid (it does not stand ready), NotForTransfer (nothing of this
    code stands ready for it). Nothing is moved: the units leave when the transfer is sent.
    """
    assert bool(unit_code) != bool(sku_code)
    with transaction(scope):
        one = lock_transfer(transfer_id)
        if one.status not in {"released", "picked"}:
            raise Invalid([FieldProblem("transfer", "status", "does not stand ready")])
        found = [pick for pick in list_picks(transfer_id=one.id) if _is_meant(pick, unit_code, sku_code)]
        if not found:
            raise _refuse(one, unit_code or sku_code)
        fresh = [pick for pick in found if not pick.is_loaded]
        rows.execute(_LOADED, {"ids": [pick.id for pick in fresh], "now": now, "actor_id": actor.id[:40]})
        return sum(pick.quantity for pick in fresh)


def _is_meant(pick: PickedRow, unit_code: str, sku_code: str) -> bool:
    if unit_code:
        return pick.unit_code == unit_code
    return not pick.unit_code and pick.sku_code == sku_code


def _refuse(one: LockedTransfer, code: str) -> NotForTransfer:
    return NotForTransfer(f"{code} is not of {one.number}", number=one.number, code=code)
