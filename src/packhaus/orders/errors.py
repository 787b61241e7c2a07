"""Refusals of orders.

OrderRefused      a draft that cannot be taken; carries every problem of every line
OrderNotFound     absent, or another merchant's
SeveralOrders     one number, orders of several merchants; carries their codes
NotCancellable    units that have left, or are the floor's to answer
"""

from packhaus.kernel.errors import Conflict, NotFound


class OrderNotFound(NotFound):
    code = "order_not_found"


class SeveralOrders(Conflict):
    code = "several_orders"


class NotCancellable(Conflict):
    code = "not_cancellable"


class HoldExists(Conflict):
    code = "hold_exists"
