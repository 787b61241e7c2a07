"""Say how a site's floor works."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.types import LOCATION_RULES
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.outbound.events import FloorRulesSaved
from packhaus.outbound.types import FloorRules

_LIMITS = {
    "plan_milliseconds": (0, 60_000),
    "cart_totes": (1, 200),
    "cart_weight_grams": (1, 5_000_000),
    "tote_volume_mm3": (1, 2_000_000_000),
    "tote_weight_grams": (1, 1_000_000),
    "max_open_lines": (1, 10_000_000),
}

_SAVE = """
INSERT INTO outbound_sitefloor AS f (site_id, pick_method, plan_milliseconds, cart_totes, cart_weight_grams,
    tote_volume_mm3, tote_weight_grams, max_open_lines, question_shelf)
VALUES (%(site_id)s, %(pick_method)s, %(plan_milliseconds)s, %(cart_totes)s, %(cart_weight_grams)s,
    %(tote_volume_mm3)s, %(tote_weight_grams)s, %(max_open_lines)s, %(question_shelf)s)
ON CONFLICT (site_id) DO UPDATE SET pick_method = excluded.pick_method, plan_milliseconds = excluded.plan_milliseconds,
    cart_totes = excluded.cart_totes, cart_weight_grams = excluded.cart_weight_grams,
    tote_volume_mm3 = excluded.tote_volume_mm3, tote_weight_grams = excluded.tote_weight_grams,
    max_open_lines = excluded.max_open_lines, question_shelf = excluded.question_shelf
"""

_IS_PLACE = """
SELECT EXISTS (SELECT FROM inventory_location
               WHERE site_id = %(site_id)s AND code = %(code)s AND kind <> ALL(%(virtual)s::text[]))
"""


def save_floor_rules(*, scope: Scope, site_id: UUID, rules: FloorRules, now: datetime, actor: Actor) -> None:
    """Keep a site's rules; waves and walks made from now on follow them.

    Emits: FloorRulesSaved. Queries: 3, 1 more with a question shelf.
    Raises: Invalid with every figure that is out of range, and a question shelf that is no place of the site.
    """
    given = asdict(rules)
    problems = [
        FieldProblem(name, "range", f"is from {least} to {most}")
        for name, (least, most) in _LIMITS.items()
        if given[name] is not None and not least <= given[name] <= most
    ]
    with transaction(scope):
        if rules.question_shelf and not _is_place(site_id, rules.question_shelf):
            problems.append(FieldProblem("question_shelf", "unknown", "is no place of this site"))
        if problems:
            raise Invalid(problems)
        rows.execute(_SAVE, {"site_id": site_id, **given, "pick_method": rules.pick_method.value})
        fact = FloorRulesSaved(merchant_id=None, aggregate_id=site_id, pick_method=rules.pick_method.value)
        record([fact], happened_at=now, actor=actor)


def _is_place(site_id: UUID, code: str) -> bool:
    virtual = [kind.value for kind, rule in LOCATION_RULES.items() if rule.is_virtual]
    return bool(rows.fetch_value(_IS_PLACE, {"site_id": site_id, "code": code, "virtual": virtual}))
