"""One file per resource."""

from packhaus.api.resources import order_batches, order_changes, orders

ROUTERS = (orders.router, order_batches.router, order_changes.router)
