"""The sign-ins of the demo: one for each of the operation's jobs, one for each merchant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.services.users import create_user
from packhaus.access.types import SYSTEM, Role

# Nothing secret: the demo listens on this machine only and holds made-up people.
PASSWORD = "packhaus-demo-2026"  # noqa: S105 - printed for everybody
_STAFF = (
    ("lead@packhaus.example.com", "Lena Berger", Role.LEAD, "shift lead: waves, cut-offs, shorts"),
    ("floor@packhaus.example.com", "Ari Wibowo", Role.ASSOCIATE, "warehouse associate: picks, packs"),
    (
        "walker@packhaus.example.com",
        "Maya Lindqvist",
        Role.ASSOCIATE,
        "warehouse associate: the next walk",
    ),
    ("support@packhaus.example.com", "Sam Turner", Role.SUPPORT, "support: where is my order"),
    ("finance@packhaus.example.com", "Fiona Marsh", Role.FINANCE, "finance"),
    ("planner@packhaus.example.com", "Paul Richter", Role.PLANNER, "planner: stock, replenishment"),
    ("admin@packhaus.example.com", "Ada Nowak", Role.ADMIN, "administrator: users, keys, settings"),
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who may sign in, and as what."""

    email: str
    password: str
    purpose: str


def create_people(
    *, merchants: Mapping[str, tuple[UUID, str, str]], now: datetime
) -> tuple[list[UUID], list[SignIn]]:
    """Create everybody, return associates' ids and sign-ins; `merchants` maps codes to (id, e-mail, language)."""
    scope = Scope.operator()
    made: list[SignIn] = []
    associates: list[UUID] = []
    for email, name, role, purpose in _STAFF:
        user_id = create_user(
            scope=scope, email=email, name=name, roles=[role], password=PASSWORD, now=now, actor=SYSTEM
        )
        if role is Role.ASSOCIATE:
            associates.append(user_id)
        made.append(SignIn(email, PASSWORD, purpose))
    for code, (merchant_id, email, language) in merchants.items():
        create_user(
            scope=scope, email=email, name=f"{code} office", roles=[Role.MERCHANT], merchant_id=merchant_id,
            password=PASSWORD, language=language, now=now, actor=SYSTEM,
        )  # fmt: skip
        made.append(SignIn(email, PASSWORD, f"merchant {code}: its own orders and stock only"))
    return associates, made
