"""How a site counts, and which bins that makes due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, transaction
from packhaus.decide.counting import CLASSES, Accuracy, Bin, Due, Programme, list_due
from packhaus.inventory.queries.count_accuracy import BY_CLASS_AND_ZONE
from packhaus.inventory.types import NOT_COUNTED
from packhaus.kernel import rows

LOOKED_BACK = timedelta(days=90)

_FIELDS = """
p.is_active, p.days_a, p.days_b, p.days_c, p.goal_a, p.goal_b, p.goal_c, p.bins_a_day, p.tolerance_units,
p.tolerance_percent, p.tolerance_minor, p.tolerance_currency, p.checks_empty
"""
_ONE = f"SELECT {_FIELDS} FROM inventory_countprogramme AS p WHERE p.site_id = %(site_id)s"  # noqa: S608 - constants
_ACTIVE = f"""
SELECT p.site_id, s.timezone, {_FIELDS} FROM inventory_countprogramme AS p JOIN network_site AS s ON s.id = p.site_id
WHERE p.is_active AND p.bins_a_day > 0 ORDER BY p.id
"""  # noqa: S608 - constants

# A bin has the best class of what lies there; one that is empty is never due by the clock.
_BINS = """
SELECT l.id, min(coalesce(k.abc, 'c')), l.zone,
       (SELECT max(c.counted_at) FROM inventory_count AS c
        WHERE c.location_id = l.id AND c.status = 'approved' AND c.sku_id IS NULL),
       EXISTS (SELECT FROM inventory_count AS c
               WHERE c.location_id = l.id AND c.status IN ('planned', 'recount', 'counting', 'counted'))
FROM inventory_location AS l
JOIN inventory_balance AS b ON b.location_id = l.id AND b.on_hand > 0
LEFT JOIN inventory_skuclass AS k ON k.site_id = l.site_id AND k.sku_id = b.sku_id
WHERE l.site_id = %(site_id)s AND NOT l.kind = ANY(%(not_counted)s::text[])
GROUP BY l.id ORDER BY l.id
"""

IS_CHECKED_EMPTY: Final = """
    NOT l.kind = ANY(%(not_counted)s::text[])
    AND EXISTS (SELECT FROM inventory_countprogramme AS p WHERE p.site_id = l.site_id AND p.checks_empty)
    AND NOT EXISTS (SELECT FROM inventory_count AS c
                    WHERE c.location_id = l.id AND c.status IN ('planned', 'recount', 'counting', 'counted'))
"""
"""Whether who picks the bin `l` empty is asked about it: the site wants it, and no count of the bin is open."""
NOT_COUNTED_KINDS: Final = sorted(kind.value for kind in NOT_COUNTED)
"""What `IS_CHECKED_EMPTY` takes as `not_counted`."""

_EMPTY = f"""
SELECT l.id FROM inventory_location AS l
WHERE l.site_id = %(site_id)s AND l.code = %(code)s AND {IS_CHECKED_EMPTY}
  AND NOT EXISTS (SELECT FROM inventory_balance AS b WHERE b.location_id = l.id AND b.on_hand > 0)
