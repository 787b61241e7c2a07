"""By what the sites of an order are chosen: the operator's weights, and what others would have changed."""

from packhaus.orders.services.routing.save import check_weights, save_routing_weights
from packhaus.orders.services.routing.trial import RoutedOrder, RoutingTrial, try_routing

__all__ = ["RoutedOrder", "RoutingTrial", "check_weights", "save_routing_weights", "try_routing"]
