"""How long goods take from the truck to their places.

Dock-to-stock is the end of put-away less the arrival; a delivery counts when nothing of it waits at the door any more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

# Years of deliveries are not added up for the last month: those with a task done since are few, and found by index.
_DELIVERIES = """
SELECT a.id, a.number AS asn_number, m.code AS merchant_code, n.code AS site_code, n.timezone AS zone, a.arrived_at,
       t.stocked_at, extract(epoch FROM t.stocked_at - a.arrived_at)::bigint AS seconds, t.tasks, t.units
FROM inbound_asn AS a
JOIN access_merchant AS m ON m.id = a.merchant_id
JOIN network_site AS n ON n.id = a.site_id
CROSS JOIN LATERAL (
    SELECT max(p.done_at) AS stocked_at, count(*) AS tasks, sum(p.quantity)::bigint AS units,
           bool_and(p.status = 'done') AS is_over
    FROM inbound_putawaytask AS p WHERE p.asn_id = a.id AND p.status <> 'cancelled'
) AS t
WHERE a.status IN ('received', 'closed') AND a.arrived_at IS NOT NULL AND t.is_over
  AND (%(site_id)s::uuid IS NULL OR a.site_id = %(site_id)s)
  AND (%(merchant_id)s::uuid IS NULL OR a.merchant_id = %(merchant_id)s)
  AND (%(since)s::timestamptz IS NULL OR t.stocked_at >= %(since)s AND a.id IN (
       SELECT w.asn_id FROM inbound_putawaytask AS w WHERE w.status = 'done' AND w.done_at >= %(since)s))
  AND (%(number)s = '' OR a.number = %(number)s)
"""
_FIGURE = f"""
SELECT count(*) AS deliveries, percentile_cont(0.5) WITHIN GROUP (ORDER BY d.seconds)::bigint AS median_seconds,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY d.seconds)::bigint AS p90_seconds
FROM ({_DELIVERIES}) AS d
"""  # noqa: S608 - constants
_KEYS = (Key("stocked_at", "timestamptz"), Key("id", "uuid"))


@dataclass(frozen=True, slots=True)
class StockedRow:
    """A delivery that has wholly been put away; moments are those of its site's zone."""

    id: UUID
    asn_number: str
    merchant_code: str
    site_code: str
    zone: str
    arrived_at: datetime
    stocked_at: datetime
    seconds: int
    tasks: int
    units: int


@dataclass(frozen=True, slots=True)
class DockToStock:
    """How long deliveries took; nothing is known of none."""

    deliveries: int
    median_seconds: int | None
    p90_seconds: int | None


@dataclass(frozen=True, slots=True)
class StockedFilter:
    """Which deliveries: those put away `within` the time before now, of a site, of a merchant, by number."""

    site_id: UUID | None = None
    merchant_id: UUID | None = None
    within: timedelta | None = None
    number: str = ""


def list_stocked(*, scope: Scope, chosen: StockedFilter, now: datetime, page: PageOf) -> Page[StockedRow]:
    """Return a page of deliveries with their time from dock to stock. Queries: 2."""
    with transaction(scope):
        return fetch_page(StockedRow, _DELIVERIES, _name(chosen, now), keys=_KEYS, page=page)


def measure_dock_to_stock(*, scope: Scope, chosen: StockedFilter, now: datetime) -> DockToStock:
    """Return the median and the ninth decile over the deliveries that `list_stocked` lists. Queries: 1."""
    with transaction(scope):
        return rows.fetch_one(DockToStock, _FIGURE, _name(chosen, now))


def _name(chosen: StockedFilter, now: datetime) -> dict[str, object]:
    return {
        "site_id": chosen.site_id,
        "merchant_id": chosen.merchant_id,
        "since": now - chosen.within if chosen.within else None,
        "number": chosen.number,
    }
