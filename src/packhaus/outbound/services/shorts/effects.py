"""What a reason does to the stock record: nothing, minus the missing units, or to the quarantine."""

from datetime import datetime

from packhaus.access.types import Actor
from packhaus.inventory.queries.balances import get_balance
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.services.lose import give_way_at_site
from packhaus.inventory.types import Condition, LocationKind
from packhaus.outbound.locks import StopRow
from packhaus.outbound.types import ShortReason

_TARGETS = {
    ShortReason.NONE_THERE: (LocationKind.ADJUSTMENT, Condition.SELLABLE, "loss"),
    ShortReason.FEWER: (LocationKind.ADJUSTMENT, Condition.SELLABLE, "loss"),
    ShortReason.DAMAGED: (LocationKind.QUARANTINE, Condition.DAMAGED, "damage"),
}


def is_taken_off(reason: ShortReason) -> bool:
    """Tell whether units missing for this reason leave the stock record."""
    return reason in _TARGETS


def write_off_missing(
    *, stop: StopRow, missing: int, reason: ShortReason, now: datetime, actor: Actor
) -> int:
    """Take the missing units out of the bin's record as the reason says; return how many left the site's on hand.

    The bin's allocation of these units must be released before. A wrong item in the bin proves nothing about the
    record: a count will. Carts and promises give way first, this order's own among them.
    """
    if reason not in _TARGETS:
        return 0
    kind, condition, ledger_reason = _TARGETS[reason]
    balance = get_balance(balance_id=stop.balance_id)
    give_way_at_site(
        site_id=stop.site_id,
        sku_id=stop.sku_id,
        owner_id=balance.owner_id,
        units=missing,
        now=now,
        actor=actor,
    )
    target = get_site_location(site_id=stop.site_id, kind=kind)
    record_movements(
        moves=[balance.as_move(quantity=missing, to_location_id=target, to_condition=condition.value)],
        reason=ledger_reason,
        document_kind="short",
        document_id=str(stop.task_id),
        happened_at=now,
        actor=actor,
    )
    return missing
