"""The truth is never refused: before units are written off, what was built on them gives way."""

from datetime import datetime
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.inventory import ports
from packhaus.inventory.queries.balances import BalanceRow
from packhaus.inventory.services.holds import demote_holds
from packhaus.kernel import rows

_OVERDRAFT = """
SELECT s.promised + s.held - (s.on_hand - %(units)s), s.held
FROM inventory_sitestock AS s
WHERE s.site_id = %(site_id)s AND s.sku_id = %(sku_id)s AND s.owner_id = %(owner_id)s AND s.policy <> 'unlimited'
"""


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
