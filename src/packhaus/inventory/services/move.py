"""Move stock inside a site."""

from datetime import datetime

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.inventory.errors import ShortBalance
from packhaus.inventory.queries.balances import get_balance
from packhaus.inventory.queries.rules import get_location_facts
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.services.lose import book_loss, give_way


def move_stock(
    *,
    scope: Scope,
    balance_id: int,
    quantity: int,
    to_location_id: int,
    to_condition: str | None = None,
    now: datetime,
    actor: Actor,
) -> None:
    """Move free units of a balance to another location of the same site, or into another condition.

    Where they stop being sellable (quarantine, damage) promises give way as for a loss; the truth is not refused.
    Locks: site_stock, balances. Raises: ShortBalance when units are allocated, UnknownLocation, ResourceBusy.
    """

    def book() -> None:
        balance = get_balance(balance_id=balance_id)
        condition = to_condition or balance.condition
        target = get_location_facts([to_location_id])[to_location_id]
        if balance.counts and not (target.counts_as_on_hand and condition == "sellable"):
            give_way(balance=balance, units=quantity, now=now, actor=actor)
        elif quantity > balance.on_hand - balance.allocated:
            raise ShortBalance(
                f"{balance.location_code} has {balance.on_hand} units, {balance.allocated} of them allocated to picks",
                there=balance.on_hand,
                allocated=balance.allocated,
                wanted=quantity,
            )
        record_movements(
            moves=[balance.as_move(quantity=quantity, to_location_id=to_location_id, to_condition=condition)],
            reason="move",
            document_kind="move",
            document_id=str(balance_id),
            happened_at=now,
            actor=actor,
        )

    book_loss(scope=scope, book=book)
