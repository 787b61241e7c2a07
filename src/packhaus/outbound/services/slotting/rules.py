"""Say how a site is advised on its bins."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.outbound.queries.slotting.rules import SlottingRules
from packhaus.outbound.slotting_events import SlottingRulesSaved

LIMITS = {"weeks": (1, 26), "payback_weeks": (1, 104), "minutes_a_move": (0, 120)}
LONGEST_LEVELS = 80

_SAVE = """
INSERT INTO outbound_slottingrule (site_id, weeks, payback_weeks, minutes_a_move, golden_levels, keeps_zones)
VALUES (%(site_id)s, %(weeks)s, %(payback_weeks)s, %(minutes_a_move)s, %(golden_levels)s, %(keeps_zones)s)
ON CONFLICT (site_id) DO UPDATE SET weeks = excluded.weeks, payback_weeks = excluded.payback_weeks,
    minutes_a_move = excluded.minutes_a_move, golden_levels = excluded.golden_levels,
    keeps_zones = excluded.keeps_zones
"""


def save_slotting_rules(
    *, scope: Scope, site_id: UUID, rules: SlottingRules, now: datetime, actor: Actor
) -> None:
    """Keep a site's rules for the next advice. Emits: SlottingRulesSaved. Queries: 2. Raises: Invalid."""
    given = asdict(rules)
    problems = [
        FieldProblem(name, "range", f"is from {least} to {most}")
        for name, (least, most) in LIMITS.items()
        if not least <= given[name] <= most
    ]
    if len(rules.golden_levels) > LONGEST_LEVELS or not rules.golden_levels.isprintable():
        problems.append(
            FieldProblem("golden_levels", "format", f"is at most {LONGEST_LEVELS} printable characters")
        )
    if problems:
        raise Invalid(problems)
    with transaction(scope):
        rows.execute(_SAVE, {"site_id": site_id, **given})
        fact = SlottingRulesSaved(merchant_id=None, aggregate_id=site_id)
        record([fact], happened_at=now, actor=actor)
