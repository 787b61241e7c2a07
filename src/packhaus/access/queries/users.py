"""People who sign in, and what they may see."""

from typing import NamedTuple
from uuid import UUID

from packhaus.access.identity import UserIdentity
from packhaus.access.scope import Scope
from packhaus.access.types import OPERATOR_ROLES, Actor, ActorKind, Role, UserRow
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound

_LIST = """
SELECT u.id, u.email, u.name, u.language, u.is_active, left(u.password, 1) <> '!' AS has_password,
       array_agg(DISTINCT s.role::text ORDER BY s.role::text) AS roles,
       coalesce(array_agg(DISTINCT m.code::text ORDER BY m.code::text) FILTER (WHERE m.code IS NOT NULL), '{}')
           AS merchant_codes,
       u.last_login
FROM access_user AS u
JOIN access_membership AS s ON s.user_id = u.id
LEFT JOIN access_merchant AS m ON m.id = s.merchant_id
WHERE (%(is_operator)s OR s.merchant_id = ANY(%(merchant_ids)s::uuid[]))
  AND (%(id)s::uuid IS NULL OR u.id = %(id)s::uuid)
GROUP BY u.id
ORDER BY u.is_active DESC, u.name, u.id
"""

_ROLES = """
SELECT s.role, s.merchant_id
FROM access_membership AS s
JOIN access_user AS u ON u.id = s.user_id
LEFT JOIN access_merchant AS m ON m.id = s.merchant_id
WHERE s.user_id = %(user_id)s::uuid AND u.is_active AND m.is_active IS NOT FALSE
ORDER BY s.merchant_id
"""


class _Membership(NamedTuple):
    role: str
    merchant_id: UUID | None


def list_users(scope: Scope) -> list[UserRow]:
    """Return the people of the scope: for a merchant its own sign-ins, for the operator everybody. Queries: 1."""
    return _list(scope)


def get_user(*, scope: Scope, user_id: UUID) -> UserRow:
    """Return one person of the scope. Queries: 1. Raises: NotFound."""
    found = _list(scope, user_id)
    if not found:
        raise NotFound("user not found")
    return found[0]


def get_user_by_email(*, scope: Scope, email: str) -> UserRow:
    """Return the person of this address, in any case of letters. Queries: 1. Raises: NotFound."""
    folded = email.strip().casefold()
    for user in _list(scope):
        if user.email == folded:
            return user
    raise NotFound(f"nobody signs in as {folded}")


def identify_user(user_id: UUID) -> UserIdentity:
    """Return what a signed-in person is and may see; nobody disabled, no merchant that left. Queries: 1."""
    held = [_Membership(*row) for row in rows.fetch_tuples(_ROLES, {"user_id": user_id})]
    roles = frozenset(Role(membership.role) for membership in held)
    merchant_ids = tuple(membership.merchant_id for membership in held if membership.merchant_id)
    return UserIdentity(
        user_id=user_id,
        roles=roles,
        merchant_ids=merchant_ids,
        scope=Scope.operator() if roles & OPERATOR_ROLES else Scope.merchant(*merchant_ids),
        actor=Actor(ActorKind.USER, str(user_id)),
    )


def _list(scope: Scope, user_id: UUID | None = None) -> list[UserRow]:
    return rows.fetch_rows(
        UserRow,
        _LIST,
        {"is_operator": scope.is_operator, "merchant_ids": list(scope.merchant_ids), "id": user_id},
    )
