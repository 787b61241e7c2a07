"""What needs a decision, grouped by its cause, with one deed for the whole group."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.access.types import Role
from packhaus.decide.projection import Verdict
from packhaus.insight.queries.tower import Departure, Tower
from packhaus.insight.queries.tower_cards import OpenProblem
from packhaus.orders.services.ways import PartWays
from packhaus.terms.types.registrations import PRESSING_DAYS, TOLD_DAYS
from packhaus.web.console.shorts import REASON_WORDS
from packhaus.web.console.tower_deeds import Decision, Deed, name_subjects, tell_oldest
from packhaus.web.console.tower_disputes import decide_disputes
from packhaus.web.console.tower_labels import decide_labels
from packhaus.web.console.tower_notes import decide_notes
from packhaus.web.console.tower_parcels import decide_parcels
from packhaus.web.console.tower_parts import DepartureRow, build_departure, link_work
from packhaus.web.console.tower_risks import decide_risks
from packhaus.web.console.work_bulk import LEADS
from packhaus.web.formats import format_day, format_duration, format_quantity
from packhaus.web.lists.definition import find_list
from packhaus.web.nav import find_url, may_open
from packhaus.web.packing_words import PACK_PROBLEMS
from packhaus.web.words import name_code

DECISIONS_SHOWN = 10
_LISTS = {
    "resolve": "console:shorts",
    "lift": "console:holds",
    "next-pickup": "console:work",
    "put-back": "console:work",
    "accept": "console:requests",
}


def build_decisions(
    tower: Tower, *, roles: AbstractSet[Role], risks: Sequence[PartWays] = ()
) -> list[Decision]:
    """Build at most ten causes: departures that fail, then shorts and holds, the soonest deadline first.

    Only deeds that these roles may do are offered.
    """
    pages = {
        "registration": find_url("console:registrations"),
        "recall": find_url("console:recalls"),
        "dispute": find_url("console:differences"),
        "label": find_url("console:counts"),
        "note": find_url("console:notes"),
        "parcel": find_url("console:parcel-problems"),
    }
    decisions = [
        *_decide_late(tower.departures),
        *decide_risks(risks),
        *_decide_missing(tower.departures),
        *(
            _decide_problem(problem, tower.at)
            for problem in tower.problems
            if problem.kind not in pages or may_open(roles=roles, url=pages[problem.kind])
        ),
        *_decide_parked(sum(lag.parked for lag in tower.lags)),
    ]
    return [_keep_open_deed(decision, roles) for decision in decisions[:DECISIONS_SHOWN]]


def _keep_open_deed(decision: Decision, roles: AbstractSet[Role]) -> Decision:
    deed = decision.deed
    if deed is None or roles & _list_doers(deed):
        return decision
    return replace(decision, deed=None)


def _list_doers(deed: Deed) -> frozenset[Role]:
    if deed.key not in _LISTS:
        return LEADS
    [roles] = [action.roles for action in find_list(_LISTS[deed.key]).bulk if action.key == deed.key]
    return roles


def _decide_late(departures: Sequence[Departure]) -> Iterator[Decision]:
    late = [build_departure(one) for one in departures if one.projection.verdict == Verdict.LATE]
    if not late:
        return
    left = sum(row.left for row in late)
    one = late[0]
    url = one.list_url if len(late) == 1 else link_work(due="late")
    yield Decision(
        _("%(carrier)s, %(site)s: %(left)s")
        % {"carrier": one.title, "site": one.site_code, "left": one.left_words}
        if len(late) == 1
        else ngettext("%(count)s left behind at %(places)s", "%(count)s left behind at %(places)s", left)
        % {"count": format_quantity(left), "places": _name_places(late)},
        _("Their cut-off has passed. They leave with the next pick-up."),
        url,
        _("Show them"),
        "act-now",
        Deed(url, "next-pickup", _label_move(left)),
    )


def _label_move(left: int) -> str:
    label = ngettext("Next pick-up for %(count)s order", "Next pick-up for %(count)s orders", left)
    return label % {"count": format_quantity(left)}


def _decide_missing(departures: Sequence[Departure]) -> Iterator[Decision]:
    """Group what will miss its cut-off by the stage of a site that is too slow for it."""
    causes: dict[tuple[str, str], list[Departure]] = {}
    for departure in departures:
        if departure.projection.verdict == Verdict.WILL_MISS:
            cause = (departure.site.site_code, departure.projection.slowest)
            causes.setdefault(cause, []).append(departure)
    for (site_code, slowest), group in causes.items():
        found = [build_departure(departure) for departure in group]
        if len(found) == 1:
            yield _decide_one(found[0])
        else:
            yield _decide_slow(site_code, slowest, found)


def _decide_one(row: DepartureRow) -> Decision:
    return Decision(
        _("%(carrier)s, %(site)s will miss its cut-off") % {"carrier": row.title, "site": row.site_code},
        ", ".join(part for part in (row.projection, row.needs) if part),
        row.list_url,
        _("Show the orders"),
        "act-now",
    )


def _decide_slow(site_code: str, slowest: str, found: Sequence[DepartureRow]) -> Decision:
    sentence = SLOW_STAGES.get(slowest, SLOW_STAGES["pick"])(len(found))
    return Decision(
        sentence % {"site": site_code, "count": format_quantity(len(found))},
        _name_places(found),
        f"{find_url('console:tower')}?sort=slack",
        _("Sort by slack"),
        "act-now",
        Deed(find_url("console:sort-floor"), "slack", _("Sort the floor by slack")),
    )


SLOW_STAGES: dict[str, Callable[[int], str]] = {
    "pick": lambda count: ngettext(
        "%(site)s picks too slowly for %(count)s departure",
        "%(site)s picks too slowly for %(count)s departures",
        count,
    ),
    "pack": lambda count: ngettext(
        "%(site)s packs too slowly for %(count)s departure",
        "%(site)s packs too slowly for %(count)s departures",
        count,
    ),
}


def _name_places(found: Sequence[DepartureRow]) -> str:
    return ", ".join(f"{row.title} {row.site_code} ({format_quantity(row.left)})" for row in found)


def _decide_problem(problem: OpenProblem, now: datetime) -> Decision:
    if problem.kind == "recall":
        return _decide_recalls(problem)
    if problem.kind == "tote":
        return _decide_totes(problem)
    return _DECIDE[problem.kind](problem, now)


def _decide_holds(problem: OpenProblem, now: datetime) -> Decision:
    url = f"{find_url('console:holds')}?reason={problem.reason}"
    return Decision(
        ngettext(
            "%(count)s order is on hold: %(reason)s",
            "%(count)s orders are on hold: %(reason)s",
            problem.count,
        )
        % {"count": format_quantity(problem.count), "reason": name_code("hold_reason", problem.reason)},
        tell_oldest(problem, now),
        url,
        _("Show them"),
        "today",
        Deed(
            url,
            "lift",
            ngettext("Lift %(count)s hold", "Lift %(count)s holds", problem.count)
            % {"count": format_quantity(problem.count)},
        ),
    )


def _decide_requests(problem: OpenProblem, now: datetime) -> Decision:
    url = f"{find_url('console:requests')}?state=waiting&site={problem.reason}"
    count = {"count": format_quantity(problem.count), "site": problem.reason}
    left = int((problem.since - now).total_seconds())
    told = (
        _("%(names)s. The first answer is due in %(age)s.")
        if left > 0
        else _("%(names)s. The first answer has been due for %(age)s.")
    )
    return Decision(
        ngettext(
            "%(count)s request waits for an answer of %(site)s",
            "%(count)s requests wait for an answer of %(site)s",
            problem.count,
        )
        % count,
        told % {"names": name_subjects(problem), "age": format_duration(abs(left))},
        url,
        _("Show them"),
        "today",
        Deed(
            url,
            "accept",
            ngettext("Accept %(count)s request", "Accept %(count)s requests", problem.count) % count,
        ),
    )


def _decide_registrations(problem: OpenProblem, now: datetime) -> Decision:
    left = (problem.since.date() - now.date()).days
    return Decision(
        ngettext(
            "%(count)s registration ends within 30 days",
            "%(count)s registrations end within 30 days",
            problem.count,
        )
        % {"count": format_quantity(problem.count)},
        _("%(names)s. The first ends on %(day)s. Without the next one the law stops these goods.")
        % {"names": ", ".join(problem.subjects), "day": format_day(problem.since.date())},
        f"{find_url('console:registrations')}?within={TOLD_DAYS}",
        _("Show them"),
        "act-now" if left <= PRESSING_DAYS else "today",
    )


def _decide_recalls(problem: OpenProblem) -> Decision:
    loose = ngettext(
        "%(count)s unit is still to find and set apart",
        "%(count)s units are still to find and set apart",
        problem.units,
    ) % {"count": format_quantity(problem.units)}
    untold = ngettext(
        "%(count)s order that got some is not told",
        "%(count)s orders that got some are not told",
        problem.orders,
    ) % {"count": format_quantity(problem.orders)}
    told = [text for text, count in ((loose, problem.units), (untold, problem.orders)) if count]
    return Decision(
        ngettext(
            "%(count)s recall is open: %(names)s", "%(count)s recalls are open: %(names)s", problem.count
        )
        % {
            "count": format_quantity(problem.count),
            "names": ", ".join(problem.subjects) + ("…" if problem.count > len(problem.subjects) else ""),
        },
        "; ".join(told) + ".",
        f"{find_url('console:recalls')}?status=open&status=ending",
        _("Show them"),
        "act-now" if problem.units else "today",
    )


def _decide_totes(problem: OpenProblem) -> Decision:
    url = link_work(only="tote")
    count = {"count": format_quantity(problem.count)}
    return Decision(
        ngettext(
            "%(count)s tote waits for the rest of its order",
            "%(count)s totes wait for the rest of their orders",
            problem.count,
        )
        % count,
        _("%(names)s. It may not be packed before the rest has come.") % {"names": name_subjects(problem)},
        url,
        _("Show them"),
        "today",
        Deed(
            url,
            "put-back",
            ngettext("Put %(count)s tote back", "Put %(count)s totes back", problem.count) % count,
        ),
    )


def _decide_held(problem: OpenProblem, now: datetime) -> Decision:
    url = f"{find_url('console:set-aside')}?why=held"
    return Decision(
        ngettext(
            "%(count)s picked tote stands aside: %(reason)s",
            "%(count)s picked totes stand aside: %(reason)s",
            problem.count,
        )
        % {"count": format_quantity(problem.count), "reason": name_code("hold_reason", problem.reason)},
        tell_oldest(problem, now),
        url,
        _("Show them"),
        "act-now" if problem.ship_by is not None and problem.ship_by < now + timedelta(hours=2) else "today",
    )


def _decide_aside(problem: OpenProblem, now: datetime) -> Decision:
    url = f"{find_url('console:set-aside')}?why=problem"
    return Decision(
        ngettext(
            "%(reason)s: %(count)s tote is set aside",
            "%(reason)s: %(count)s totes are set aside",
            problem.count,
        )
        % {"count": format_quantity(problem.count), "reason": PACK_PROBLEMS[problem.reason]},
        tell_oldest(problem, now),
        url,
        _("Show them"),
        "act-now" if now - problem.since > timedelta(minutes=30) else "today",
    )


def _decide_shorts(problem: OpenProblem, now: datetime) -> Decision:
    url = f"{find_url('console:shorts')}?state=open&reason={problem.reason}"
    values = {
        "reason": REASON_WORDS[problem.reason],
        "units": format_quantity(problem.units),
        "orders": format_quantity(problem.orders),
        "waiting": format_quantity(problem.to_backorder),
        "names": name_subjects(problem),
    }
    return Decision(
        ngettext(
            "%(reason)s: %(units)s missing in %(orders)s order",
            "%(reason)s: %(units)s missing in %(orders)s orders",
            problem.orders,
        )
        % values,
        ngettext(
            "%(names)s. %(waiting)s waits for stock.",
            "%(names)s. %(waiting)s wait for stock.",
            problem.to_backorder,
        )
        % values
        if problem.to_backorder
        else _("%(names)s. All of it was found elsewhere.") % values,
        url,
        _("Show them"),
        "act-now" if now - problem.since > timedelta(minutes=30) else "today",
        Deed(
            url,
            "resolve",
            ngettext("Resolve %(count)s short", "Resolve %(count)s shorts", problem.count)
            % {"count": format_quantity(problem.count)},
        ),
    )


_DECIDE: dict[str, Callable[[OpenProblem, datetime], Decision]] = {
    "hold": _decide_holds,
    "registration": _decide_registrations,
    "request": _decide_requests,
    "dispute": decide_disputes,
    "note": decide_notes,
    "label": decide_labels,
    "parcel": decide_parcels,
    "held": _decide_held,
    "aside": _decide_aside,
    "short": _decide_shorts,
}


def _decide_parked(parked: int) -> Iterator[Decision]:
    if parked:
        yield Decision(
            ngettext("%(count)s parked event", "%(count)s parked events", parked) % {"count": parked},
            _("What follows from it has not happened yet."),
            find_url("console:health"),
            _("Open health"),
        )
