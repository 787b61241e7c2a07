"""The demo from an empty database to a working console's worth of days."""

import shutil
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from packhaus.demo.cancellations import Wishes, list_wishes
from packhaus.demo.cancelling import Canceller
from packhaus.demo.contracts import agree_contracts
from packhaus.demo.crew import Crew, Hands
from packhaus.demo.database import analyze_database
from packhaus.demo.dock import Dock
from packhaus.demo.extras import ask_for_extras
from packhaus.demo.figures import (
    PeriodFigures,
    count_deliveries,
    count_lines,
    count_partners,
    count_period,
    count_stages,
    measure_carton_fill,
    measure_in_time,
    sum_costs,
)
from packhaus.demo.floor import Floor
from packhaus.demo.goods import allow_backorders
from packhaus.demo.intake import Intake
from packhaus.demo.partner import PartnerDesk
from packhaus.demo.people import SignIn, create_people
from packhaus.demo.policies import save_policies
from packhaus.demo.printing import LabelPrinter
from packhaus.demo.source.days import load_days
from packhaus.demo.source.deliveries import OPENING, list_deliveries
from packhaus.demo.source.facilities import list_cut_offs, list_merchants, list_sites
from packhaus.demo.source.kopi import list_kopi_stock, load_kopi_orders
from packhaus.demo.source.partner import plan_partner_stock
from packhaus.demo.source.skus import list_retailer_skus
from packhaus.demo.source.stock import DemoStock, plan_stock
from packhaus.demo.source.types import DemoDay, DemoOrder
from packhaus.demo.stopwatch import Stopwatch
from packhaus.demo.supplies import lay_in_supplies
from packhaus.demo.timeline import HOME, plan_day
from packhaus.demo.trading import Drain, Trading
from packhaus.demo.world import OPERATOR, World, build_world
from packhaus.outbound.queries.walking import measure_site
from packhaus.outbound.services.batches import prepare_all

OPENED_AT = time(8, 0)
COST_CURRENCY = "GBP"
"""The retailer's, in which its own contracts are."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the tables say for the days asked for; `dates` has those of the days after them too."""

    days: Sequence[DemoDay]
    dates: Sequence[date]
    orders: Sequence[DemoOrder]
    stock: Sequence[DemoStock]
    wishes: Wishes

    @property
    def opened_at(self) -> datetime:
        """The morning before the first trading day."""
        return datetime.combine(self.days[0].on - timedelta(days=1), OPENED_AT, HOME)


@dataclass(slots=True)
class DemoResult:
    """What came of it."""

    plan: Plan
    watch: Stopwatch
    sign_ins: list[SignIn]
    days: list[tuple[DemoDay, PeriodFigures, float]] = field(default_factory=list)
    batching_seconds: list[float] = field(default_factory=list)

    def find_fullest(self) -> tuple[int, float]:
        """Return how many orders were put into walks on the day that had the most, and the seconds that took."""
        batched = [figures.batched for _, figures, _ in self.days]
        return max(zip(batched, self.batching_seconds, strict=True))


def make_plan(*, today: date, day_count: int) -> Plan:
    """Read the tables. Stock is planned for all days, so that a shorter run is the beginning of the longer one."""
    days = load_days(today=today)
    kopi = load_kopi_orders(days=[day.on for day in days])
    chosen = days[:day_count]
    last, skus = chosen[-1].on, list_retailer_skus()
    orders = [order for day in chosen for order in day.orders]
    return Plan(
        days=chosen,
        dates=[day.on for day in days],
        orders=[*orders, *(order for order in kopi if order.placed_at.date() <= last)],
        stock=[
            *plan_stock(days=days, skus=skus),
            *plan_partner_stock(days=days, skus=skus),
            *list_kopi_stock(),
        ],
        wishes=list_wishes(chosen),
    )


def run_days(
    *,
    plan: Plan,
    folder: Path,
    drain: Drain,
    send: Callable[[datetime], int],
    tell: Callable[[DemoDay, PeriodFigures, float], None],
) -> DemoResult:
    """Build the world and run the days; `tell` hears of each day as it ends."""
    watch = Stopwatch()
    with LabelPrinter(_fresh(folder / "documents")) as printer, ExitStack() as evening:
        with watch.measure("setup"):
            world, sign_ins, associates = _open(plan)
        sites = evening.enter_context(Hands(len(world.sites), "site"))
        crew = Crew(evening.enter_context(Hands(len(associates), "associate")), associates)
        dock = _open_dock(plan, watch, world, sites)
        trading = Trading(
            world=world,
            watch=watch,
            intake=Intake(world, plan.orders, _fresh(folder / "orders")),
            canceller=Canceller(plan.wishes.wishes, folder / "pending_returns.csv"),
            floor=Floor(world, watch, printer, sites=sites, crew=crew),
            partner=PartnerDesk(world, watch, plan.stock),
            dock=dock,
            drain=drain,
            send=send,
        )
        result = DemoResult(plan, watch, sign_ins)
        for day in plan.days:
            _run_day(trading, day, result)
            tell(*result.days[-1])
        with watch.measure("label"):
            printer.wait()
        watch.seconds["label_process"] = printer.seconds
    return result


