"""Agree on terms: each change is a new version."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.terms.errors import TermStartsThen
from packhaus.terms.events import TermSet
from packhaus.terms.locks import lock_terms
from packhaus.terms.queries.get_terms import forget_terms
from packhaus.terms.types import KEYS, TermDraft, find_fault

# A version ends where the next begins, also when the next was agreed on earlier.
_SET = """
WITH ended AS (
    UPDATE terms_term SET valid_to = %(valid_from)s
    WHERE merchant_id = %(merchant_id)s AND key = %(key)s AND valid_from < %(valid_from)s
      AND (valid_to IS NULL OR valid_to > %(valid_from)s)
)
INSERT INTO terms_term (merchant_id, key, value, valid_from, valid_to, recorded_at, recorded_by)
SELECT %(merchant_id)s, %(key)s, %(value)s::jsonb, %(valid_from)s, (
    SELECT min(valid_from) FROM terms_term
    WHERE merchant_id = %(merchant_id)s AND key = %(key)s AND valid_from > %(valid_from)s
), %(now)s, %(actor)s
ON CONFLICT (merchant_id, key, valid_from) DO NOTHING
"""


def set_terms(*, scope: Scope, drafts: Sequence[TermDraft], now: datetime, actor: Actor) -> None:
    """Write new versions of terms, all or none; what held before ends where they begin.

    Locks: the merchants' terms. Emits: TermSet. Queries: 1 per merchant, 1 per term, 1.
    Raises: Invalid with every problem, NotFound, TermStartsThen.
    """
    problems = [problem for index, draft in enumerate(drafts) for problem in _check(index, draft, now)]
    if problems:
        raise Invalid(problems)
    if not all(scope.sees(draft.merchant_id) for draft in drafts):
        raise NotFound("merchant not found")
    with transaction(scope):
        for merchant_id in sorted({draft.merchant_id for draft in drafts}):
            lock_terms(merchant_id)
        facts = [_set(draft, draft.valid_from or now, now, actor) for draft in drafts]
        record(facts, happened_at=now, actor=actor)
    forget_terms()


def set_term(
    *,
    scope: Scope,
    merchant_id: UUID,
    key: str,
    value: object,
    valid_from: datetime | None = None,
    now: datetime,
    actor: Actor,
) -> None:
    """Write a new version of one term; see `set_terms`."""
    set_terms(scope=scope, drafts=[TermDraft(merchant_id, key, value, valid_from)], now=now, actor=actor)


def _set(draft: TermDraft, valid_from: datetime, now: datetime, actor: Actor) -> TermSet:
    parameters = {
        "merchant_id": draft.merchant_id,
        "key": draft.key,
        "value": json.dumps(draft.value),
        "valid_from": valid_from,
        "now": now,
        "actor": actor.id[:40],
    }
    if not rows.execute(_SET, parameters):
        raise TermStartsThen(
            f"{draft.key} has a version that begins then; choose another moment", key=draft.key
        )
    return TermSet(
        merchant_id=draft.merchant_id,
        aggregate_id=draft.merchant_id,
        key=draft.key,
        valid_from=valid_from.isoformat(),
    )


def _check(index: int, draft: TermDraft, now: datetime) -> Iterator[FieldProblem]:
    path = f"terms.{index}"
    if draft.key not in KEYS:
        yield FieldProblem(f"{path}.key", "unknown", f"is one of {', '.join(KEYS)}")
    elif fault := find_fault(draft.key, draft.value):
        yield FieldProblem(f"{path}.value", "invalid", f"{draft.key} {fault}")
    if draft.valid_from is not None and draft.valid_from < now:
        yield FieldProblem(f"{path}.valid_from", "past", "lies in the past: what held then was agreed on")
