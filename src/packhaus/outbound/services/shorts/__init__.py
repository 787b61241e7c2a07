"""Units that were not found: what that says about the stock record, and where they come from now."""

from packhaus.outbound.services.shorts.handle import handle_short
from packhaus.outbound.services.shorts.in_order import ShortLocks

__all__ = ["ShortLocks", "handle_short"]
