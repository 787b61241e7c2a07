"""Which facts of the floor the shopper is told: that parcels left, with their numbers and what is in them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.journal.types import EntryRow
from packhaus.messaging.services.queue import queue_messages
from packhaus.messaging.types import Notice, NoticeKind, NoticeLine, NoticeParcel
from packhaus.orders.queries.telling import get_tracking_path
from packhaus.outbound.events import ShipmentDispatched
from packhaus.outbound.queries.telling import (
    ToldShipment,
    list_told_items,
    list_told_parcels,
    list_told_shipments,
)
from packhaus.terms.queries.get_terms import get_voices

TOLD_KINDS = (ShipmentDispatched.kind,)


def tell_shoppers(entries: Sequence[EntryRow], now: datetime) -> None:
    """Queue a message per shipment that left; telling it again queues nothing. Queries: 7, whatever the number."""
    shipment_ids = sorted({UUID(entry.data["shipment_id"]) for entry in entries})
    lines: defaultdict[UUID, list[NoticeLine]] = defaultdict(list)
    parcels: defaultdict[UUID, list[NoticeParcel]] = defaultdict(list)
    for item in list_told_items(shipment_ids=shipment_ids):
        lines[item.shipment_id].append(NoticeLine(item.name, item.quantity))
    for parcel in list_told_parcels(shipment_ids=shipment_ids):
        url = parcel.tracking_url.replace("{number}", parcel.tracking_number)
        parcels[parcel.shipment_id].append(NoticeParcel(parcel.carrier, parcel.tracking_number, url))
    notices = [
        _make_notice(told, lines[told.shipment_id], parcels[told.shipment_id])
        for told in list_told_shipments(shipment_ids=shipment_ids)
    ]
    merchant_ids = {notice.merchant_id for notice in notices}
    voices = get_voices(Scope.operator(), merchant_ids=merchant_ids, at=now)
    queue_messages(notices=notices, now=now, voices=voices)


def _make_notice(told: ToldShipment, lines: Sequence[NoticeLine], parcels: Sequence[NoticeParcel]) -> Notice:
    return Notice(
        merchant_id=told.merchant_id,
        # A shipment leaves once, so its id names the fact.
        fact=f"{ShipmentDispatched.kind}:{told.shipment_id}",
        kind=NoticeKind.ORDER_DISPATCHED,
        contact_id=told.contact_id,
        topic_kind="order",
        topic_id=told.order_id,
        topic_number=told.number,
        link_path=get_tracking_path(told.tracking_token),
        lines=lines,
        parcels=parcels,
        is_whole=told.is_last,
    )
