"""Changes of rights as facts: who changed which user, key or merchant, and how."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from packhaus.access.events import AccessChange
from packhaus.access.types import Actor
from packhaus.journal.services.record import record
from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessChanged(Fact):
    """A user, key or merchant was changed; `codes` has roles, scopes or a merchant's code."""

    kind: ClassVar[str] = "access_changed"
    aggregate_kind: str  # type: ignore[misc]  # user, api_key or merchant
    what: str
    codes: Mapping[str, str | list[str]]


def record_access_change(change: AccessChange, *, now: datetime, actor: Actor) -> None:
    """Record a change of rights in the running transaction. Queries: 1."""
    fact = AccessChanged(
        merchant_id=change.merchant_id,
        aggregate_kind=change.aggregate_kind,
        aggregate_id=change.aggregate_id,
        what=change.what,
        codes=dict(change.codes),
    )
    record([fact], happened_at=now, actor=actor)