"""  # noqa: S608 - a constant

_WAITING = """
SELECT count(*) FROM inventory_count
WHERE site_id = %(site_id)s AND status IN ('planned', 'counting') AND trigger IN ('cycle', 'accuracy')
"""


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """Days between two counts of a class (0: never), goals and tolerance in hundredths, bins a day.

    `tolerance_minor`: what differences of a bin that book themselves are worth at most; None: anything.
    `checks_empty`: who picks a bin empty is asked whether it is.
    """

    is_active: bool = True
    days_a: int = 30
    days_b: int = 90
    days_c: int = 180
    goal_a: int = 99
    goal_b: int = 98
    goal_c: int = 95
    bins_a_day: int = 50
    tolerance_units: int = 0
    tolerance_percent: int = 0
    tolerance_minor: int | None = None
    tolerance_currency: str = ""
    checks_empty: bool = False

    def as_programme(self) -> Programme:
        """Return it as `decide` takes it."""
        days = dict(zip(CLASSES, (self.days_a, self.days_b, self.days_c), strict=True))
        goals = dict(zip(CLASSES, (self.goal_a, self.goal_b, self.goal_c), strict=True))
        return Programme(days, goals)


@dataclass(frozen=True, slots=True)
class ActiveProgramme:
    """The programme of a site, and the zone of its days."""

    site_id: UUID
    zone: str
    row: ProgrammeRow


@dataclass(frozen=True, slots=True)
class Preview:
    """Bins that a programme makes due until a week from now, and how many of them its days have room for."""

    today: int
    week: int
    room: int
    by_class: Mapping[str, int]


def find_bin_to_check(*, scope: Scope, site_id: UUID, code: str) -> int | None:
    """Return the bin if a picker who stands there is asked whether it is empty: its site asks, and the record says so.

    A bin whose count is open is counted anyway. Queries: 1.
    """
    parameters = {"site_id": site_id, "code": code, "not_counted": NOT_COUNTED_KINDS}
    with transaction(scope):
        found: int | None = rows.fetch_value(_EMPTY, parameters)
    return found


def find_programme(*, scope: Scope, site_id: UUID) -> ProgrammeRow | None:
    """Return how a site counts; None when nobody has said so. Queries: 1."""
    with transaction(scope):
        return rows.find_row(ProgrammeRow, _ONE, {"site_id": site_id})


def list_active_programmes(*, scope: Scope) -> list[ActiveProgramme]:
    """Return every programme that plans something. Queries: 1."""
    with transaction(scope):
        return [
            ActiveProgramme(site_id, zone, ProgrammeRow(*values))
            for site_id, zone, *values in rows.fetch_tuples(_ACTIVE)
        ]


def count_waiting(*, scope: Scope, site_id: UUID) -> int:
    """Return how many counts by the clock wait at a site. Queries: 1."""
    with transaction(scope):
        return int(rows.fetch_value(_WAITING, {"site_id": site_id}))


def list_due_bins(
    *, scope: Scope, site_id: UUID, programme: ProgrammeRow, today: date, now: datetime
) -> list[Due]:
    """Return the bins of a site that are due on a day, the longest overdue first. Queries: 3."""
    bins, by_class, by_zone = _read(scope, site_id, now)
    return list_due(bins, programme.as_programme(), by_class=by_class, by_zone=by_zone, today=today)


def preview_programme(
    *, scope: Scope, site_id: UUID, programme: ProgrammeRow, today: date, now: datetime
) -> Preview:
    """Return how many bins a programme makes due now and within a week, whether it is saved or not. Queries: 3."""
    bins, by_class, by_zone = _read(scope, site_id, now)
    due = [
        list_due(
            bins,
            programme.as_programme(),
            by_class=by_class,
            by_zone=by_zone,
            today=today + timedelta(days=days),
        )
        for days in (0, 6)
    ]
    classes = {abc: sum(one.abc == abc for one in due[1]) for abc in CLASSES}
    return Preview(len(due[0]), len(due[1]), min(len(due[1]), programme.bins_a_day * 7), classes)


def _read(
    scope: Scope, site_id: UUID, now: datetime
) -> tuple[list[Bin], dict[str, Accuracy], dict[str, Accuracy]]:
    kinds = sorted(kind.value for kind in NOT_COUNTED)
    with transaction(scope):
        zone = ZoneInfo(
            rows.fetch_value("SELECT timezone FROM network_site WHERE id = %(id)s", {"id": site_id})
        )
        found = rows.fetch_tuples(_BINS, {"site_id": site_id, "not_counted": kinds})
        figures = rows.fetch_tuples(
            BY_CLASS_AND_ZONE, {"site_id": site_id, "since": now - LOOKED_BACK, "now": now}
        )
    bins = [
        Bin(id_, abc, where, counted_at.astimezone(zone).date() if counted_at else None, is_open)
        for id_, abc, where, counted_at, is_open in found
    ]
    return bins, _sum(figures, 0), _sum(figures, 1)


def _sum(figures: list[tuple[str, str, int, int]], place: int) -> dict[str, Accuracy]:
    sums: dict[str, Accuracy] = {}
    for row in figures:
        known = sums.get(str(row[place]), Accuracy(0, 0))
        sums[str(row[place])] = Accuracy(known.counted + row[2], known.right + row[3])
    return sums
