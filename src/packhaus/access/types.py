"""Who acts, and what they may see."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

MerchantId = NewType("MerchantId", UUID)


class ActorKind(StrEnum):
    """What kind of hand did it."""

    USER = "user"
    KEY = "key"
    SYSTEM = "system"
    SHOPPER = "shopper"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, by id and never by name."""

    kind: ActorKind
    id: str


SYSTEM = Actor(ActorKind.SYSTEM, "packhaus")


class Role(StrEnum):
    """What a person is here to do; the letters of the screens' table."""

    LEAD = "lead"
    ASSOCIATE = "associate"
    SUPPORT = "support"
    FINANCE = "finance"
    PLANNER = "planner"
    ADMIN = "admin"
    MERCHANT = "merchant"


class KeyScope(StrEnum):
    """What a program may do with its key."""

    ORDERS_WRITE = "orders:write"
    ORDERS_READ = "orders:read"
    STOCK_READ = "stock:read"
    STOCK_WRITE = "stock:write"
    CATALOG_WRITE = "catalog:write"
    FLOOR = "floor"
    PRINT = "print"
    TRACKING = "tracking"
    ACCESS = "access"
    BULK = "bulk"


class LinkPurpose(StrEnum):
    """Why a person gets a link to set a password."""

    INVITATION = "invitation"
    RESET = "reset"


FLOOR_ROLES = frozenset({Role.ASSOCIATE, Role.LEAD, Role.ADMIN})
OPERATOR_ROLES = frozenset(Role) - {Role.MERCHANT}


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made: the only time its token is seen."""

    id: UUID
    token: str
    prefix: str


@dataclass(frozen=True, slots=True)
class MerchantRow:
    """A merchant as every page and service needs it."""

    id: UUID
    code: str
    name: str
    currency: str
    language: str
    country: str
    accent: str
    is_active: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key in a list; of its token only the prefix."""

    id: UUID
    merchant_id: UUID | None
    merchant_code: str | None
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    last_used_on: date | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class UserRow:
    """A person in a list; roles as codes, and the merchants a merchant's role is for."""

    id: UUID
    email: str
    name: str
    language: str
    is_active: bool
    has_password: bool
    roles: list[str]
    merchant_codes: list[str]
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class MintedLink:
    """A link just made, on its way into a mail: the only time its token is seen."""

    id: UUID
    purpose: str
    token: str
    user_id: UUID
    email: str
    name: str
    language: str

    @property
    def path(self) -> str:
        """Where the link leads on our pages."""
        return f"/{self.purpose}/{self.id}/{self.token}"


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that may be taken, and whose it is."""

    id: UUID
    purpose: str
    user_id: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A second factor that waits for its first code."""

    secret: str
    uri: str


@dataclass(frozen=True, slots=True)
class SignInState:
    """How a person signs in: second factor, codes left, the last invitation."""

    has_second_factor: bool
    recovery_codes_left: int
    invited_at: datetime | None
    invitation_expires_at: datetime | None
    is_invitation_open: bool


@dataclass(frozen=True, slots=True)
class UserDetail(UserRow):
    """A person, and how the person signs in."""

    sign_in: SignInState


@dataclass(frozen=True, slots=True)
class NewBadge:
    """A badge just made: the only time its code is seen."""

    user_id: UUID
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device just paired: the only time its token is seen."""

    id: UUID
    token: str
