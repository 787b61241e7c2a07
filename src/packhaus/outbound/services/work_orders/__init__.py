"""Work on goods before they are sold: ordered, done in parts or whole, cancelled."""

from packhaus.outbound.services.work_orders.finish import cancel_work, claim_work, do_work
from packhaus.outbound.services.work_orders.order import WorkDraft, order_work

__all__ = ["WorkDraft", "cancel_work", "claim_work", "do_work", "order_work"]
