"""Which higher app does what a lower one only names: inventory takes stock away, orders and outbound give way.

A truck leaves outbound, inbound keeps the doors. Access makes links that let people in, messaging mails them.
"""

from packhaus.access.ports import set_postman
from packhaus.inbound.services.docks.pick_ups import end_pick_up
from packhaus.inventory.ports import set_allocation_keeper, set_promise_keeper
from packhaus.messaging.tasks import post_link
from packhaus.orders.services.demote import demote_promises
from packhaus.outbound.ports import set_door_keeper
from packhaus.outbound.services.stop.keeper import release_allocations


def wire() -> None:
    """Hand the keepers down; called once per process when Django has loaded every app."""
    set_postman(post_link)
    set_promise_keeper(demote_promises)
    set_allocation_keeper(release_allocations)
    set_door_keeper(end_pick_up)
