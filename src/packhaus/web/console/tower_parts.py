"""What the tower says about departures, the first steps, waiting work and lag."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from packhaus.decide.projection import Verdict
from packhaus.inbound.states import EXPECTING
from packhaus.insight.queries.tower import Departure, Tower
from packhaus.insight.queries.tower_flow import SetUpSteps, WaitingWork
from packhaus.insight.queries.tower_inbound import InboundFigures
from packhaus.journal.types import Lag
from packhaus.transfers.states import ON_THE_WAY
from packhaus.web.formats import format_day, format_duration, format_quantity
from packhaus.web.nav import find_url
from packhaus.web.parts import Action, Chip, HeatCell, HeatRow, Pair, Segment, Step
from packhaus.web.tables import link_with

SORTS = ("cut_off", "slack")
EXPECTED = urlencode([("status", status) for status in EXPECTING])
MOVING = urlencode([("status", status) for status in ON_THE_WAY])


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
    slack: str
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


def link_work(**filters: str | None) -> str:
    """Return the address of the list of exactly the fulfillment orders that a number counts."""
    chosen = {key: value for key, value in filters.items() if value}
    return f"{find_url('console:work')}?{urlencode(chosen)}"


def build_departures(tower: Tower, *, sort: str = "cut_off") -> list[DepartureRow]:
    """Build the rows of the departures card."""
    return [build_departure(departure) for departure in sort_departures(tower.departures, sort)]


def sort_departures(departures: Sequence[Departure], sort: str) -> list[Departure]:
    """Return departures with the least slack first, or as the tower has them: missed ones, then soonest first."""
    return sorted(departures, key=_rank_slack) if sort == "slack" else list(departures)


def _rank_slack(departure: Departure) -> tuple[bool, bool, timedelta]:
    """Rank by slack; what nobody can project follows, what is done comes last."""
    projection = departure.projection
    is_done = projection.verdict == Verdict.DONE
    return is_done, projection.slack is None, projection.slack or timedelta(0)


def build_departure(departure: Departure) -> DepartureRow:
    """Build one row of the departures card."""
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
        slack=_tell_slack(departure),
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
    if projection.per_hour is None or round(projection.per_hour) == 0:
        return _("finishes %(time)s") % {"time": told}
    values = {"time": told, "rate": format_quantity(round(projection.per_hour))}
    if projection.is_estimate:
        return _("finishes about %(time)s at %(rate)s lines/h (estimate)") % values
    return _("finishes %(time)s at %(rate)s lines/h") % values


def _tell_slack(departure: Departure) -> str:
    projection = departure.projection
    if projection.slack is None or projection.verdict == Verdict.LATE:
        return ""
    told = format_duration(int(abs(projection.slack).total_seconds()))
    if projection.slack < timedelta(0):
        return _("%(time)s too late") % {"time": told}
    return _("%(time)s to spare") % {"time": told}


def _tell_need(departure: Departure) -> str:
    projection = departure.projection
    if projection.needed_per_hour is None or projection.verdict not in {Verdict.AT_RISK, Verdict.WILL_MISS}:
        return ""
    return _("needs %(rate)s/h") % {"rate": format_quantity(round(projection.needed_per_hour))}


def build_sorts(params: QueryDict) -> list[Chip]:
    """Build the two orders of the departures, each an address."""
    current = params.get("sort") if params.get("sort") in SORTS else "cut_off"
    labels = {"cut_off": _("By cut-off"), "slack": _("By slack")}
    return [
        Chip(
            labels[sort],
            link_with(params, sort=sort if sort != "cut_off" else None, version=None),
            sort == current,
        )
        for sort in SORTS
    ]


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


def build_inbound(inbound: InboundFigures, *, url: str, transfers_url: str) -> list[Pair]:
    """Build the figures of what comes in, each with the list of exactly those rows for whoever may open it."""
    pairs = [
        Pair(label, format_quantity(count), f"{url}?{query}" if count and url else "")
        for label, count, query in (
            (pgettext("asn", "Late"), inbound.late, f"due=late&{EXPECTED}"),
            (_("Expected today"), inbound.due, f"due=today&{EXPECTED}"),
            (_("Being unloaded"), inbound.receiving, "status=receiving"),
            (_("Late trucks"), inbound.late_trucks, "truck=late"),
        )
    ]
    pairs += [
        Pair(label, format_quantity(count), f"{transfers_url}?{query}" if transfers_url else "")
        for label, count, query in (
            (_("On the way between sites"), inbound.transfers_moving, MOVING),
            (_("Late transfers"), inbound.transfers_late, f"due=late&{MOVING}"),
            (_("Transfers with differences, 7 days"), inbound.transfers_differing, "diff=week"),
        )
        if count
    ]
    if inbound.next_on:
        pairs.append(Pair(_("Next day with a delivery"), format_day(inbound.next_on)))
    return pairs


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
