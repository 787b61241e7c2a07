"""Write down for whom units must last longer, and withdraw it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.kernel.ids import new_id
from packhaus.terms.events import ShelfRuleWithdrawn, ShelfRuleWritten
from packhaus.terms.queries.shelf_rules import forget_shelf_rules
from packhaus.terms.types.shelf_rules import MOST_AT_ONCE, MOST_DAYS, ShelfRuleDraft

# What is there for the same orders from the same day stays: what comes twice, in a file or a request, writes once.
_WRITE = """
INSERT INTO terms_shelfrule (id, merchant_id, name, days, valid_from, valid_to, transit_days, priority, channel,
    country, tag, shopper, life_percent, sku, recorded_at, recorded_by)
SELECT r.id, %(merchant_id)s, r.name, r.days, r.valid_from, r.valid_to, r.transit_days, r.priority, r.channel,
    r.country, r.tag, r.shopper, r.life_percent, r.sku, %(now)s, %(actor_id)s
FROM unnest(%(id)s::uuid[], %(name)s::text[], %(days)s::int[], %(valid_from)s::date[], %(valid_to)s::date[],
    %(transit_days)s::int[], %(priority)s::smallint[], %(channel)s::text[], %(country)s::text[], %(tag)s::text[],
    %(shopper)s::text[], %(life_percent)s::int[], %(sku)s::text[])
    AS r(id, name, days, valid_from, valid_to, transit_days, priority, channel, country, tag, shopper, life_percent,
        sku)
ON CONFLICT (merchant_id, channel, country, tag, shopper, sku, priority, valid_from) WHERE withdrawn_at IS NULL
DO NOTHING
RETURNING id
"""
_WITHDRAW = """
UPDATE terms_shelfrule SET withdrawn_at = %(now)s WHERE id = ANY(%(ids)s::uuid[]) AND withdrawn_at IS NULL
RETURNING id, merchant_id, days
"""
# What was written for the same orders meanwhile stays in its place.
_RESTORE = """
UPDATE terms_shelfrule AS r SET withdrawn_at = NULL
WHERE r.id = ANY(%(ids)s::uuid[]) AND r.withdrawn_at IS NOT NULL AND NOT EXISTS (
    SELECT FROM terms_shelfrule AS n
    WHERE n.merchant_id = r.merchant_id AND n.channel = r.channel AND n.country = r.country AND n.tag = r.tag
      AND n.shopper = r.shopper AND n.sku = r.sku AND n.priority = r.priority AND n.valid_from = r.valid_from
      AND n.withdrawn_at IS NULL)
