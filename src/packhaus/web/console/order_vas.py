"""Value-added services on an order's page."""

from packhaus.orders.queries.get_order import OrderDetail
from packhaus.outbound.queries.vas_work import VasLine, list_vas
from packhaus.web.floor.bench_vas import name_vas
from packhaus.web.guard import PageRequest


def list_services(request: PageRequest, order: OrderDetail) -> list[tuple[str, VasLine]]:
    """Return what is to be done and was done to the order, each with its name."""
    parts = [part.id for part in order.fulfillments]
    return [(name_vas(line), line) for line in list_vas(scope=request.scope, fulfillment_ids=parts)]
