"""Which higher app does what a lower one only names: inventory demotes promises, orders keep them."""

from packhaus.inventory.ports import set_promise_keeper
from packhaus.orders.services.demote import demote_promises


def wire() -> None:
    """Hand the keepers down; called once per process when Django has loaded every app."""
    set_promise_keeper(demote_promises)
