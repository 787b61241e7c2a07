"""Take orders: promise what can be promised, say what cannot, write all of it at once."""

from packhaus.orders.services.place.service import place_orders

__all__ = ["place_orders"]
