"""Public holidays as closed days: written down once, so that people see them and may take one back."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.network.events import ClosedDaySaved
from packhaus.network.queries.calendars import forget_calendars
from packhaus.network.queries.public_holidays import name_public_holidays

MAX_YEARS = 10

_COUNTRY = "SELECT country FROM network_site WHERE id = %(site_id)s"
_CLOSE = """
INSERT INTO network_closedday (site_id, day, reason)
SELECT %(site_id)s, u.day, u.reason FROM unnest(%(days)s::date[], %(reasons)s::text[]) AS u(day, reason)
ON CONFLICT (site_id, day) DO NOTHING
RETURNING day
"""


def close_holidays(
    *, scope: Scope, site_id: UUID, years: Sequence[int], subdivision: str = "", now: datetime, actor: Actor
) -> int:
    """Close a site on the public holidays of its country (and its part, like BY or SCT) and return how many were new.

    Source: the `holidays` library (MIT). Emits: ClosedDaySaved. Queries: 3. Raises: Invalid, NotFound.
    """
    if not 0 < len(years) <= MAX_YEARS:
        raise Invalid([FieldProblem("years", "range", f"are from 1 to {MAX_YEARS}")])
    with transaction(scope):
        country = rows.fetch_value(_COUNTRY, {"site_id": site_id})
        if country is None:
            raise NotFound("site not found")
        days = _list_holidays(country, subdivision, years)
        columns = {
            "site_id": site_id,
            "days": list(days),
            "reasons": [reason[:60] for reason in days.values()],
        }
        closed = rows.fetch_tuples(_CLOSE, columns)
        facts = [
            ClosedDaySaved(merchant_id=None, aggregate_id=site_id, day=str(day), is_closed=True)
            for (day,) in closed
        ]
        record(facts, happened_at=now, actor=actor)
    forget_calendars()
    return len(closed)


def _list_holidays(country: str, subdivision: str, years: Sequence[int]) -> dict[date, str]:
    try:
        return name_public_holidays(country=country, subdivision=subdivision, years=set(years))
    except NotImplementedError as error:
        place = f"{country}-{subdivision}" if subdivision else country
        problem = FieldProblem("subdivision", "unknown", f"no public holidays are known for {place}")
        raise Invalid([problem]) from error
