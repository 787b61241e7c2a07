"""Who is let in: people by invitation, programs by key."""

from typing import Annotated, Literal

from pydantic import Field

from packhaus.access.types import KeyScope, Role
from packhaus.api.fields import Input, MerchantCode, PageIn, bounded

OperatorRole = Literal["lead", "associate", "support", "finance", "planner", "admin"]
OneMerchant = Annotated[str, bounded(16, 1)]


class UserListIn(PageIn):
    """What narrows the list of people."""

    merchant: MerchantCode = ""
    role: Annotated[list[Role], Field(max_length=len(Role))] = []
    active: bool | None = None


class RightsIn(Input):
    """Roles with the operator, or merchants by code: whoever works for a merchant has no role with the operator."""

    roles: Annotated[list[OperatorRole], Field(max_length=6)] = []
    merchants: Annotated[list[OneMerchant], Field(max_length=200)] = []

    def list_roles(self) -> list[Role]:
        """Return what the services take: a merchant's people have the role merchant."""
        return [*map(Role, self.roles), *([Role.MERCHANT] if self.merchants else [])]


class InviteIn(RightsIn):
    """Whom to invite, in which language, and what for."""

    email: Annotated[str, bounded(254, 3)]
    name: Annotated[str, bounded(120, 1)]
    language: Literal["en", "de", "id"] = "en"


class KeyListIn(PageIn):
    """What narrows the list of keys."""

    merchant: MerchantCode = ""
    revoked: bool | None = None


class KeyIn(Input):
    """A key for a merchant, or for the operator when none is named."""

    name: Annotated[str, bounded(60, 1)]
    scopes: Annotated[list[KeyScope], Field(min_length=1, max_length=len(KeyScope))]
    merchant: MerchantCode = ""
