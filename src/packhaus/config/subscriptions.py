"""Who reads the journal: each subscriber, the kinds of facts it wants, and its handler."""

from collections.abc import Sequence
from datetime import datetime

from packhaus.inbound.handlers import (
    DATING_KINDS,
    REPORTING_KINDS,
    SETTLING_KINDS,
    count_reported_places,
    date_by_deliveries,
    follow_purchases,
    trust_counted_places,
)
from packhaus.insight.handlers import SEARCHED_KINDS, index_search
from packhaus.inventory.events import BinCounted, StockAdjusted, StockFreed, StockReceived
from packhaus.inventory.handlers import follow_backorder_limits
from packhaus.journal.services import subscribers
from packhaus.journal.types import Subscriber
from packhaus.orders import notices as order_notices
from packhaus.orders.events import OrderBackordered
from packhaus.orders.handlers import follow_delivered_parcels, promise_freed_stock
from packhaus.outbound import notices as outbound_notices
from packhaus.outbound.events import (
    FulfillmentPacked,
    FulfillmentPicked,
    FulfillmentReleased,
    PickShort,
    ShortResolved,
)
from packhaus.outbound.handlers import (
    book_packaging,
    close_counted_shorts,
    keep_whole,
    plan_counts_of_shorts,
    replenish_faces,
    settle_picked_doubts,
)
from packhaus.recalls.handlers import keep_recalled_back
from packhaus.shipping.tracking_events import ParcelDelivered
from packhaus.terms.events import TermSet
from packhaus.transfers.handlers import FOLLOWED_KINDS, follow_deliveries


def list_subscribers() -> tuple[Subscriber, ...]:
    """Return every subscriber, in the order they are fed."""
    return (
        Subscriber(
            "orders.promise_freed_stock",
            (StockFreed.kind, StockReceived.kind, BinCounted.kind, ShortResolved.kind),
            promise_freed_stock,
        ),
        Subscriber("orders.follow_parcels", (ParcelDelivered.kind,), follow_delivered_parcels),
        Subscriber("inbound.date_by_deliveries", DATING_KINDS, date_by_deliveries),
        Subscriber("inbound.follow_purchases", SETTLING_KINDS, follow_purchases),
        Subscriber("inbound.trust_counted_places", (BinCounted.kind,), trust_counted_places),
        Subscriber("transfers.follow_deliveries", FOLLOWED_KINDS, follow_deliveries),
        Subscriber("inbound.count_places", REPORTING_KINDS, count_reported_places),
        Subscriber("inventory.follow_backorder_limits", (TermSet.kind,), follow_backorder_limits),
        Subscriber("outbound.keep_whole", (OrderBackordered.kind,), keep_whole),
        Subscriber(
            "outbound.close_counted_shorts", (BinCounted.kind, StockAdjusted.kind), close_counted_shorts
        ),
        Subscriber("outbound.count_shorts", (PickShort.kind,), plan_counts_of_shorts),
        Subscriber("outbound.settle_doubts", (FulfillmentPicked.kind,), settle_picked_doubts),
        Subscriber(
            "outbound.replenish_faces",
            (FulfillmentReleased.kind, StockReceived.kind, BinCounted.kind, StockAdjusted.kind),
            replenish_faces,
        ),
        Subscriber(
            "recalls.keep_back", (StockReceived.kind, StockFreed.kind, BinCounted.kind), keep_recalled_back
        ),
        Subscriber("outbound.book_packaging", (FulfillmentPacked.kind,), book_packaging),
        Subscriber("insight.index_search", SEARCHED_KINDS, index_search),
        Subscriber("orders.tell_shoppers", order_notices.TOLD_KINDS, order_notices.tell_shoppers),
        Subscriber("outbound.tell_shoppers", outbound_notices.TOLD_KINDS, outbound_notices.tell_shoppers),
    )


def drain(*names: str, now: datetime) -> int:
    """Feed the named subscribers (all, when none is named) until nothing is left; return how many entries were read."""
    return subscribers.drain(_choose(names), now=now)


def _choose(names: Sequence[str]) -> list[Subscriber]:
    known = {subscriber.name: subscriber for subscriber in list_subscribers()}
    return [known[name] for name in names or known]
