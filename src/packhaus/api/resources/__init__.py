"""One file per resource."""

from packhaus.api.resources import (
    asns,
    availability,
    batches,
    carriers,
    cartons,
    dock,
    documents,
    fulfillments,
    holds,
    imports,
    keys,
    merchants,
    messages,
    order_batches,
    order_changes,
    orders,
    packaging,
    packing,
    picks,
    put_away,
    quality,
    receipts,
    requests,
    shorts,
    sites,
    skus,
    stock,
    stock_settings,
    users,
    waves,
    work_orders,
)

_RESOURCES = (
    orders, order_batches, order_changes, availability, holds, skus, sites, stock, stock_settings, asns, receipts,
    put_away,
    quality, carriers, cartons, fulfillments, requests, waves, batches, picks, shorts, packing, packaging, dock,
    documents,
    messages, work_orders, imports, merchants, users, keys,
)  # fmt: skip
ROUTERS = tuple(resource.router for resource in _RESOURCES)
