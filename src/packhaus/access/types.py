"""Who acts, and what they may see."""

from dataclasses import dataclass
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
