"""What the tower says about departures, cards, decisions and lag."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.decide.projection import Verdict
from packhaus.insight.queries.tower import Departure, Tower
from packhaus.insight.queries.tower_cards import OpenProblem
from packhaus.insight.queries.tower_flow import SetUpSteps, WaitingWork
from packhaus.journal.types import Lag
from packhaus.kernel.money import Money
from packhaus.web.formats import format_age, format_duration, format_money, format_percent, format_quantity
from packhaus.web.nav import find_url
from packhaus.web.order_address import link_order
from packhaus.web.parts import Action, HeatCell, HeatRow, Segment, Step, Words

DECISIONS_SHOWN = 10
GOAL_IN_TIME = 0.985
NEAR_GOAL = 0.02


@dataclass(frozen=True, slots=True)
class DepartureRow:
    """A departure as drawn; times are in the site's zone."""

    title: str
    site_code: str
    zone: str
    cut_off_at: datetime | None
    oldest_at: datetime
    verdict: str
    segments: Sequence[Segment]
    projection: str
    needs: str
    left: int
    left_words: str
    list_url: str
    release_url: str
    move_url: str
    to_release: int

    @property
    def is_late(self) -> bool:
        """Tell whether the cut-off has passed with parcels left."""
        return self.verdict == Verdict.LATE

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is left."""
        return self.verdict == Verdict.DONE


@dataclass(frozen=True, slots=True)
class Card:
    """A figure, one line of context, its list and its level."""

    label: str
    value: str
    context: str
    url: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A problem, what follows from it, and where it is decided."""

    what: Words
    consequence: Words
    url: str
    verb: Words
    level: str = "today"


def link_work(**filters: str | None) -> str:
    """Return the address of the list of exactly the fulfillment orders that a number counts."""
    chosen = {key: value for key, value in filters.items() if value}
    return f"{find_url('console:work')}?{urlencode(chosen)}"


def build_departures(tower: Tower) -> list[DepartureRow]:
    """Build the rows of the departures card."""
    return [_build_departure(departure, tower.at) for departure in tower.departures]


def _build_departure(departure: Departure, now: datetime) -> DepartureRow:
    counts, projection = departure.counts, departure.projection
    place = {
        "site": departure.site.site_code,
        "carrier": counts.carrier_code or "-",
        "cut_off": counts.cut_off_at.isoformat() if counts.cut_off_at else "missed",
    }
    segments = [
        Segment(stage, label, quantity, link_work(**place, stage=stage))
        for stage, label, quantity in (
            ("release", _("To release"), counts.to_release),
            ("pick", _("To pick"), counts.to_pick),
            ("pack", _("To pack"), counts.to_pack),
            ("packed", _("Packed"), counts.packed),
            ("out", _("Gone"), counts.gone),
        )
    ]
    return DepartureRow(
        title=counts.carrier_code or _("Any carrier"),
        site_code=departure.site.site_code,
        zone=departure.site.zone,
        cut_off_at=counts.cut_off_at,
        oldest_at=counts.oldest_at,
        verdict=projection.verdict.value,
        segments=segments,
        projection=_tell_projection(departure),
        needs=_tell_need(departure),
        left=counts.left,
        left_words=_tell_left(departure),
        list_url=link_work(**place, stage="left"),
        release_url=f"{find_url('console:release')}?{urlencode(place)}",
        move_url=_link_next_pickup(departure),
        to_release=counts.to_release,
    )


def _link_next_pickup(departure: Departure) -> str:
    """Return where what was left behind is moved to the next pick-up; nothing while there is time."""
    counts = departure.counts
    if departure.projection.verdict != Verdict.LATE or not counts.carrier_code:
        return ""
    until = counts.cut_off_at.isoformat() if counts.cut_off_at else ""
    place = {"site": departure.site.site_code, "carrier": counts.carrier_code, "until": until}
    return f"{find_url('console:dispatch-move')}?{urlencode(place)}"


def _tell_left(departure: Departure) -> str:
    left = departure.counts.left
    if departure.projection.verdict == Verdict.LATE:
        return ngettext("%(count)s left behind", "%(count)s left behind", left) % {
            "count": format_quantity(left)
        }
    return ngettext("%(count)s order left", "%(count)s orders left", left) % {"count": format_quantity(left)}