RETURNING r.id, r.merchant_id, r.days, r.life_percent, r.transit_days, r.priority, r.valid_from, r.valid_to
"""
_COUNTRY = re.compile(r"[A-Z]{2}")
_LONGEST = {"channel": 24, "tag": 24, "shopper": 60, "sku": 40}


def write_shelf_rules(
    *, scope: Scope, merchant_id: UUID, drafts: Sequence[ShelfRuleDraft], now: datetime, actor: Actor
) -> list[UUID]:
    """Write down shelf-life rules of a merchant, all or none, and return the ids of those that are new.

    They hold for orders placed from their day on. Emits: ShelfRuleWritten. Raises: Invalid with every problem,
    NotFound. Queries: 2, 1 without new ones.
    """
    assert 0 < len(drafts) <= MOST_AT_ONCE
    problems = [problem for place, draft in enumerate(drafts) for problem in _check(f"rules.{place}", draft)]
    if problems:
        raise Invalid(problems)
    if not scope.sees(merchant_id):
        raise NotFound("merchant not found")
    by_id = {new_id(): draft for draft in drafts}
    columns = {
        field.name: [getattr(draft, field.name) for draft in drafts] for field in fields(ShelfRuleDraft)
    }
    parameters = {"id": list(by_id), "merchant_id": merchant_id, "now": now, "actor_id": actor.id[:40]}
    with transaction(scope):
        ids = [id_ for (id_,) in rows.fetch_tuples(_WRITE, columns | parameters)]
        record([_tell_written(merchant_id, id_, by_id[id_]) for id_ in ids], happened_at=now, actor=actor)
    forget_shelf_rules()
    return ids


def withdraw_shelf_rules(*, scope: Scope, ids: Sequence[UUID], now: datetime, actor: Actor) -> list[UUID]:
    """Let rules not count for orders from now on, and return those that did. Emits: ShelfRuleWithdrawn. Queries: 2."""
    with transaction(scope):
        gone = rows.fetch_tuples(_WITHDRAW, {"ids": list(ids), "now": now})
        facts = [
            ShelfRuleWithdrawn(merchant_id=merchant_id, aggregate_id=id_, days=days)
            for id_, merchant_id, days in gone
        ]
        record(facts, happened_at=now, actor=actor)
    forget_shelf_rules()
    return [row[0] for row in gone]


def restore_shelf_rules(*, scope: Scope, ids: Sequence[UUID], now: datetime, actor: Actor) -> list[UUID]:
    """Let rules that were withdrawn count again, as an undo does. Emits: ShelfRuleWritten. Queries: 2."""
    with transaction(scope):
        back = rows.fetch_tuples(_RESTORE, {"ids": list(ids)})
        facts = [
            _tell_written(
                merchant_id,
                id_,
                ShelfRuleDraft(
                    "", days, valid_from, valid_to, transit_days, priority, life_percent=life_percent
                ),
            )
            for id_, merchant_id, days, life_percent, transit_days, priority, valid_from, valid_to in back
        ]
        record(facts, happened_at=now, actor=actor)
    forget_shelf_rules()
    return [row[0] for row in back]


def _check(path: str, draft: ShelfRuleDraft) -> Iterator[FieldProblem]:
    if not 0 < len(draft.name.strip()) <= 60 or not draft.name.isprintable():
        yield FieldProblem(f"{path}.name", "format", "is 1 to 60 characters")
    yield from _check_days(path, draft)
    if not 1 <= draft.priority <= 99:
        yield FieldProblem(f"{path}.priority", "range", "is from 1 (first) to 99")
    if draft.country and not _COUNTRY.fullmatch(draft.country):
        yield FieldProblem(f"{path}.country", "format", "is two capital letters (ISO 3166-1)")
    for name, longest in _LONGEST.items():
        value = getattr(draft, name)
        if len(value) > longest or not value.isprintable():
            yield FieldProblem(f"{path}.{name}", "too_long", f"is at most {longest} printable characters")
    if draft.valid_to is not None and draft.valid_to < draft.valid_from:
        yield FieldProblem(f"{path}.valid_to", "before_start", "lies before the beginning")


def _check_days(path: str, draft: ShelfRuleDraft) -> Iterator[FieldProblem]:
    if draft.days == draft.life_percent == 0:
        yield FieldProblem(f"{path}.days", "required", "is needed, or a percentage of the life")
    for name, most in (("days", MOST_DAYS), ("transit_days", 365)):
        if not 0 <= getattr(draft, name) <= most:
            yield FieldProblem(f"{path}.{name}", "range", f"is from 0 to {most} days")
    if not 0 <= draft.life_percent <= 99:
        yield FieldProblem(f"{path}.life_percent", "range", "is from 0 to 99 percent")


def _tell_written(merchant_id: UUID, id_: UUID, draft: ShelfRuleDraft) -> ShelfRuleWritten:
    return ShelfRuleWritten(
        merchant_id=merchant_id,
        aggregate_id=id_,
        days=draft.days,
        life_percent=draft.life_percent,
        transit_days=draft.transit_days,
        priority=draft.priority,
        valid_from=draft.valid_from.isoformat(),
        valid_to=draft.valid_to.isoformat() if draft.valid_to else "",
    )
