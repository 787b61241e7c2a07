"""Create and change sites with their cut-offs."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid
from packhaus.kernel.ids import new_id
from packhaus.network.events import SiteSaved
from packhaus.network.queries.calendars import forget_calendars
from packhaus.network.queries.list_sites import forget_sites
from packhaus.network.queries.sourcing import forget_sourcing_sites
from packhaus.network.services.check_site import check_site
from packhaus.network.types import SiteDraft

_SAVE = """
INSERT INTO network_site AS s (id, code, name, kind, run_by, stock_policy, feed_max_age_minutes, feed_trust_margin,
    timezone, country, postal_code, city, street, latitude, longitude, priority, working_weekdays,
    partner_answer_minutes, handling_minutes, orders_a_day, is_active)
VALUES (%(id)s, %(code)s, %(name)s, %(kind)s, %(run_by)s, %(stock_policy)s, %(feed_max_age_minutes)s,
    %(feed_trust_margin)s, %(timezone)s, %(country)s, %(postal_code)s, %(city)s, %(street)s, %(latitude)s,
    %(longitude)s, %(priority)s, %(working_weekdays)s, %(partner_answer_minutes)s,
    %(handling_minutes)s, %(orders_a_day)s, true)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, run_by = excluded.run_by,
    stock_policy = excluded.stock_policy, feed_max_age_minutes = excluded.feed_max_age_minutes,
    feed_trust_margin = excluded.feed_trust_margin, timezone = excluded.timezone, country = excluded.country,
    postal_code = excluded.postal_code, city = excluded.city, street = excluded.street, latitude = excluded.latitude,
    longitude = excluded.longitude, priority = excluded.priority, working_weekdays = excluded.working_weekdays,
    partner_answer_minutes = excluded.partner_answer_minutes, handling_minutes = excluded.handling_minutes,
    orders_a_day = excluded.orders_a_day
RETURNING id
"""

_CUT_OFFS = """
WITH gone AS (
    DELETE FROM network_cutoff AS c WHERE c.site_id = %(site_id)s AND NOT EXISTS (
        SELECT FROM unnest(%(carriers)s::text[], %(weekdays)s::smallint[]) AS u(carrier, weekday)
        WHERE u.carrier = c.carrier_code AND u.weekday = c.weekday)
)
INSERT INTO network_cutoff (site_id, carrier_code, weekday, at)
SELECT %(site_id)s, u.carrier, u.weekday, u.at
FROM unnest(%(carriers)s::text[], %(weekdays)s::smallint[], %(ats)s::time[]) AS u(carrier, weekday, at)
ON CONFLICT (site_id, carrier_code, weekday) DO UPDATE SET at = excluded.at
"""


def save_site(*, scope: Scope, draft: SiteDraft, now: datetime, actor: Actor) -> UUID:
    """Create a site, or change the one with this code, and return its id. Its cut-offs become those given.

    Emits: SiteSaved. Queries: 3. Raises: Invalid with every problem.
    """
    problems = list(check_site(draft))
    if problems:
        raise Invalid(problems)
    with transaction(scope):
        site_id: UUID = rows.fetch_value(_SAVE, {**asdict(draft), "id": new_id()})
        _save_cut_offs(site_id, draft)
        record(
            [SiteSaved(merchant_id=None, aggregate_id=site_id, code=draft.code)], happened_at=now, actor=actor
        )
    forget_sourcing_sites()
    forget_calendars()
    forget_sites()
    return site_id


def _save_cut_offs(site_id: UUID, draft: SiteDraft) -> None:
    working = [number for number, works in enumerate(draft.working_weekdays, start=1) if works == "1"]
    cut_offs = [
        (cut_off.carrier_code, weekday, cut_off.at)
        for cut_off in draft.cut_offs
        for weekday in cut_off.weekdays or working
    ]
    columns: Sequence[Sequence[object]] = rows.as_columns(cut_offs, 3)
    names = ("carriers", "weekdays", "ats")
    rows.execute(_CUT_OFFS, {"site_id": site_id, **dict(zip(names, columns, strict=True))})
