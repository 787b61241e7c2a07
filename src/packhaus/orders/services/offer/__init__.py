"""What an order would get, before there is one."""

from packhaus.orders.services.offer.service import offer_promise

__all__ = ["offer_promise"]
