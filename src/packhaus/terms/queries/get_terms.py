"""A merchant's terms at a moment, and every version there was."""

import time
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.kernel.kept import forgets
from packhaus.messaging.types import Voice
from packhaus.terms.types import MerchantTerms, TermVersion, build_terms

_FRESH_SECONDS = 10.0

_VERSIONS = """
SELECT key, value, valid_from, valid_to, recorded_at, recorded_by FROM terms_term
WHERE merchant_id = %(merchant_id)s ORDER BY valid_from, id
"""


class _Kept(NamedTuple):
    read_at: float
    versions: list[TermVersion]


_known: dict[UUID, _Kept] = {}
_NOTHING_AGREED = build_terms({})


def get_terms(scope: Scope, *, merchant_id: UUID, at: datetime) -> MerchantTerms:
    """Return what holds for a merchant at a moment; versions are at most ten seconds old in this process.

    Queries: 1, or 0 while fresh. Raises: NotFound when the merchant is out of scope.
    """
    if not scope.sees(merchant_id):
        raise NotFound("merchant not found")
    kept = _known.get(merchant_id)
    if kept is None or time.monotonic() - kept.read_at > _FRESH_SECONDS:
        kept = _known[merchant_id] = _Kept(
            time.monotonic(), list_term_versions(scope, merchant_id=merchant_id)
        )
    if not kept.versions:
        return _NOTHING_AGREED
    values: dict[str, Any] = {
        version.key: version.value
        for version in kept.versions
        if version.valid_from <= at and (version.valid_to is None or at < version.valid_to)
    }
    return build_terms(values)


def get_voices(scope: Scope, *, merchant_ids: Collection[UUID], at: datetime) -> dict[UUID, Voice]:
    """Return how merchants speak to their shoppers. Queries: 1 each, 0 while fresh."""
    terms = {id_: get_terms(scope, merchant_id=id_, at=at) for id_ in sorted(set(merchant_ids))}
    return {
        id_: Voice(own.retention_message_days, own.message_languages, own.support_email)
        for id_, own in terms.items()
    }


def list_term_versions(scope: Scope, *, merchant_id: UUID) -> list[TermVersion]:
    """Return every version of a merchant's terms, the earliest first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(TermVersion, _VERSIONS, {"merchant_id": merchant_id})


@forgets
def forget_terms() -> None:
    """Read the terms anew at the next call: after one was set here, and between tests."""
    _known.clear()
