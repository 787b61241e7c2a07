"""Which higher app does what a lower one only names: inventory takes stock away, orders and outbound give way."""

from packhaus.inventory.ports import set_allocation_keeper, set_promise_keeper
from packhaus.orders.services.demote import demote_promises
from packhaus.outbound.services.stop.keeper import release_allocations


def wire() -> None:
    """Hand the keepers down; called once per process when Django has loaded every app."""
    set_promise_keeper(demote_promises)
    set_allocation_keeper(release_allocations)
