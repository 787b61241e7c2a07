"""Reactions of projections to the facts of lower apps."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.catalog.events import SkusSaved
from packhaus.insight.services.index_search import index_orders, index_parcels, index_skus
from packhaus.journal.types import EntryRow
from packhaus.orders.events import OrderChanged, OrderPlaced
from packhaus.outbound.events import FulfillmentPacked, LabelBought

PARCEL_KINDS = (FulfillmentPacked.kind, LabelBought.kind)
SEARCHED_KINDS = (OrderPlaced.kind, OrderChanged.kind, *PARCEL_KINDS, SkusSaved.kind)


def index_search(entries: Sequence[EntryRow], now: datetime) -> None:
    """Add what a batch of facts made findable, in one statement per kind of object."""
    orders = [
        UUID(entry.aggregate_id) for entry in entries if entry.kind in (OrderPlaced.kind, OrderChanged.kind)
    ]
    packed = [UUID(entry.aggregate_id) for entry in entries if entry.kind in PARCEL_KINDS]
    saved = [entry for entry in entries if entry.kind == SkusSaved.kind]
    if orders:
        index_orders(order_ids=orders)
    if packed:
        index_parcels(order_ids=packed)
    if saved:
        index_skus(
            merchant_ids=[entry.merchant_id for entry in saved if entry.merchant_id],
            codes=[code for entry in saved for code in entry.data.get("codes", ())],
            is_all=any(entry.data.get("count", 0) > len(entry.data.get("codes", ())) for entry in saved),
        )
