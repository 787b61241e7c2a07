"""Changes of rights as facts. The journal lies above this app and hangs itself in when it is ready."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from packhaus.access.types import Actor


@dataclass(frozen=True, slots=True)
class AccessChange:
    """What was changed on which user, key or merchant: ids and codes, never an address or a name."""

    what: str
    merchant_id: UUID | None
    aggregate_kind: str
    aggregate_id: UUID
    codes: Mapping[str, str | list[str]] = field(default_factory=dict)


class Auditor(Protocol):
    """Record the change in the running transaction."""

    def __call__(self, change: AccessChange, *, now: datetime, actor: Actor) -> None: ...


_auditors: list[Auditor] = []


def set_auditor(auditor: Auditor) -> None:
    """Hang in who records changes; once per process."""
    _auditors[:] = [auditor]


def tell(change: AccessChange, *, now: datetime, actor: Actor) -> None:
    """Record the change in the running transaction; nobody to tell it to is a bug."""
    [auditor] = _auditors
    auditor(change, now=now, actor=actor)
