"""Inventory record accuracy: of the keys that were counted, how many were as the record said."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

# The last round of a count that was approved says what was true; what neither the record nor anybody knew is no item.
# By-hand counts show their record first, so they say nothing about accuracy.
WAS_BLIND = """l.count_id = c.id AND l.round = c.round AND c.status = 'approved' AND c.trigger <> 'by_hand'
  AND (l.recorded > 0 OR l.counted > 0 OR c.trigger = 'zero_check')
"""
"""What a join of a line `l` with its count `c` says, where the line tells how right the record was."""

_COUNTED = f"""
FROM inventory_count AS c
JOIN inventory_countline AS l ON {WAS_BLIND}
JOIN inventory_location AS p ON p.id = c.location_id
WHERE c.site_id = %(site_id)s
  AND c.closed_at > %(since)s AND c.closed_at <= %(now)s
"""
_BY_CLASS = f"""
SELECT l.abc, count(*) AS counted, count(*) FILTER (WHERE l.counted = l.recorded) AS correct
{_COUNTED} GROUP BY l.abc ORDER BY l.abc
"""

# Inside the caller's transaction: class, zone, keys counted and those that were right.
BY_CLASS_AND_ZONE = f"""
SELECT l.abc, p.zone, count(*), count(*) FILTER (WHERE l.counted = l.recorded) {_COUNTED} GROUP BY l.abc, p.zone
"""


@dataclass(frozen=True, slots=True)
class ClassAccuracy:
    """Keys of one class that were counted, and those that were right."""

    abc: str
    counted: int
    correct: int

    @property
    def share(self) -> float:
        """The accuracy, as a share of one."""
        return self.correct / self.counted


def list_class_accuracy(
    *, scope: Scope, site_id: UUID, since: datetime, now: datetime
) -> list[ClassAccuracy]:
    """Return the accuracy of each class that was counted in this time. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(ClassAccuracy, _BY_CLASS, {"site_id": site_id, "since": since, "now": now})
