"""Write down with whom a merchant is registered, prove it, and withdraw it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.kernel.ids import new_id
from packhaus.parties.services.keep_document import delete_documents, keep_document
from packhaus.terms.errors import RegistrationNotFound
from packhaus.terms.events import (
    EvidenceKept,
    RegistrationAccepted,
    RegistrationWithdrawn,
    RegistrationWritten,
)
from packhaus.terms.locks import lock_terms
from packhaus.terms.queries.get_terms import get_terms
from packhaus.terms.services.check_registrations import check_evidence, check_registrations
from packhaus.terms.types import MAX_DAYS
from packhaus.terms.types.registrations import MOST_AT_ONCE, Evidence, RegistrationDraft

# What is there in the same words stays: a row of a file, or a request, that comes twice writes once.
_WRITE = """
INSERT INTO terms_registration (id, merchant_id, country, scheme, number, brand, device_class, kept_by, valid_from,
    valid_to, is_sample, is_claimed, recorded_at, recorded_by)
SELECT r.id, %(merchant_id)s, r.country, r.scheme, r.number, r.brand, r.device_class, r.kept_by, r.valid_from,
       r.valid_to, %(is_sample)s, %(is_claimed)s, %(now)s, %(actor_id)s
FROM unnest(%(ids)s::uuid[], %(countries)s::text[], %(schemes)s::text[], %(numbers)s::text[], %(brands)s::text[],
    %(device_classes)s::text[], %(kept_bys)s::text[], %(valid_froms)s::date[], %(valid_tos)s::date[])
    AS r(id, country, scheme, number, brand, device_class, kept_by, valid_from, valid_to)
