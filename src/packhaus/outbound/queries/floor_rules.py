"""How a site's floor works."""

from uuid import UUID

from packhaus.kernel import rows
from packhaus.outbound.types import FloorRules, PickMethod

_RULES = """
SELECT pick_method, plan_milliseconds, cart_totes::int, cart_weight_grams, tote_volume_mm3, tote_weight_grams,
       max_open_lines, question_shelf
FROM outbound_sitefloor WHERE site_id = %(site_id)s
"""


def get_floor_rules(*, site_id: UUID) -> FloorRules:
    """Return a site's rules, the usual ones where nobody set any. Queries: 1."""
    found = rows.fetch_tuples(_RULES, {"site_id": site_id})
    if not found:
        return FloorRules()
    method, *rest = found[0]
    return FloorRules(PickMethod(method), *rest)
