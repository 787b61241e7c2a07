"""The truth is never refused: before units are written off, what was built on them gives way."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory import ports
from packhaus.inventory.errors import ShortBalance, StockPromised
from packhaus.inventory.queries.balances import BalanceRow
from packhaus.inventory.services.holds import demote_holds
from packhaus.kernel import rows
from packhaus.kernel.errors import ResourceBusy

Result = TypeVar("Result")

# An order that is placed between the demotion and the booking makes the loss short again: demote once more.
_ATTEMPTS = 5

_OVERDRAFT = """
SELECT s.promised + s.held - (s.on_hand - %(units)s), s.held
FROM inventory_sitestock AS s
WHERE s.site_id = %(site_id)s AND s.sku_id = %(sku_id)s AND s.owner_id = %(owner_id)s AND s.policy <> 'unlimited'
"""


@again_when_busy
def book_loss(*, scope: Scope, book: Callable[[], Result]) -> Result:
    """Book what is gone in one transaction, again from its beginning while others take the units that gave way.

    They take them from the site (StockPromised) or in the bin (ShortBalance, which a record that is short stays).
    A loss starts at stock and locks the orders of others, against the global order: who waits for whom is decided by
    the database, and the loser begins anew. Raises: what `book` does; ResourceBusy when others never let go.
    """
    for _ in range(_ATTEMPTS - 1):
        with suppress(StockPromised, ShortBalance), transaction(scope, savepoint=True):
            return book()
    try:
        with transaction(scope, savepoint=True):
            return book()
    except StockPromised as taken:
        raise ResourceBusy("orders keep taking the stock that is being corrected; try again") from taken


def give_way(*, balance: BalanceRow, units: int, now: datetime, actor: Actor) -> None:
    """Release allocations, carts and promises so that `units` of a balance may leave the site's on hand.

    Allocations move to other bins or fall back to promises; then the youngest carts and promises are demoted as far
    as the site is short. Locks: orders, site_stock, balances, in this order.
    """
    allocated_beyond = units - (balance.on_hand - balance.allocated)
    if allocated_beyond > 0:
        ports.release_allocations(balance_id=balance.id, units=allocated_beyond, now=now, actor=actor)
    if balance.counts:
        give_way_at_site(
            site_id=balance.site_id,
            sku_id=balance.sku_id,
            owner_id=balance.owner_id,
            units=units,
            now=now,
            actor=actor,
        )


def give_way_at_site(
    *, site_id: UUID, sku_id: UUID, owner_id: UUID, units: int, now: datetime, actor: Actor
) -> None:
    """Demote carts, then promises, until the site can do without `units`. Queries: 1 when nothing has to give.

    Carts give before promises, but what promises have to give is known beforehand and taken first: they lock orders,
    which come before site stock in the global order.
    """
    short, held = _find_overdraft(site_id, sku_id, owner_id, units)
    if short > held:
        ports.demote_promises(site_id=site_id, sku_id=sku_id, units=short - held, now=now, actor=actor)
    if short > 0 and held:
        demote_holds(site_id=site_id, sku_id=sku_id, units=min(short, held), now=now, actor=actor)


def _find_overdraft(site_id: UUID, sku_id: UUID, owner_id: UUID, units: int) -> tuple[int, int]:
    """Return how many units the site would owe, and how many stand in carts."""
    parameters = {"site_id": site_id, "sku_id": sku_id, "owner_id": owner_id, "units": units}
    found = rows.fetch_tuples(_OVERDRAFT, parameters)
    return (int(found[0][0]), int(found[0][1])) if found else (0, 0)
