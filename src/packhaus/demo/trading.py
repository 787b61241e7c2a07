"""One trading day after the other, on a simulated clock."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from packhaus.demo.cancelling import Canceller
from packhaus.demo.counting import count_doubted_bins
from packhaus.demo.dock import Dock
from packhaus.demo.floor import Floor
from packhaus.demo.goods import correct_stock
from packhaus.demo.intake import Intake
from packhaus.demo.partner import PartnerDesk
from packhaus.demo.source.types import DemoAdjustment, DemoDay
from packhaus.demo.stopwatch import Stopwatch
from packhaus.demo.timeline import Event, Step, group_events
from packhaus.demo.world import World

Drain = Callable[..., int]
PROMISING = "orders.promise_freed_stock"
KEEPING_WHOLE = "outbound.keep_whole"
CLOSING_SHORTS = "outbound.close_counted_shorts"


class Trading:
    """Does a day's events in their order."""

    def __init__(
        self,
        *,
        world: World,
        watch: Stopwatch,
        intake: Intake,
        canceller: Canceller,
        floor: Floor,
        partner: PartnerDesk,
        dock: Dock,
        drain: Drain,
        send: Callable[[datetime], int],
    ) -> None:
        self._world, self._watch, self._dock = world, watch, dock
        self._intake, self._canceller, self._floor, self._partner = intake, canceller, floor, partner
        self._drain, self._send = drain, send
        self._adjustments: list[DemoAdjustment] = []
        self.corrected_beyond_record = 0

    def run_day(self, day: DemoDay, events: Iterable[Event]) -> None:
        """Do everything that happens on a day; messages go out in the evening."""
        self._adjustments, self._floor.day = list(day.adjustments), day.number
        last = None
        for together in group_events(events):
            last = together[-1]
            self._run_events(day, together)
        assert last is not None
        self._floor.print_labels(last.at)
        with self._watch.measure("messages"):
            self._drain(now=last.at)
            self._floor.counts["messages"] += self._send(last.at)

    def _run_events(self, day: DemoDay, together: Sequence[Event]) -> None:
        """Do one step of an instant, on the floors of several sites at once."""
        first = together[0]
        self._cancel(first.at)
        match first.step:
            case Step.RECEIVE:
                self._count(first.at)
                self._receive(day, first.at)
            case Step.TAKE_ORDERS:
                self._take_orders(first.at)
                self._partner.answer(first.at)
            case Step.RELEASE:
                self._floor.release(together)
            case Step.PICK:
                self._floor.answer_cancel_requests(first.at)
                self._floor.pick(together)
                with self._watch.measure("pick"):
                    self._drain(KEEPING_WHOLE, now=first.at)
            case Step.PACK:
                self._floor.answer_cancel_requests(first.at)
                self._floor.pack(together)
            case Step.DISPATCH:
                self._floor.dispatch(together)
                with self._watch.measure("cancel"):
                    self._canceller.expect_refused()
            case Step.SEND:
                self._partner.send(together)
            case Step.FEED:
                self._partner.feed(together)
                self._promise(first.at)

    def _count(self, now: datetime) -> None:
        with self._watch.measure("count"):
            count_doubted_bins(now=now)
            self._drain(CLOSING_SHORTS, now=now)

    def _receive(self, day: DemoDay, now: datetime) -> None:
        with self._watch.measure("receive"):
            self._dock.announce(day=day.number, now=now)
            self._dock.receive(day=day.number, now=now)
        self._promise(now)

    def _take_orders(self, now: datetime) -> None:
        files = self._intake.write_files(now)
        with self._watch.measure("intake"):
            self._intake.take(files, now)
        due = [adjustment for adjustment in self._adjustments if adjustment.happened_at <= now]
        self._adjustments = self._adjustments[len(due) :]
        with self._watch.measure("correct"):
            self.corrected_beyond_record += correct_stock(world=self._world, adjustments=due, now=now)
        self._cancel(now)
        self._promise(now)

    def _cancel(self, now: datetime) -> None:
        with self._watch.measure("cancel"):
            self._canceller.cancel_until(now)

    def _promise(self, now: datetime) -> None:
        with self._watch.measure("promise"):
            self._drain(PROMISING, now=now)
