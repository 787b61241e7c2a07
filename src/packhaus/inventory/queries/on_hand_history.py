"""How the units on hand of a SKU came to be what they are, day by day, and how many there were after an entry."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_CHANGE = """
CASE WHEN t.counts_as_on_hand AND m.to_condition = 'sellable' THEN m.quantity ELSE 0 END
- CASE WHEN f.counts_as_on_hand AND m.from_condition = 'sellable' THEN m.quantity ELSE 0 END"""

_DAYS = f"""
SELECT x.day, x.reason, sum(x.change)::bigint AS change FROM (
    SELECT (m.happened_at AT TIME ZONE %(zone)s)::date AS day, m.reason, {_CHANGE} AS change
    FROM inventory_movement AS m
    JOIN inventory_location AS f ON f.id = m.from_location_id
    JOIN inventory_location AS t ON t.id = m.to_location_id
    WHERE m.sku_id = %(sku_id)s::uuid AND (%(site_id)s::uuid IS NULL OR m.site_id = %(site_id)s)
      AND m.happened_at >= %(since)s::timestamptz
) AS x WHERE x.change <> 0 GROUP BY 1, 2 HAVING sum(x.change) <> 0 ORDER BY 1, 2
"""  # noqa: S608 - constants

_NEWER = f"""
SELECT coalesce(sum({_CHANGE}), 0)::bigint FROM inventory_movement AS m
JOIN inventory_location AS f ON f.id = m.from_location_id
JOIN inventory_location AS t ON t.id = m.to_location_id
WHERE m.sku_id = %(sku_id)s::uuid AND (%(site_id)s::uuid IS NULL OR m.site_id = %(site_id)s) AND m.id > %(id)s
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class DayChange:
    """What one reason did to the units on hand on one day of the site."""

    day: date
    reason: str
    change: int


def list_day_changes(
    scope: Scope, *, sku_id: UUID, site_id: UUID | None, since: datetime, zone: str
) -> list[DayChange]:
    """Return the changes of on hand by day and reason, oldest first, since a moment. Queries: 1."""
    parameters = {"sku_id": sku_id, "site_id": site_id, "since": since, "zone": zone}
    with transaction(scope):
        return rows.fetch_rows(DayChange, _DAYS, parameters)


def sum_changes_after(scope: Scope, *, sku_id: UUID, site_id: UUID | None, movement_id: int) -> int:
    """Return what all entries after this one did to the units on hand. Queries: 1."""
    with transaction(scope):
        return int(rows.fetch_value(_NEWER, {"sku_id": sku_id, "site_id": site_id, "id": movement_id}))
