"""The address of an order's page: numbers are unique for one merchant, so the merchant's code stands before it."""

from django.urls import reverse

from packhaus.orders.queries.get_order import OrderDetail, get_order
from packhaus.web.guard import PageRequest

_SEPARATOR = ":"


def open_order(request: PageRequest, reference: str) -> OrderDetail:
    """Return the order that an address names, with or without its merchant: ACME:SO-100234 or SO-100234.

    Raises: OrderNotFound, SeveralOrders (without the merchant, when several have the number). Queries: 6.
    """
    merchant_code, _, number = reference.rpartition(_SEPARATOR)
    return get_order(request.scope, number=number, merchant_code=merchant_code)


def link_order(merchant_code: str, number: str, *, page: str = "order") -> str:
    """Return the address of an order's page, or of another page of the order. Queries: 0."""
    return reverse(f"console:{page}", args=[name_order(merchant_code, number)])


def name_order(merchant_code: str, number: str) -> str:
    """Return how an address names an order."""
    return f"{merchant_code}{_SEPARATOR}{number}"
