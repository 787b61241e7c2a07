"""A site as a form shows it: everything that can be changed."""

from typing import Any

from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.network.types import CutOffDraft, SiteDraft

_FIELDS = (
    "code", "name", "timezone", "country", "latitude", "longitude", "kind", "run_by", "stock_policy",
    "feed_max_age_minutes", "feed_trust_margin", "postal_code", "city", "street", "priority", "working_weekdays",
    "partner_answer_minutes", "handling_minutes", "orders_a_day",
)  # fmt: skip
_SITE = f"SELECT {', '.join(_FIELDS)} FROM network_site WHERE code = %(code)s"  # noqa: S608 - constants
_CUT_OFFS = """
SELECT c.carrier_code, c.at, array_agg(c.weekday::int ORDER BY c.weekday)
FROM network_cutoff AS c JOIN network_site AS s ON s.id = c.site_id
WHERE s.code = %(code)s
GROUP BY c.carrier_code, c.at ORDER BY c.carrier_code, c.at
"""


def get_site_draft(*, code: str) -> SiteDraft:
    """Return the site with this code as it could be saved again. Queries: 2. Raises: NotFound."""
    found = rows.fetch_tuples(_SITE, {"code": code})
    if not found:
        raise NotFound("site not found")
    values: dict[str, Any] = dict(zip(_FIELDS, found[0], strict=True))
    cut_offs = tuple(
        CutOffDraft(carrier, at, tuple(weekdays))
        for carrier, at, weekdays in rows.fetch_tuples(_CUT_OFFS, {"code": code})
    )
    return SiteDraft(**values, cut_offs=cut_offs)
