"""Refusals of orders.

OrderRefused      a draft that cannot be taken; carries every problem of every line
OrderNotFound     absent, or another merchant's
SeveralOrders     one number, orders of several merchants; carries their codes
NotCancellable    units that have left, or are the floor's to answer
RequestNotFound   no such fulfillment order at a partner's site, or another merchant's
RequestClosed     the fulfillment order is cancelled, rejected or has left: there is nothing to answer any more
UnitsNotAsked     more units are rejected than the partner was asked for
PartNotPlanned    a part of an order is on the floor, a partner's, or gone: it stays at its site
SiteCannotSend    a site may not or cannot send a part; carries the rule, and how many units of which SKU it lacks
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


class RequestNotFound(NotFound):
    code = "request_not_found"


class RequestClosed(Conflict):
    code = "request_closed"


class UnitsNotAsked(Conflict):
    code = "units_not_asked"


class PartNotPlanned(Conflict):
    code = "part_not_planned"


class SiteCannotSend(Conflict):
    code = "site_cannot_send"
