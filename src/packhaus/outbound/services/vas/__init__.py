"""Value-added services: begun, done, taken back, and what keeps an order from being packed."""

from packhaus.outbound.services.vas.change import change_order_vas
from packhaus.outbound.services.vas.do import assign_vas, claim_vas, do_vas, return_vas, take_back_vas
from packhaus.outbound.services.vas.gate import refuse_open_vas

__all__ = [
    "assign_vas",
    "change_order_vas",
    "claim_vas",
    "do_vas",
    "refuse_open_vas",
    "return_vas",
    "take_back_vas",
]