def _tell_projection(departure: Departure) -> str:
    projection = departure.projection
    if projection.finish_at is None:
        if projection.verdict in {Verdict.DONE, Verdict.LATE}:
            return ""
        return _("finish unknown: nothing has been picked or packed lately")
    local = projection.finish_at.astimezone(departure.site.starts_at.tzinfo)
    # After today's end, 01:09 alone would read as the past.
    told = f"{local:%H:%M}" if projection.finish_at < departure.site.ends_at else f"{local:%d.%m. %H:%M}"
    if projection.per_hour is None:
        return _("finishes %(time)s") % {"time": told}
    values = {"time": told, "rate": format_quantity(round(projection.per_hour))}
    if projection.is_estimate:
        return _("finishes about %(time)s at %(rate)s lines/h (estimate)") % values
    return _("finishes %(time)s at %(rate)s lines/h") % values


def _tell_need(departure: Departure) -> str:
    projection = departure.projection
    if projection.needed_per_hour is None or projection.verdict not in {Verdict.AT_RISK, Verdict.WILL_MISS}:
        return ""
    return _("needs %(rate)s/h") % {"rate": format_quantity(round(projection.needed_per_hour))}


def build_cards(tower: Tower) -> list[Card]:
    """Build the six cards with the thresholds of the screens' section 3."""
    figures, now = tower.figures, tower.at
    share = tower.gone_in_time / tower.gone if tower.gone else None
    return [
        Card(
            _("To ship today"),
            format_quantity(tower.due),
            _("%(share)s out") % {"share": format_percent(tower.gone / tower.due)}
            if tower.due
            else _("nothing due"),
            link_work(due="today"),
        ),
        Card(
            _("Late / at risk"),
            f"{format_quantity(tower.late)} / {format_quantity(tower.at_risk)}",
            _("oldest %(age)s") % {"age": format_age(tower.oldest_late_at, now=now)}
            if tower.oldest_late_at
            else _("all in time"),
            link_work(due="late"),
            "act-now" if tower.late else "today" if tower.at_risk else "",
        ),
        Card(
            _("Shorts open"),
            format_quantity(figures.shorts),
            _("%(count)s over 30 min") % {"count": format_quantity(figures.shorts_over_limit)},
            f"{find_url('console:shorts')}?state=open",
            "act-now" if figures.shorts_over_limit else "today" if figures.shorts else "",
        ),
        _build_hold_card(tower),
        Card(
            _("Backorders"),
            format_quantity(figures.backordered_units),
            ngettext(
                "%(skus)s SKU · %(covered)s covered",
                "%(skus)s SKUs · %(covered)s covered",
                figures.backordered_skus,
            )
            % {
                "skus": format_quantity(figures.backordered_skus),
                "covered": format_quantity(figures.backordered_covered),
            },
            find_url("console:backorders"),
            "act-now"
            if figures.backordered_overdue
            else "today"
            if figures.backordered_units > figures.backordered_covered
            else "",
        ),
        Card(
            _("On time today"),
            format_percent(share),
            _("goal %(share)s") % {"share": format_percent(GOAL_IN_TIME)},
            link_work(due="today", stage="out"),
            _rate_share(share),
        ),
    ]


def _rate_share(share: float | None) -> str:
    if share is None or share >= GOAL_IN_TIME:
        return ""
    return "act-now" if share < GOAL_IN_TIME - NEAR_GOAL else "today"


def _build_hold_card(tower: Tower) -> Card:
    figures = tower.figures
    waited = tower.at - figures.holds_oldest_at if figures.holds_oldest_at else timedelta(0)
    value = format_money(
        Money(figures.holds_total_minor, figures.holds_currency) if figures.holds_currency else None
    )
    level = "act-now" if waited > timedelta(hours=24) else "today" if waited > timedelta(hours=4) else ""
    return Card(
        _("On hold"),
        format_quantity(figures.holds),
        value if figures.holds else _("nothing"),
        find_url("console:holds"),
        level,
    )


def build_decisions(tower: Tower) -> list[Decision]:
    """Build at most ten problems, the soonest deadline first: departures that fail, then shorts and holds."""
    failing = [
        departure
        for departure in tower.departures
        if departure.projection.verdict in {Verdict.LATE, Verdict.WILL_MISS}
    ]
    decisions = [_decide_departure(row) for row in (_build_departure(item, tower.at) for item in failing)]
    decisions += [_decide_problem(problem, tower.at) for problem in tower.problems]
    parked = sum(lag.parked for lag in tower.lags)
    if parked:
        decisions.append(
            Decision(
                ngettext("%(count)s parked event", "%(count)s parked events", parked) % {"count": parked},
                _("What follows from it has not happened yet."),
                find_url("console:health"),
                _("Open health"),
            )
        )
    return decisions[:DECISIONS_SHOWN]


