"""A site's counting by the clock: set it, and plan what is due each day."""

import re
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.decide.counting import Due
from packhaus.inventory.events import CountProgrammeSaved
from packhaus.inventory.queries.count_programme import (
    ProgrammeRow,
    count_waiting,
    list_active_programmes,
    list_due_bins,
)
from packhaus.inventory.services.counts.classes import refresh_classes
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.types import CountWant
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid

_SAVE = """
INSERT INTO inventory_countprogramme AS p (site_id, is_active, days_a, days_b, days_c, goal_a, goal_b, goal_c,
    bins_a_day, tolerance_units, tolerance_percent, tolerance_minor, tolerance_currency, checks_empty)
VALUES (%(site_id)s, %(is_active)s, %(days_a)s, %(days_b)s, %(days_c)s, %(goal_a)s, %(goal_b)s, %(goal_c)s,
    %(bins_a_day)s, %(tolerance_units)s, %(tolerance_percent)s, %(tolerance_minor)s,
    %(tolerance_currency)s, %(checks_empty)s)
ON CONFLICT (site_id) DO UPDATE SET is_active = excluded.is_active, days_a = excluded.days_a,
    days_b = excluded.days_b, days_c = excluded.days_c, goal_a = excluded.goal_a, goal_b = excluded.goal_b,
    goal_c = excluded.goal_c, bins_a_day = excluded.bins_a_day, tolerance_units = excluded.tolerance_units,
    tolerance_percent = excluded.tolerance_percent, tolerance_minor = excluded.tolerance_minor,
    tolerance_currency = excluded.tolerance_currency, checks_empty = excluded.checks_empty
"""
_PLANNED = """
UPDATE inventory_countprogramme SET planned_on = %(today)s
WHERE site_id = %(site_id)s AND planned_on IS DISTINCT FROM %(today)s
"""

MOST_MINOR = 10**12
_CURRENCY = re.compile(r"[A-Z]{3}")
LARGEST = {
    "days_a": 3650, "days_b": 3650, "days_c": 3650, "goal_a": 100, "goal_b": 100, "goal_c": 100, "bins_a_day": 10_000,
    "tolerance_units": 100_000, "tolerance_percent": 100,
}  # fmt: skip


@again_when_busy
def save_programme(
    *, scope: Scope, site_id: UUID, programme: ProgrammeRow, now: datetime, actor: Actor
) -> None:
    """Set how a site counts. Emits: CountProgrammeSaved. Raises: Invalid."""
    values = asdict(programme)
    problems = [
        FieldProblem(name, "range", f"is from 0 to {most}")
        for name, most in LARGEST.items()
        if not 0 <= values[name] <= most
    ]
    if programme.tolerance_minor is not None:
        if not 0 <= programme.tolerance_minor <= MOST_MINOR:
            problems.append(FieldProblem("tolerance_minor", "range", f"is from 0 to {MOST_MINOR}"))
        if not _CURRENCY.fullmatch(programme.tolerance_currency):
            problems.append(
                FieldProblem("tolerance_currency", "format", "is three capital letters (ISO 4217)")
            )
    if problems:
        raise Invalid(problems)
    with transaction(scope):
        rows.execute(_SAVE, {**values, "site_id": site_id})
        record([CountProgrammeSaved(merchant_id=None, aggregate_id=site_id)], happened_at=now, actor=actor)


def plan_due_counts(*, scope: Scope, now: datetime, actor: Actor) -> int:
    """Plan what is due today at each site with a programme, once a day; return how many counts that is.

    What was planned by hand, after a short or at an empty bin comes on top of the day's number.
    """
    total = 0
    for programme in list_active_programmes(scope=scope):
        today = now.astimezone(ZoneInfo(programme.zone)).date()
        with transaction(scope):
            if rows.execute(_PLANNED, {"site_id": programme.site_id, "today": today}):
                total += _plan(scope, programme.site_id, programme.row, today, now, actor)
    return total


def _plan(
    scope: Scope, site_id: UUID, programme: ProgrammeRow, today: date, now: datetime, actor: Actor
) -> int:
    refresh_classes(scope=scope, site_id=site_id, now=now)
    due = list_due_bins(scope=scope, site_id=site_id, programme=programme, today=today, now=now)
    left = max(programme.bins_a_day - count_waiting(scope=scope, site_id=site_id), 0)
    return len(plan_counts(scope=scope, wants=[_want(one) for one in due[:left]], now=now, actor=actor))


def _want(due: Due) -> CountWant:
    return CountWant(due.location_id, "accuracy" if due.is_early else "cycle")