def _run_day(trading: Trading, day: DemoDay, result: DemoResult) -> None:
    started, batched = result.watch.elapsed(), result.watch.seconds.get("batch", 0.0)
    trading.run_day(day, plan_day(day.on, sites=list_sites(), cut_offs=list_cut_offs()))
    since = datetime.combine(day.on, time(0), HOME)
    figures = count_period(since=since, until=since + timedelta(days=1))
    if day.number == 0:
        analyze_database()
    result.batching_seconds.append(result.watch.seconds.get("batch", 0.0) - batched)
    result.days.append((day, figures, result.watch.elapsed() - started))


def _open(plan: Plan) -> tuple[World, list[SignIn], Collection[UUID]]:
    now = plan.opened_at
    world = build_world(now=now)
    merchants = {one.code: (world.merchants[one.code], one.email, one.language) for one in list_merchants()}
    associates, sign_ins = create_people(merchants=merchants, now=now)
    agree_contracts(world=world, now=now)
    allow_backorders(world=world, now=now)
    lay_in_supplies(world=world, now=now)
    ask_for_extras(world=world, now=now)
    save_policies(world=world, now=now)
    # The first wave would wait for it, a minute where the search was never compiled.
    prepare_all()
    return world, sign_ins, associates


def _open_dock(plan: Plan, watch: Stopwatch, world: World, sites: Hands) -> Dock:
    now = plan.opened_at
    dock = Dock(world, sites, list_deliveries(plan.stock), plan.dates)
    with watch.measure("setup"):
        analyze_database()
    with watch.measure("receive"):
        dock.announce(day=OPENING, now=now)
        dock.receive(day=OPENING, now=now)
    with watch.measure("setup"):
        analyze_database()
    return dock


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def summarise(result: DemoResult, *, differences: Sequence[str]) -> dict[str, object]:
    """Return the figures of the whole run, counted in the database."""
    plan, lines = result.plan, count_lines()
    end = plan.opened_at + timedelta(days=400)
    batched, batching_seconds = result.find_fullest()
    walking = measure_site(scope=OPERATOR, site_id=None, since=plan.opened_at, until=end)
    total = count_period(since=plan.opened_at, until=end)
    closed_at = datetime.combine(plan.days[-1].on + timedelta(days=1), time(0), HOME)
    in_time, dated = measure_in_time(until=closed_at)
    costs = sum_costs(currency=COST_CURRENCY)
    return {
        "orders": total.orders, "lines": total.lines, "promised": total.promised,
        "backordered": total.backordered, "dispatched": lines.dispatched,
        "dispatched_units": lines.dispatched_units, "cartons": total.cartons,
        "carton_fill_percent": measure_carton_fill(), "waves": total.waves,
        "batched_in_a_day": batched, "batching_seconds": round(batching_seconds, 2),
        "walks": walking.batches, "metres_per_line": round(walking.planned_per_line or 0, 1),
        "metres_per_line_s_shape": round(walking.baseline_per_line or 0, 1),
        "walking_saved_percent": round(100 * (walking.saved_share or 0), 1),
        "shorts": total.shorts, "cancel_matched": plan.wishes.matched_lines,
        "cancel_unmatched": plan.wishes.unmatched.total(), "cancel_unmatched_reasons": dict(plan.wishes.unmatched),
        "cancelled_units": lines.cancelled, "open_backorders": lines.open_backorders,
        "stages_of_orders": count_stages(), **count_partners()._asdict(),
        **count_deliveries()._asdict(),
        "on_time_percent": in_time, "promised_day_percent": dated,
        "cost": costs.cost_minor / 100, "cost_next_best": costs.next_best_minor / 100,
        "cost_currency": COST_CURRENCY, "cost_shipments": costs.shipments,
        "messages": total.messages, "movements": total.movements,
        "check": differences[0] if differences else "clean", "days": len(result.days),
        "seconds": round(result.watch.elapsed(), 1), "stages": result.watch.list_stages(),
    }  # fmt: skip
