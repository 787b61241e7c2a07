"""People who sign in, and what they may see."""

from dataclasses import dataclass, fields
from typing import Any, NamedTuple
from uuid import UUID

from packhaus.access.identity import UserIdentity
from packhaus.access.queries.sign_in import get_sign_in_state
from packhaus.access.scope import Scope
from packhaus.access.types import OPERATOR_ROLES, Actor, ActorKind, Role, UserDetail, UserRow
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

# Somebody whose last right was taken away is the operator's to find still: the address stays taken.
_SELECT = """
SELECT u.id, u.email, u.name, u.language, u.is_active, left(u.password, 1) <> '!' AS has_password,
       coalesce(array_agg(DISTINCT s.role::text ORDER BY s.role::text) FILTER (WHERE s.role IS NOT NULL), '{}')
           AS roles,
       coalesce(array_agg(DISTINCT m.code::text ORDER BY m.code::text) FILTER (WHERE m.code IS NOT NULL), '{}')
           AS merchant_codes,
       u.last_login
FROM access_user AS u
LEFT JOIN access_membership AS s ON s.user_id = u.id
LEFT JOIN access_merchant AS m ON m.id = s.merchant_id
WHERE (%(is_operator)s OR s.merchant_id = ANY(%(merchant_ids)s::uuid[]))
  AND (%(id)s::uuid IS NULL OR u.id = %(id)s::uuid)
  AND (%(is_active)s::boolean IS NULL OR u.is_active = %(is_active)s::boolean)
GROUP BY u.id
HAVING (%(merchant_id)s::uuid IS NULL OR bool_or(s.merchant_id = %(merchant_id)s::uuid))
   AND (cardinality(%(roles)s::text[]) = 0 OR bool_or(s.role = ANY(%(roles)s::text[])))
"""
_LIST = f"{_SELECT} ORDER BY u.is_active DESC, u.name, u.id"

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


@dataclass(frozen=True, slots=True)
class UserFilter:
    """Whom to list; nothing chosen is everybody."""

    merchant_id: UUID | None = None
    roles: tuple[str, ...] = ()
    is_active: bool | None = None
    user_id: UUID | None = None


EVERYBODY = UserFilter()


def list_users(scope: Scope) -> list[UserRow]:
    """Return the people of the scope: for a merchant its own sign-ins, for the operator everybody. Queries: 1."""
    return _list(scope)


def list_users_page(scope: Scope, *, wanted: UserFilter, page: PageOf) -> Page[UserRow]:
    """Return a page of the scope's people, by when they were let in first. Queries: 2."""
    return fetch_page(UserRow, _SELECT, _describe(scope, wanted), keys=(Key("id", "uuid"),), page=page)


def get_user_detail(scope: Scope, *, user_id: UUID) -> UserDetail:
    """Return one person of the scope with how the person signs in. Queries: 2. Raises: NotFound."""
    user = get_user(scope=scope, user_id=user_id)
    values = {field.name: getattr(user, field.name) for field in fields(user)}
    return UserDetail(**values, sign_in=get_sign_in_state(user_id))


def get_user(*, scope: Scope, user_id: UUID) -> UserRow:
    """Return one person of the scope. Queries: 1. Raises: NotFound."""
    found = _list(scope, UserFilter(user_id=user_id))
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


def _list(scope: Scope, wanted: UserFilter = EVERYBODY) -> list[UserRow]:
    return rows.fetch_rows(UserRow, _LIST, _describe(scope, wanted))


def _describe(scope: Scope, wanted: UserFilter) -> dict[str, Any]:
    return {
        "is_operator": scope.is_operator,
        "merchant_ids": list(scope.merchant_ids),
        "id": wanted.user_id,
        "merchant_id": wanted.merchant_id,
        "roles": list(wanted.roles),
        "is_active": wanted.is_active,
    }