def _decide_departure(row: DepartureRow) -> Decision:
    if row.is_late:
        return Decision(
            _("%(carrier)s, %(site)s: %(left)s")
            % {"carrier": row.title, "site": row.site_code, "left": row.left_words},
            _("Their cut-off has passed. They leave with the next pick-up."),
            row.list_url,
            _("Show them"),
            "act-now",
        )
    return Decision(
        _("%(carrier)s, %(site)s will miss its cut-off") % {"carrier": row.title, "site": row.site_code},
        ", ".join(part for part in (row.projection, row.needs) if part),
        row.list_url,
        _("Show the orders"),
        "act-now",
    )


def _decide_problem(problem: OpenProblem, now: datetime) -> Decision:
    if problem.kind == "hold":
        return Decision(
            _("%(order)s is on hold: %(reason)s")
            % {"order": problem.order_number, "reason": HOLD_REASONS[problem.reason]()},
            _("Waiting for %(age)s.") % {"age": format_duration(int((now - problem.since).total_seconds()))},
            link_order(problem.merchant_code, problem.order_number),
            _("Open the order"),
        )
    values = {
        "units": format_quantity(problem.quantity),
        "name": problem.subject,
        "order": problem.order_number,
        "waiting": format_quantity(problem.to_backorder),
    }
    return Decision(
        _("%(name)s: %(units)s missing in %(order)s") % values,
        _("%(waiting)s wait for stock.") % values
        if problem.to_backorder
        else _("All of it was found elsewhere."),
        f"{find_url('console:shorts')}?state=open",
        _("Resolve"),
        "act-now" if now - problem.since > timedelta(minutes=30) else "today",
    )


HOLD_REASONS = {
    "fraud": lambda: _("fraud check"),
    "address": lambda: _("address unclear"),
    "payment": lambda: _("payment missing"),
    "credit": lambda: _("credit limit"),
    "manual": lambda: _("stopped by hand"),
}


def build_steps(steps: SetUpSteps) -> list[Step]:
    """Build the five steps of a new installation."""
    done = [steps.has_site, steps.has_sku, steps.has_stock, steps.has_order, steps.has_wave]
    labels = [
        _("Add a site"),
        _("Add the catalogue"),
        _("Receive stock"),
        _("Take the first order"),
        _("Release the first wave"),
    ]
    first_open = done.index(False) if False in done else len(done)
    return [
        Step(label, "done" if is_done else "current" if place == first_open else "todo")
        for place, (label, is_done) in enumerate(zip(labels, done, strict=True))
    ]


def find_next_step(steps: Sequence[Step]) -> Action | None:
    """Return the button of the first step that is not done."""
    names = ("console:sites", "console:catalog", "console:stock", "console:new-order", "console:release")
    for step, name in zip(steps, names, strict=True):
        if step.state == "current":
            return Action(step.label, find_url(name) or find_url("console:setup"))
    return None


def build_waiting(waiting: Sequence[WaitingWork]) -> list[HeatRow]:
    """Build the rows of the heat table; a column further right is a level warmer."""
    by_stage = {row.stage: row for row in waiting}
    rows = []
    for stage, label in (
        ("release", _("To release")),
        ("pick", _("To pick")),
        ("pack", _("To pack")),
        ("packed", _("Packed")),
    ):
        row = by_stage.get(stage, WaitingWork(stage, 0, 0, 0, 0, 0))
        figures = (
            row.under_half_hour,
            row.under_hour,
            row.under_two_hours,
            row.under_four_hours,
            row.longer,
        )
        cells = [
            HeatCell(figure, level if figure else 0, link_work(stage=stage) if figure else "")
            for level, figure in enumerate(figures)
        ]
        rows.append(HeatRow(label, cells))
    return rows


def build_lag(lags: Sequence[Lag]) -> str:
    """Say how far the journal's subscribers are behind, and who keeps them."""
    worst = max(lags, key=lambda lag: lag.entries, default=None)
    if worst is None or not worst.entries:
        return _("The journal is up to date.")
    values = {
        "name": worst.name,
        "entries": format_quantity(worst.entries),
        "age": format_duration(int(worst.seconds)),
        "pid": worst.blocking_pid,
    }
    if worst.blocking_pid:
        return (
            _("%(name)s is %(entries)s entries behind, the oldest for %(age)s; process %(pid)s holds it.")
            % values
        )
    return _("%(name)s is %(entries)s entries behind, the oldest for %(age)s.") % values
