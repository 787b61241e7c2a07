"""Value-added services: begun, done, taken back, and what keeps an order from being packed."""

from packhaus.outbound.services.vas.do import claim_vas, do_vas, take_back_vas
from packhaus.outbound.services.vas.gate import refuse_open_vas

__all__ = ["claim_vas", "do_vas", "refuse_open_vas", "take_back_vas"]
