"""How a site is advised on its bins."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_RULES = """
SELECT weeks, payback_weeks, minutes_a_move, golden_levels, keeps_zones
FROM outbound_slottingrule WHERE site_id = %(site_id)s
"""


@dataclass(frozen=True, slots=True)
class SlottingRules:
    """How a site is advised: weeks looked back, weeks to pay back, minutes a move takes beside the way.

    `golden_levels` with spaces between; empty: the second and third from the floor, where there are more than two.
    """

    weeks: int = 4
    payback_weeks: int = 8
    minutes_a_move: int = 5
    golden_levels: str = ""
    keeps_zones: bool = True


def get_slotting_rules(*, scope: Scope, site_id: UUID) -> SlottingRules:
    """Return a site's rules; the usual ones where it has none of its own. Queries: 1."""
    with transaction(scope):
        return rows.find_row(SlottingRules, _RULES, {"site_id": site_id}) or SlottingRules()
