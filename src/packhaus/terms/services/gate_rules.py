"""Write down the laws that ask for registrations, and switch them."""

from dataclasses import asdict
from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.terms.events import GateRuleSet
from packhaus.terms.services.check_registrations import check_rule
from packhaus.terms.types.registrations import GateRuleDraft

_SET = """
INSERT INTO terms_gaterule AS g (country, scheme, activity, source, starts_on, ends_on, is_on, is_preset)
VALUES (%(country)s, %(scheme)s, %(activity)s, %(source)s, %(starts_on)s, %(ends_on)s, %(is_on)s, false)
ON CONFLICT (country, scheme, activity, starts_on) DO UPDATE
SET source = excluded.source, ends_on = excluded.ends_on, is_on = excluded.is_on,
    is_preset = g.is_preset AND g.source = excluded.source
"""
# Two laws never hold at once for the same: each ends before the next begins, sooner where it said so.
_FOLLOW = """
UPDATE terms_gaterule AS g SET ends_on = f.last_on
FROM (
    SELECT id, lead(starts_on) OVER (ORDER BY starts_on) - 1 AS last_on FROM terms_gaterule
    WHERE country = %(country)s AND scheme = %(scheme)s AND activity = %(activity)s
) AS f
WHERE g.id = f.id AND f.last_on < coalesce(g.ends_on, 'infinity')
"""


def set_gate_rule(*, scope: Scope, draft: GateRuleDraft, now: datetime, actor: Actor) -> None:
    """Write down a law of a country, scheme and activity, or change or switch the one that begins on the same day.

    One that held until then ends the day before. The operator's to do. Emits: GateRuleSet. Raises: Invalid, NotFound.
    Queries: 3.
    """
    if not scope.is_operator:
        raise NotFound("only the operator keeps rules")
    problems = check_rule(draft)
    if problems:
        raise Invalid(problems)
    with transaction(scope):
        rows.execute(_SET, asdict(draft))
        rows.execute(_FOLLOW, asdict(draft))
        fact = GateRuleSet(
            merchant_id=None,
            aggregate_id=f"{draft.country}-{draft.scheme}-{draft.activity}",
            country=draft.country,
            scheme=draft.scheme,
            activity=draft.activity,
            is_active=draft.is_on,
        )
        record([fact], happened_at=now, actor=actor)
