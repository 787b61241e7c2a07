"""Invite a person: a sign-in without a password, and the mail that leads to one."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.services.links import send_invitation
from packhaus.access.services.users import create_user, set_rights
from packhaus.access.types import Actor, Role


def invite_user(
    *,
    scope: Scope,
    email: str,
    name: str,
    roles: Iterable[Role],
    language: str,
    now: datetime,
    actor: Actor,
    merchant_ids: Sequence[UUID] = (),
) -> UUID:
    """Give a person a sign-in with the operator, or with these merchants, and mail the link that opens it.

    Emits: access_changed. Raises: Invalid (every problem), EmailTaken, NotFound (not the caller's merchant).
    """
    first, roles = (merchant_ids[0] if merchant_ids else None), list(roles)
    with transaction(scope, savepoint=True):
        user_id = create_user(
            scope=scope, email=email, name=name, roles=roles, merchant_id=first, language=language, now=now,
            actor=actor,
        )  # fmt: skip
        if len(merchant_ids) > 1:
            set_rights(
                scope=scope, user_id=user_id, roles=roles, merchant_ids=merchant_ids, now=now, actor=actor
            )
        send_invitation(scope=scope, user_id=user_id, now=now, actor=actor)
    return user_id
