"""ACME's goods at two sites and everything people do to them, one short call each, for tests that do it in any order.

Every call names what it acts on by a number that wraps around what there is, so that any number is a legal choice.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.db import OperationalError
from psycopg.errors import LockNotAvailable

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.inventory.services.adjust import Adjustment, adjust_stock
from packhaus.inventory.services.counts.by_hand import Counted, count_balances
from packhaus.inventory.services.holds import HoldLineDraft, expire_holds, hold_stock, release_hold
from packhaus.inventory.services.move import move_stock
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.inventory.services.settings import StockSetting, set_stock_settings
from packhaus.kernel import rows
from packhaus.kernel.errors import DomainError, NotFound
from packhaus.orders.services.backorders import promise_backorders
from packhaus.orders.services.cancel import LineCancel, cancel_lines, cancel_order
from packhaus.orders.services.change.add_lines import add_lines
from packhaus.orders.services.holds import lift_hold, place_hold
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import LineDraft, OrderOutcome
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.outbound.services.pack import pack_fulfillments
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.services.resolve_shorts import resolve_shorts
from packhaus.outbound.services.stop.answer import answer_cancel_requests
from packhaus.outbound.services.unpack import unpack_fulfillment
from packhaus.outbound.services.unrelease import unrelease_wave
from packhaus.outbound.types import Pack, PickScan, ReleaseRule, ShortReason
from tests.harness.cast import Place
from tests.orders.drafts import BERLIN_ADDRESS, make_draft

BINS = ("A-01-01", "A-01-02", "R-01-01")
POLICIES = ("ship_available", "ship_complete", "fill_or_kill")

_ORDERS = "SELECT id FROM orders_order WHERE stage NOT IN ('cancelled', 'shipped') ORDER BY id"
_LINES = "SELECT id FROM orders_orderline WHERE order_id = %(id)s AND sku_kind = 'stock' ORDER BY position"
_CARTS = "SELECT id FROM inventory_hold WHERE status = 'open' ORDER BY id"
_WAVES = "SELECT id FROM outbound_wave ORDER BY id"
_STOPS = """
SELECT id, quantity - picked FROM outbound_picktask WHERE status IN ('open', 'claimed') ORDER BY batch_id, sequence
"""
_BALANCES = """
SELECT b.id, b.on_hand - b.allocated, l.site_id FROM inventory_balance AS b
JOIN inventory_location AS l ON l.id = b.location_id WHERE b.on_hand > b.allocated ORDER BY b.id
"""
_THERE = "SELECT on_hand FROM inventory_balance WHERE id = %(id)s"
_OPEN_SHORTS = "SELECT id FROM outbound_short WHERE resolved_at IS NULL ORDER BY id"
_IN_STATUS = "SELECT id FROM orders_fulfillmentorder WHERE status = %(status)s ORDER BY id"
_LABELLED = "SELECT id FROM shipping_shipment WHERE status IN ('labelled', 'manifested') ORDER BY id"


class NothingThere(NotFound):
    """There is no row that the deed could be done to."""


@dataclass(frozen=True, slots=True)
class Floor:
    """Every deed raises a refusal (DomainError) where it is refused; `attempt` tells whether it was done."""

    merchant_id: UUID
    codes: tuple[str, ...]
    sku_ids: tuple[UUID, ...]
    places: tuple[Place, ...]
    now: datetime
    numbers: Any = field(default_factory=lambda: count(1))

    @property
    def scope(self) -> Scope:
        return Scope.merchant(self.merchant_id)

    def attempt(self, deed: str, **how: Any) -> bool:
        """Do it; False when it was refused, or told to try again, which are always legal answers.

        Anything else that is raised is a bug, a deadlock too: whoever locks in the global order never meets one.
        """
        try:
            getattr(self, deed)(**how)
        except DomainError:
            return False
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            return False
        return True

    def receive(self, *, sku: int, site: int, location: str, quantity: int) -> None:
        place = self._site(site)
        line = ReceiptLine(self.merchant_id, self._sku(sku), quantity, place.locations[location])
        receive_stock(
            scope=Scope.operator(), site_id=place.id, lines=[line], document_id=self._name("R"), now=self.now,
            actor=SYSTEM,
        )  # fmt: skip

    def place(
        self, *, wants: list[tuple[int, int]], policy: int = 0, is_abroad: bool = False, priority: int = 50
    ) -> OrderOutcome:
        draft = make_draft(
            *((self.codes[sku % len(self.codes)], quantity) for sku, quantity in wants),
            number=self._name("A"),
            policy=POLICIES[policy % len(POLICIES)],
            priority=priority,
        )
        if is_abroad:
            draft = replace(draft, address=BERLIN_ADDRESS)
        (outcome,) = place_orders(
            scope=self.scope, merchant_id=self.merchant_id, drafts=[draft], now=self.now, actor=SYSTEM
        )
        return outcome

    def add_line(self, *, order: int, sku: int, quantity: int) -> None:
        code = self.codes[sku % len(self.codes)]
        for order_id in self._pick(_ORDERS, order):
            line = LineDraft(code, quantity, 250)
            add_lines(scope=self.scope, order_id=order_id, lines=[line], now=self.now, actor=SYSTEM)

    def hold_cart(self, *, sku: int, site: int, quantity: int) -> None:
        hold_stock(
            scope=self.scope, merchant_id=self.merchant_id, reference=self._name("C"), now=self.now,
            lines=[HoldLineDraft(self._sku(sku), self._site(site).id, quantity)],
        )  # fmt: skip

    def release_cart(self, *, cart: int) -> None:
        for hold_id in self._pick(_CARTS, cart):
            release_hold(scope=self.scope, hold_id=hold_id, now=self.now, actor=SYSTEM)

    def expire_carts(self) -> None:
        expire_holds(scope=Scope.operator(), now=self.now + timedelta(hours=1), actor=SYSTEM)

    def cancel(self, *, order: int, line: int | None = None, quantity: int | None = None) -> None:
        for order_id in self._pick(_ORDERS, order):
            if line is None:
                cancel_order(scope=self.scope, order_id=order_id, now=self.now, actor=SYSTEM)
                continue
            cancels = [LineCancel(id_, quantity) for id_ in self._pick(_LINES, line, id=order_id)]
            cancel_lines(scope=self.scope, order_id=order_id, cancels=cancels, now=self.now, actor=SYSTEM)

    def answer_requests(self) -> None:
        answer_cancel_requests(now=self.now, actor=SYSTEM)

    def hold_order(self, *, order: int) -> None:
        place_hold(
            scope=self.scope, order_ids=self._pick(_ORDERS, order), reason="fraud", now=self.now, actor=SYSTEM
        )

    def lift_order(self, *, order: int) -> None:
        lift_hold(
            scope=self.scope, order_ids=self._pick(_ORDERS, order), reason="fraud", now=self.now, actor=SYSTEM
        )

    def release(self, *, site: int, max_orders: int = 10) -> None:
        rule = ReleaseRule(max_orders=max_orders)
        wave = release_wave(site_id=self._site(site).id, rule=rule, now=self.now, actor=SYSTEM)
        build_batches(wave_id=wave.id, max_totes=4, now=self.now, actor=SYSTEM)

    def unrelease(self, *, wave: int) -> None:
        for wave_id in self._pick(_WAVES, wave):
            unrelease_wave(wave_id=wave_id, now=self.now, actor=SYSTEM)

    def pick(self, *, stops: int = 1, missing: int = 0, reason: ShortReason = ShortReason.FEWER) -> None:
        """Confirm the next stops; `missing` units of each are not found."""
        scans = []
        for task_id, units in self._fetch(_STOPS)[:stops]:
            short = min(missing, units)
            scans.append(PickScan(task_id, units - short, "gun", self._name("s"), reason if short else None))
        if not scans:
            raise NothingThere("no stop is open")
        confirm_picks(scans=scans, now=self.now, actor=SYSTEM)

    def pack(self, *, fulfillment: int) -> None:
        packs = [Pack(id_) for id_ in self._pick(_IN_STATUS, fulfillment, status="picked")]
        pack_fulfillments(packs=packs, now=self.now, actor=SYSTEM)

    def unpack(self, *, fulfillment: int) -> None:
        for id_ in self._pick(_IN_STATUS, fulfillment, status="packed"):
            unpack_fulfillment(fulfillment_id=id_, now=self.now, actor=SYSTEM)

    def dispatch(self, *, shipment: int) -> None:
        ids = self._pick(_LABELLED, shipment)
        dispatch_shipments(shipment_ids=ids, now=self.now, actor=SYSTEM)

    def adjust(self, *, sku: int, site: int, location: str, quantity: int) -> None:
        adjustment = Adjustment(
            self.merchant_id, self._sku(sku), self._site(site).locations[location], quantity, "count"
        )
        adjust_stock(
            scope=Scope.operator(), adjustments=[adjustment], document_id=self._name("J"), now=self.now,
            actor=SYSTEM,
        )  # fmt: skip

    def count(self, *, balance: int, change: int) -> None:
        """Find more or fewer units than the record says, or as many."""
        found = self._fetch(_BALANCES)
        if not found:
            raise NothingThere("nothing lies there")
        id_, _, _ = found[balance % len(found)]
        ((there,),) = self._fetch(_THERE, id=id_)
        counted = Counted(id_, max(0, there + change), there)
        count_balances(
            scope=Scope.operator(), counts=[counted], document_id=self._name("C"), now=self.now, actor=SYSTEM
        )

    def resolve(self, *, short: int) -> None:
        """Look after a short, as a lead does or a count."""
        resolve_shorts(short_ids=self._pick(_OPEN_SHORTS, short), now=self.now, actor=SYSTEM)

    def move(self, *, balance: int, location: str, quantity: int) -> None:
        found = self._fetch(_BALANCES)
        if not found:
            raise NothingThere("nothing lies free")
        id_, free, site_id = found[balance % len(found)]
        place = next(place for place in self.places if place.id == site_id)
        move_stock(
            scope=Scope.operator(), balance_id=id_, quantity=min(quantity, free),
            to_location_id=place.locations[location], now=self.now, actor=SYSTEM,
        )  # fmt: skip

    def promise(self) -> None:
        sku_ids = list(self.sku_ids)
        promise_backorders(scope=Scope.operator(), sku_ids=sku_ids, now=self.now, actor=SYSTEM)

    def configure(
        self, *, sku: int, site: int, safety: int | None = None, backorder_limit: int | None = None
    ) -> None:
        setting = StockSetting(self.merchant_id, self._sku(sku), self._site(site).id, safety, backorder_limit)
        set_stock_settings(scope=Scope.operator(), settings=[setting], now=self.now, actor=SYSTEM)

    def _sku(self, number: int) -> UUID:
        return self.sku_ids[number % len(self.sku_ids)]

    def _site(self, number: int) -> Place:
        return self.places[number % len(self.places)]

    def _name(self, prefix: str) -> str:
        return f"{prefix}{next(self.numbers)}"

    def _fetch(self, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        with transaction(Scope.operator()):
            return list(rows.fetch_tuples(sql, parameters))

    def _pick(self, sql: str, number: int, **parameters: object) -> list[Any]:
        """Return the one id that the number falls on."""
        found = self._fetch(sql, **parameters)
        if not found:
            raise NothingThere("nothing to do that to")
        return [found[number % len(found)][0]]
