"""Take orders: promise what can be promised, say what cannot, write all of it at once."""

from packhaus.orders.services.place.service import place_orders
from packhaus.orders.services.place.stream import place_stream

__all__ = ["place_orders", "place_stream"]
