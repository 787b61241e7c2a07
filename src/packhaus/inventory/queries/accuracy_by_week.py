"""How right the record was, week by week, at each site and for each class of items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.queries.count_accuracy import WAS_BLIND
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

_KEYS = (Key("week", "date"), Key("site_code", "text"), Key("abc", "text"))

# A week begins on Monday, at the site.
_WEEKS = f"""
SELECT date_trunc('week', c.closed_at AT TIME ZONE n.timezone)::date AS week, n.code AS site_code, l.abc,
       count(*) AS keys, count(*) FILTER (WHERE l.counted = l.recorded) AS correct,
       round(100.0 * count(*) FILTER (WHERE l.counted = l.recorded) / count(*), 2)::float8 AS percent
FROM inventory_count AS c
JOIN network_site AS n ON n.id = c.site_id
JOIN inventory_countline AS l ON {WAS_BLIND}
WHERE (%(site_id)s::uuid IS NULL OR c.site_id = %(site_id)s) AND c.closed_at > %(since)s
  AND (cardinality(%(classes)s::text[]) = 0 OR l.abc = ANY(%(classes)s))
GROUP BY 1, 2, 3
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class WeekAccuracy:
    """Keys of a class that were counted blind in the week from this Monday, and those that were as the record said."""

    week: date
    site_code: str
    abc: str
    keys: int
    correct: int
    percent: float

    @property
    def share(self) -> float:
        """The accuracy, as a share of one."""
        return self.correct / self.keys


@dataclass(frozen=True, slots=True)
class AccuracyFilter:
    """Which weeks, and of what; no classes are all."""

    since: datetime
    site_id: UUID | None = None
    classes: Sequence[str] = ()


def list_week_accuracy(*, scope: Scope, chosen: AccuracyFilter, page: PageOf) -> Page[WeekAccuracy]:
    """Return a page of weeks by site and class. Queries: 2."""
    parameters = {"site_id": chosen.site_id, "since": chosen.since, "classes": list(chosen.classes)}
    with transaction(scope):
        return fetch_page(WeekAccuracy, _WEEKS, parameters, keys=_KEYS, page=page)
