"""What the floor does when units wait for stock, and when a bin was counted."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.types import SYSTEM
from packhaus.journal.types import EntryRow
from packhaus.outbound.services.count_shorts import count_shorts
from packhaus.outbound.services.keep_policies import keep_policies
from packhaus.outbound.services.replenish.follow import follow_release, follow_stock, resolve_counted
from packhaus.outbound.services.resolve_shorts import resolve_counted_shorts
from packhaus.outbound.services.shrink_doubts import shrink_doubts
from packhaus.outbound.services.use_packaging import use_packaging

_COUNTED = "count"


def keep_whole(entries: Sequence[EntryRow], now: datetime) -> None:
    """Stop orders on the floor that are not to go in part. A second time finds nothing left to stop."""
    order_ids = sorted({UUID(entry.aggregate_id) for entry in entries})
    keep_policies(order_ids=order_ids, now=now, actor=SYSTEM)


def close_counted_shorts(entries: Sequence[EntryRow], now: datetime) -> None:
    """Close the shorts that a count, or a correction by one, has answered. A second time finds none open."""
    bins = [
        (int(entry.data["location_id"]), UUID(entry.aggregate_id), entry.happened_at)
        for entry in entries
        if entry.data.get("reason", _COUNTED) == _COUNTED and "location_id" in entry.data
    ]
    if bins:
        resolve_counted_shorts(bins=bins, now=now, actor=SYSTEM)


def plan_counts_of_shorts(entries: Sequence[EntryRow], now: datetime) -> None:
    """Have the bins counted in which units were missing. A second time finds the counts planned."""
    bins = [(entry.data["location_id"], UUID(entry.data["sku_id"])) for entry in entries]
    count_shorts(bins=bins, now=now, actor=SYSTEM)


def settle_picked_doubts(entries: Sequence[EntryRow], now: datetime) -> None:
    """Doubt no more of a bin than it has after a pick. A second time finds nothing that has gone."""
    shrink_doubts(
        fulfillment_ids=[UUID(entry.data["fulfillment_id"]) for entry in entries], now=now, actor=SYSTEM
    )


def replenish_faces(entries: Sequence[EntryRow], now: datetime) -> None:
    """Plan pick faces anew where stock came, was counted or was released. A second time finds nothing to add."""
    counted = [
        (int(entry.data["location_id"]), UUID(entry.aggregate_id), entry.happened_at)
        for entry in entries
        if "location_id" in entry.data and entry.data.get("reason", _COUNTED) == _COUNTED
    ]
    if counted:
        resolve_counted(bins=counted)
    stock = {
        (UUID(entry.data["site_id"]), UUID(entry.aggregate_id))
        for entry in entries
        if "site_id" in entry.data
    }
    released = [UUID(entry.data["fulfillment_id"]) for entry in entries if "fulfillment_id" in entry.data]
    if released:
        follow_release(fulfillment_ids=released, now=now)
    if stock:
        follow_stock(keys=stock, now=now)


def book_packaging(entries: Sequence[EntryRow], now: datetime) -> None:
    """Write down what parcels were packed in, and take it from stock. A second time finds it written."""
    shipment_ids = sorted({UUID(entry.data["shipment_id"]) for entry in entries})
    use_packaging(shipment_ids=shipment_ids, now=now, actor=SYSTEM)
