"""The partner's side: it says every day what it has, answers what it is asked for, and sends what it has accepted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count
from uuid import UUID

from packhaus.access.types import SYSTEM
from packhaus.demo.queries import get_shop_numbers
from packhaus.demo.source.facilities import list_carriers, list_sites
from packhaus.demo.source.partner import find_missing
from packhaus.demo.source.stock import DemoStock
from packhaus.demo.stopwatch import Stopwatch
from packhaus.demo.timeline import Event
from packhaus.demo.world import OPERATOR, World
from packhaus.inventory.services.settings import FeedRow, apply_stock_feed
from packhaus.kernel.keyset import PageOf
from packhaus.orders.queries.list_requests import (
    TO_CANCEL,
    TO_SEND,
    WAITING,
    AskedItem,
    RequestFilter,
    RequestRow,
    list_asked_items,
    list_requests,
)
from packhaus.orders.services.requests import accept_cancels, accept_requests, reject_requests
from packhaus.orders.types import RejectedUnits, Rejection, RejectReason
from packhaus.outbound.services.partner_sent import book_partner_shipments
from packhaus.outbound.types import BoxedUnits, PartnerParcel, PartnerReport

AT_ONCE = 100
# What the partner puts into one of its boxes.
UNITS_PER_PARCEL = 120

Asked = Sequence[tuple[RequestRow, Sequence[AskedItem]]]


class PartnerDesk:
    """Keeps the shelves of the partners' sites, which nobody but themselves can see."""

    def __init__(self, world: World, watch: Stopwatch, planned: Iterable[DemoStock]) -> None:
        self._world, self._watch = world, watch
        self._prefixes = {carrier.code: carrier.tracking_prefix for carrier in list_carriers()}
        self._shelves: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        partners = {site.code for site in list_sites() if site.run_by == "partner"}
        for stock in planned:
            if stock.site in partners:
                self._shelves[stock.site][stock.merchant_code, stock.code] += stock.quantity

    def feed(self, events: Iterable[Event]) -> None:
        """Say what lies on the shelves: what was sent is gone, and what was not found is no longer claimed."""
        with self._watch.measure("partner"):
            for event in events:
                self._feed(event)

    def _feed(self, event: Event) -> None:
        feed = [
            FeedRow(self._world.merchants[merchant], self._world.skus[merchant, code], units)
            for (merchant, code), units in self._shelves[event.site].items()
        ]
        apply_stock_feed(
            scope=OPERATOR,
            site_id=self._world.sites[event.site],
            feed=feed,
            seen_at=event.at,
            now=event.at,
            actor=SYSTEM,
        )

    def answer(self, now: datetime) -> None:
        """Look for what is asked: what is missing is refused, what is there is accepted, and stays when it may."""
        with self._watch.measure("partner"):
            if unwanted := [row.id for row, _ in _list_asked(TO_CANCEL)]:
                accept_cancels(scope=OPERATOR, fulfillment_ids=unwanted, now=now, actor=SYSTEM)
            asked = _list_asked(WAITING)
            # By the shops' numbers: ours have gaps, and would have the partner miss other goods for each of them.
            names = get_shop_numbers(numbers=[row.order_number for row, _ in asked])
            looked = [self._look(row, items, names[row.order_number]) for row, items in asked]
            missing = [one for one in looked if one is not None]
            if missing:
                reject_requests(scope=OPERATOR, rejections=missing, now=now, actor=SYSTEM)
            refused = {one.fulfillment_id: sum(units for _, units in one.units) for one in missing}
            rest = [row.id for row, _ in asked if refused.get(row.id, 0) < row.unit_count]
            if rest:
                accept_requests(scope=OPERATOR, fulfillment_ids=rest, now=now, actor=SYSTEM)

    def _look(self, row: RequestRow, items: Sequence[AskedItem], order: str) -> Rejection | None:
        found = {item: find_missing(order=order, code=item.sku_code) for item in items}
        missing = {item: why for item, why in found.items() if why}
        for item in missing:
            self._shelves[row.site_code][row.merchant_code, item.sku_code] -= item.promised
        if not missing:
            return None
        units = tuple(RejectedUnits(item.fulfillment_line_id, item.promised) for item in missing)
        return Rejection(row.id, RejectReason(next(iter(missing.values()))), units)

    def send(self, events: Iterable[Event]) -> None:
        """Hand what was accepted, and need not wait for other parts of its order, to the carriers."""
        with self._watch.measure("partner"):
            for event in events:
                self._send(event)

    def _send(self, event: Event) -> None:
        ready = [
            asked for asked in _list_asked(TO_SEND, self._world.sites[event.site]) if not asked[0].is_blocked
        ]
        reports = [
            PartnerReport(row.id, event.carrier, tuple(self._pack(row, items, event.carrier)))
            for row, items in ready
        ]
        if reports:
            book_partner_shipments(reports=reports, now=event.at, actor=SYSTEM)
        for row, items in ready:
            for item in items:
                self._shelves[row.site_code][row.merchant_code, item.sku_code] -= item.promised

    def _pack(self, row: RequestRow, items: Iterable[AskedItem], carrier: str) -> Iterator[PartnerParcel]:
        digits = "".join(filter(str.isdigit, row.number))
        for number, units in zip(count(1), _fill_parcels(items), strict=False):
            yield PartnerParcel(f"{self._prefixes[carrier]}{row.merchant_code}{digits}{number:02d}", units)


def _fill_parcels(items: Iterable[AskedItem]) -> Iterator[tuple[BoxedUnits, ...]]:
    """Fill one parcel after the other, line by line."""
    parcel: list[BoxedUnits] = []
    room = UNITS_PER_PARCEL
    for item in items:
        left = item.promised
        while left:
            units = min(left, room)
            parcel.append(BoxedUnits(item.fulfillment_line_id, units))
            left, room = left - units, room - units
            if not room:
                yield tuple(parcel)
                parcel, room = [], UNITS_PER_PARCEL
    if parcel:
        yield tuple(parcel)


def _list_asked(state: str, site_id: UUID | None = None) -> Asked:
    """Return requests in a state with what they ask for."""
    chosen = RequestFilter(states=[state], site_ids=[site_id] if site_id else [])
    found = list_requests(scope=OPERATOR, chosen=chosen, page=PageOf(size=AT_ONCE)).rows
    items: defaultdict[UUID, list[AskedItem]] = defaultdict(list)
    if found:
        for item in list_asked_items(scope=OPERATOR, fulfillment_ids=[row.id for row in found]):
            if item.promised:
                items[item.fulfillment_id].append(item)
    return [(row, items[row.id]) for row in found]
