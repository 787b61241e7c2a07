"""Who is asking, and what they may see: the answer of every authentication."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.errors import ScopeMissing
from packhaus.access.scope import Scope
from packhaus.access.types import Actor, KeyScope, Role


@dataclass(frozen=True, slots=True)
class KeyIdentity:
    """A program with a key."""

    key_id: UUID
    merchant_id: UUID | None
    scopes: frozenset[str]
    scope: Scope
    actor: Actor

    def require(self, wanted: KeyScope) -> None:
        """Raise ScopeMissing unless the key was made for this."""
        if wanted.value not in self.scopes:
            raise ScopeMissing(f"this key lacks the scope {wanted.value}", missing=wanted.value)


@dataclass(frozen=True, slots=True)
class UserIdentity:
    """A person who signed in; nobody has no id, no role and sees nothing."""

    user_id: UUID | None
    roles: frozenset[Role]
    merchant_ids: tuple[UUID, ...]
    scope: Scope
    actor: Actor
