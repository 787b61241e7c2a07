"""One file per resource."""

from packhaus.api.resources import (
    availability,
    batches,
    carriers,
    fulfillments,
    holds,
    order_batches,
    order_changes,
    orders,
    packing,
    picks,
    sites,
    skus,
    stock,
    stock_settings,
    waves,
)

_RESOURCES = (
    orders, order_batches, order_changes, availability, holds, skus, sites, stock, stock_settings, carriers,
    fulfillments, waves, batches, picks, packing,
)  # fmt: skip
ROUTERS = tuple(resource.router for resource in _RESOURCES)
