"""Which facts of orders the shopper is told, and with which words' fields.

placed: the confirmation. Changed: what it is now, when items or the address are new. Backordered: what waits, with its
date or that nobody knows it. Date moved: the same again. Cancelled: what does not come. A fact is told once per order
and transaction, however many entries of it there are: a loss that hits five lines of an order is one message.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.journal.types import EntryRow
from packhaus.kernel.money import Money
from packhaus.messaging.services.queue import queue_messages
from packhaus.messaging.types import Notice, NoticeKind, NoticeLine, NoticeTotals
from packhaus.orders.events import (
    BackorderDateMoved,
    OrderBackordered,
    OrderCancelled,
    OrderChanged,
    OrderPlaced,
)
from packhaus.orders.queries.telling import (
    ToldDemand,
    ToldLine,
    ToldOrder,
    get_tracking_path,
    list_told_demands,
    list_told_lines,
    list_told_orders,
)
from packhaus.orders.services.backorder_dates import date_new_backorders
from packhaus.terms.queries.get_terms import get_voices

TOLD_KINDS = (
    OrderPlaced.kind,
    OrderBackordered.kind,
    BackorderDateMoved.kind,
    OrderCancelled.kind,
    OrderChanged.kind,
)

_NOTICE_KINDS = {
    OrderPlaced.kind: NoticeKind.ORDER_CONFIRMED,
    OrderBackordered.kind: NoticeKind.ORDER_BACKORDERED,
    BackorderDateMoved.kind: NoticeKind.BACKORDER_MOVED,
    OrderCancelled.kind: NoticeKind.ORDER_CANCELLED,
    OrderChanged.kind: NoticeKind.ORDER_CHANGED,
}
# The rest (service, policy) is how we send it: the shopper is told when it leaves.
_TOLD_CHANGES = frozenset({"lines_added", "recipient"})
_SUMMED_KINDS = frozenset({NoticeKind.ORDER_CONFIRMED, NoticeKind.ORDER_CHANGED})


class _Told(NamedTuple):
    order: ToldOrder
    lines: list[ToldLine]
    demands: list[ToldDemand]


def tell_shoppers(entries: Sequence[EntryRow], now: datetime) -> None:
    """Queue the messages of these facts; telling them again queues nothing. Queries: 7 to 10, whatever the number."""
    owed = {UUID(entry.aggregate_id) for entry in entries if entry.kind == OrderBackordered.kind}
    if owed:
        date_new_backorders(scope=Scope.operator(), order_ids=sorted(owed), now=now)
    told = _read({UUID(entry.aggregate_id) for entry in entries})
    notices = [
        notice
        for entry in _list_once(entries)
        if UUID(entry.aggregate_id) in told
        for notice in _make_notices(entry, told[UUID(entry.aggregate_id)])
    ]
    merchant_ids = {notice.merchant_id for notice in notices}
    voices = get_voices(Scope.operator(), merchant_ids=merchant_ids, at=now)
    queue_messages(notices=notices, now=now, voices=voices)


def name_fact(entry: EntryRow) -> str:
    """Name what happened to one object in one transaction, for ever."""
    return f"{entry.kind}:{entry.aggregate_id}:{entry.transaction}"


def _list_once(entries: Sequence[EntryRow]) -> list[EntryRow]:
    return list({name_fact(entry): entry for entry in entries}.values())


def _read(order_ids: set[UUID]) -> dict[UUID, _Told]:
    """Return everything that is told about orders whose shopper is known."""
    ids = sorted(order_ids)
    lines: defaultdict[UUID, list[ToldLine]] = defaultdict(list)
    demands: defaultdict[UUID, list[ToldDemand]] = defaultdict(list)
    for line in list_told_lines(order_ids=ids):
        lines[line.order_id].append(line)
    for demand in list_told_demands(order_ids=ids):
        demands[demand.order_id].append(demand)
    return {
        order.id: _Told(order, lines[order.id], demands[order.id])
        for order in list_told_orders(order_ids=ids)
        if order.contact_id is not None
    }


def _make_notices(entry: EntryRow, told: _Told) -> Iterator[Notice]:
    """Make the notice of a fact; none when nothing of it is true any more."""
    kind, order, change = _choose_kind(entry), told.order, str(entry.data.get("what", ""))
    assert order.contact_id is not None
    if kind is NoticeKind.ORDER_CHANGED and change not in _TOLD_CHANGES:
        return
    lines = _list_lines(kind, told)
    if lines:
        yield Notice(
            merchant_id=order.merchant_id,
            fact=name_fact(entry),
            kind=kind,
            contact_id=order.contact_id,
            topic_kind="order",
            topic_id=order.id,
            topic_number=order.number,
            link_path=get_tracking_path(order.tracking_token),
            lines=lines,
            totals=_sum_up(order) if kind in _SUMMED_KINDS else None,
            is_waiting=bool(told.demands),
            change=change,
        )


def _choose_kind(entry: EntryRow) -> NoticeKind:
    if entry.kind == OrderCancelled.kind and not entry.data.get("is_whole", True):
        return NoticeKind.ORDER_PARTLY_CANCELLED
    return _NOTICE_KINDS[entry.kind]


def _list_lines(kind: NoticeKind, told: _Told) -> list[NoticeLine]:
    if kind in _SUMMED_KINDS:
        currency = told.order.currency
        lines = [
            line for line in told.lines if kind is NoticeKind.ORDER_CONFIRMED or line.ordered > line.cancelled
        ]
        return [NoticeLine(line.name, line.ordered, Money(line.total_minor, currency)) for line in lines]
    if kind in {NoticeKind.ORDER_CANCELLED, NoticeKind.ORDER_PARTLY_CANCELLED}:
        return [NoticeLine(line.name, line.cancelled) for line in told.lines if line.cancelled]
    return [
        NoticeLine(demand.name, demand.quantity, is_dated=True, expected_on=demand.promised_on)
        for demand in told.demands
    ]


def _sum_up(order: ToldOrder) -> NoticeTotals:
    return NoticeTotals(
        *(
            Money(minor, order.currency)
            for minor in (
                order.goods_minor, order.discount_minor, order.shipping_minor, order.tax_minor,
                order.total_minor, order.cod_minor,
            )
        )
    )  # fmt: skip