ON CONFLICT (merchant_id, country, scheme, number, brand, device_class, valid_from) WHERE withdrawn_at IS NULL
DO NOTHING
RETURNING id
"""
_FIND = "SELECT id, merchant_id, country, scheme, valid_to, evidence_id FROM terms_registration WHERE id = %(id)s::uuid"
_WITHDRAW = """
UPDATE terms_registration SET withdrawn_at = %(now)s WHERE id = ANY(%(ids)s::uuid[]) AND withdrawn_at IS NULL
RETURNING id, merchant_id, country, scheme
"""
_ACCEPT = """
UPDATE terms_registration SET is_claimed = false WHERE id = ANY(%(ids)s::uuid[]) AND is_claimed AND withdrawn_at IS NULL
RETURNING id, merchant_id, country, scheme
"""
_RESTORE = """
UPDATE terms_registration SET withdrawn_at = NULL
WHERE id = ANY(%(ids)s::uuid[]) AND withdrawn_at IS NOT NULL
RETURNING id, merchant_id, country, scheme, valid_from, valid_to
"""
_PROVE = "UPDATE terms_registration SET evidence_id = %(evidence_id)s::uuid WHERE id = %(id)s::uuid"


class _Found(NamedTuple):
    id: UUID
    merchant_id: UUID
    country: str
    scheme: str
    valid_to: date | None
    evidence_id: UUID | None


def write_registrations(
    *,
    scope: Scope,
    merchant_id: UUID,
    drafts: Sequence[RegistrationDraft],
    is_sample: bool = False,
    now: datetime,
    actor: Actor,
) -> list[UUID]:
    """Write down registrations of a merchant, all or none, and return the ids of those that are new.

    What a merchant says of itself counts when the operator has accepted it.
    Emits: RegistrationWritten. Raises: Invalid with every problem, NotFound. Queries: 2, 1 without new ones.
    """
    assert 0 < len(drafts) <= MOST_AT_ONCE
    problems = check_registrations(drafts)
    if problems:
        raise Invalid(problems)
    if not scope.sees(merchant_id):
        raise NotFound("merchant not found")
    by_id = {new_id(): draft for draft in drafts}
    columns = rows.as_columns([(id_, *asdict(draft).values()) for id_, draft in by_id.items()], 9)
    names = (
        "ids", "countries", "schemes", "numbers", "valid_froms", "valid_tos", "brands", "device_classes", "kept_bys",
    )  # fmt: skip
    parameters = {
        "merchant_id": merchant_id, "is_sample": is_sample, "is_claimed": not scope.is_operator, "now": now,
        "actor_id": actor.id[:40],
    }  # fmt: skip
    with transaction(scope):
        made = rows.fetch_tuples(_WRITE, {**parameters, **dict(zip(names, columns, strict=True))})
        ids = [row[0] for row in made]
        record([_tell_written(merchant_id, id_, by_id[id_]) for id_ in ids], happened_at=now, actor=actor)
    return ids


def accept_registrations(*, scope: Scope, ids: Sequence[UUID], now: datetime, actor: Actor) -> list[UUID]:
    """Let registrations count that merchants said of themselves, and return those that did not until now.

    Emits: RegistrationAccepted. Raises: RegistrationNotFound (not the operator). Queries: 2.
    """
    if not scope.is_operator:
        raise RegistrationNotFound("only the operator accepts registrations")
    with transaction(scope):
        taken = rows.fetch_tuples(_ACCEPT, {"ids": list(ids)})
        facts = [
            RegistrationAccepted(merchant_id=merchant_id, aggregate_id=id_, country=country, scheme=scheme)
            for id_, merchant_id, country, scheme in taken
        ]
        record(facts, happened_at=now, actor=actor)
        return [row[0] for row in taken]


def withdraw_registrations(*, scope: Scope, ids: Sequence[UUID], now: datetime, actor: Actor) -> list[UUID]:
    """Let registrations not count any more, and return those that did until now. Emits: RegistrationWithdrawn.

    Queries: 2.
    """
    with transaction(scope):
        gone = rows.fetch_tuples(_WITHDRAW, {"ids": list(ids), "now": now})
        facts = [
            RegistrationWithdrawn(merchant_id=merchant_id, aggregate_id=id_, country=country, scheme=scheme)
            for id_, merchant_id, country, scheme in gone
        ]
        record(facts, happened_at=now, actor=actor)
        return [row[0] for row in gone]


def restore_registrations(*, scope: Scope, ids: Sequence[UUID], now: datetime, actor: Actor) -> list[UUID]:
    """Let registrations that were withdrawn count again, as an undo does. Emits: RegistrationWritten. Queries: 2."""
    with transaction(scope):
        back = rows.fetch_tuples(_RESTORE, {"ids": list(ids)})
        facts = [
            RegistrationWritten(
                merchant_id=merchant_id,
                aggregate_id=id_,
                country=country,
                scheme=scheme,
                valid_from=valid_from.isoformat(),
                valid_to=valid_to.isoformat() if valid_to else "",
            )
            for id_, merchant_id, country, scheme, valid_from, valid_to in back
        ]
        record(facts, happened_at=now, actor=actor)
        return [row[0] for row in back]


def keep_evidence(
    *, scope: Scope, registration_id: UUID, evidence: Evidence, now: datetime, actor: Actor
) -> UUID:
    """Keep the document that proves a registration; one that was kept before goes.

    It is kept for as long after the registration's end as contacts are after their last order, by the merchant's terms.
    Emits: EvidenceKept. Raises: Invalid, RegistrationNotFound. Queries: 7.
    """
    problems = check_evidence(evidence)
    if problems:
        raise Invalid(problems)
    with transaction(scope):
        found = rows.fetch_tuples(_FIND, {"id": registration_id})
        if not found:
            raise RegistrationNotFound("there is no such registration")
        one = _Found._make(found[0])
        lock_terms(one.merchant_id)
        days = get_terms(scope, merchant_id=one.merchant_id, at=now).retention_contact_days
        end = datetime.combine(one.valid_to, time(), UTC) if one.valid_to else now + timedelta(days=MAX_DAYS)
        kept = keep_document(
            merchant_id=one.merchant_id, contact_id=None, kind="registration", media_type=evidence.media_type,
            content=evidence.content, now=now, expires_at=max(end, now) + timedelta(days=days),
        )  # fmt: skip
        rows.execute(_PROVE, {"id": one.id, "evidence_id": kept})
        if one.evidence_id:
            delete_documents(ids=[one.evidence_id])
        fact = EvidenceKept(
            merchant_id=one.merchant_id, aggregate_id=one.id, country=one.country, scheme=one.scheme
        )
        record([fact], happened_at=now, actor=actor)
        return kept


def _tell_written(merchant_id: UUID, id_: UUID, draft: RegistrationDraft) -> RegistrationWritten:
    return RegistrationWritten(
        merchant_id=merchant_id,
        aggregate_id=id_,
        country=draft.country,
        scheme=draft.scheme,
        valid_from=draft.valid_from.isoformat(),
        valid_to=draft.valid_to.isoformat() if draft.valid_to else "",
    )
