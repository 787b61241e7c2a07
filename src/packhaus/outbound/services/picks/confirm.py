"""Confirm what was picked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.errors import StockPromised
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.move_allocated import AllocatedMove, move_allocated
from packhaus.inventory.types import LocationKind
from packhaus.journal.services import record
from packhaus.kernel.errors import ResourceBusy
from packhaus.orders.services.fulfillment import move_units
from packhaus.orders.types import Counter, UnitMove
from packhaus.outbound.errors import TaskClosed, TaskNotFound, WrongQuantity
from packhaus.outbound.events import FulfillmentPicked
from packhaus.outbound.locks import StopRow, lock_stops
from packhaus.outbound.services.picks.write import StopChange, write_picks
from packhaus.outbound.services.shorts import ShortLocks, handle_short
from packhaus.outbound.types import PickOutcome, PickScan, ShortOutcome

MAX_SCANS = 2000
_ATTEMPTS = 5


def confirm_picks(*, scans: Sequence[PickScan], now: datetime, actor: Actor) -> list[PickOutcome]:
    """Book scans: bin to tote, allocated to picked, exactly once by device and client id; one outcome per scan.

    Fewer units than the stop asks for leave it open, or with a reason close it as short: the stock record follows the
    reason, and the missing units are looked for in other bins, at other sites, and else owed, at once.
    Commits per MAX_SCANS scans. Locks: orders, stops, site_stock, balances.
    Emits: FulfillmentPicked; PickShort, OrderBackordered for a short. Queries: 5 for one ordinary scan.
    Raises: TaskNotFound, TaskClosed, WrongQuantity (the scans of this commit are not booked); ResourceBusy.
    """
    outcomes: list[PickOutcome] = []
    for start in range(0, len(scans), MAX_SCANS):
        outcomes += _confirm_chunk(scans[start : start + MAX_SCANS], now, actor)
    return outcomes


@again_when_busy
def _confirm_chunk(scans: Sequence[PickScan], now: datetime, actor: Actor) -> list[PickOutcome]:
    """Try until no scan of the chunk was taking effect elsewhere at the same moment.

    Who waited for a lock sees the stop as it is now but the scans as they were before: a closed stop may have been
    closed by this very scan, which only a second look tells. What was promised while a short gave way gives way next.
    """
    is_second_look = False
    for _ in range(_ATTEMPTS):
        try:
            with transaction(Scope.operator(), savepoint=True):
                return _Confirmation(scans, now, actor).run()
        except (TaskClosed, WrongQuantity):
            if is_second_look:
                raise
            is_second_look = True
        except StockPromised:
            continue
        except IntegrityError as error:
            if "scan_takes_effect_once" not in str(error):
                raise
    raise ResourceBusy("somebody else keeps booking these scans, or promising what they miss; try again")


class _Confirmation:
    """The scans of one transaction."""

    def __init__(self, scans: Sequence[PickScan], now: datetime, actor: Actor) -> None:
        self.scans, self.now, self.actor = scans, now, actor
        self.stops: Mapping[int, StopRow] = _lock(scans)
        self.left: dict[int, int] = {}
        self.changes: dict[int, StopChange] = {}
        self.booked: list[tuple[PickScan, str]] = []
        self.shorts: dict[int, ShortOutcome] = {}

    def run(self) -> list[PickOutcome]:
        seen: set[tuple[str, str]] = set()
        repeats: set[int] = set()
        for place, scan in enumerate(self.scans, start=1):
            stop = self.stops.get(place)
            if stop is None:
                raise TaskNotFound("there is no such stop", task_id=scan.task_id)
            if stop.is_repeat or (scan.device, scan.client_id) in seen:
                repeats.add(place)
            else:
                seen.add((scan.device, scan.client_id))
                self._book(stop, scan)
        picked = self._write() if self.changes else set()
        return [
            PickOutcome(
                scan.task_id,
                place in repeats,
                0 if place in repeats else scan.quantity,
                self.stops[place].fulfillment_id in picked,
                None if place in repeats else self.shorts.get(scan.task_id),
            )
            for place, scan in enumerate(self.scans, start=1)
        ]

    def _book(self, stop: StopRow, scan: PickScan) -> None:
        known = self.changes.get(stop.task_id)
        status = known.status if known else stop.status
        left = self.left.get(stop.task_id, stop.quantity - stop.picked)
        _check(stop, scan, status, left)
        units = (known.units if known else 0) + scan.quantity
        left -= scan.quantity
        if scan.short_reason is not None and left:
            status = "short"
            self.shorts[stop.task_id] = handle_short(
                stop=stop, missing=left, reason=scan.short_reason, now=self.now, actor=self.actor
            )
        elif not left:
            status = "done"
        self.left[stop.task_id] = left
        reason = scan.short_reason.value if scan.short_reason and status == "short" else ""
        self.changes[stop.task_id] = StopChange(stop, units, status, reason)
        self.booked.append((scan, status))

    def _write(self) -> set[UUID]:
        changes = list(self.changes.values())
        taken = [change for change in changes if change.units]
        picked = write_picks(changes=changes, scans=self.booked, now=self.now)
        if taken:
            self._move(taken)
        record(_list_facts(changes, picked), happened_at=self.now, actor=self.actor)
        return picked

    def _move(self, taken: Sequence[StopChange]) -> None:
        move_units(
            changes=[
                UnitMove(one.stop.fulfillment_line_id, one.stop.line_id, one.stop.order_id, one.units)
                for one in taken
            ],
            source=Counter.ALLOCATED,
            target=Counter.PICKED,
            now=self.now,
        )
        move_allocated(
            moves=[_as_move(one) for one in taken],
            reason="pick",
            document_kind="batch",
            happened_at=self.now,
            actor=self.actor,
        )


def _lock(scans: Sequence[PickScan]) -> dict[int, StopRow]:
    if all(scan.short_reason is None for scan in scans):
        return lock_stops(scans)
    locks = ShortLocks(scans)
    locks.lock_orders()
    stops = lock_stops(scans)
    locks.lock_stock()
    return stops


def _check(stop: StopRow, scan: PickScan, status: str, left: int) -> None:
    if status not in ("open", "claimed"):
        raise TaskClosed(f"the stop is {status}", task_id=stop.task_id, status=status)
    if scan.quantity > left or scan.quantity < 0 or (not scan.quantity and scan.short_reason is None):
        raise WrongQuantity(
            f"{scan.quantity} scanned, {left} wanted",
            task_id=stop.task_id,
            scanned=scan.quantity,
            wanted=left,
        )


def _as_move(change: StopChange) -> AllocatedMove:
    stop = change.stop
    totes = get_site_location(site_id=stop.site_id, kind=LocationKind.TOTE)
    return AllocatedMove(stop.balance_id, change.units, totes, stop.tote_id, str(stop.batch_id))


def _list_facts(changes: Sequence[StopChange], picked: set[UUID]) -> list[FulfillmentPicked]:
    stops = {change.stop.fulfillment_id: change.stop for change in changes}
    return [
        FulfillmentPicked(
            merchant_id=stops[id_].merchant_id, aggregate_id=stops[id_].order_id, fulfillment_id=str(id_)
        )
        for id_ in sorted(picked)
    ]
