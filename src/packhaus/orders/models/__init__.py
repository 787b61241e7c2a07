"""Orders."""

from packhaus.orders.models.freshness import FreshLine
from packhaus.orders.models.fulfillment import (
    BackorderDemand,
    CancelRequest,
    FulfillmentLine,
    FulfillmentOrder,
    OrderHold,
)
from packhaus.orders.models.note import OrderNote
from packhaus.orders.models.order import Order, OrderLine
from packhaus.orders.models.routing import RoutingPolicy
from packhaus.orders.models.vas import VasAsk

__all__ = [
    "BackorderDemand",
    "CancelRequest",
    "FreshLine",
    "FulfillmentLine",
    "FulfillmentOrder",
    "Order",
    "OrderHold",
    "OrderLine",
    "OrderNote",
    "RoutingPolicy",
    "VasAsk",
]
