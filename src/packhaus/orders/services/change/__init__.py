"""Change an order before release; after it, a change is a cancel request for some units and a new line."""

from packhaus.orders.services.change.add_lines import add_lines
from packhaus.orders.services.change.recipient import change_recipient, change_service
from packhaus.orders.services.change.split import send_what_is_there
from packhaus.orders.services.change.vas import change_vas

__all__ = ["add_lines", "change_recipient", "change_service", "change_vas", "send_what_is_there"]
