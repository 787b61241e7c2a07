"""Invitations and forgotten passwords: one signed, short-lived token that the first new password uses up."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from packhaus.access.models import User
from packhaus.access.services.users import set_password
from packhaus.access.types import Actor, ActorKind
from packhaus.kernel.errors import NotFound

_tokens = PasswordResetTokenGenerator()


def make_invitation(*, user_id: UUID) -> str:
    """Return the token with which a person sets a password; valid for settings.PASSWORD_RESET_TIMEOUT. Queries: 1."""
    return _tokens.make_token(_find(user_id))


def take_invitation(*, user_id: UUID, token: str, password: str, now: datetime) -> None:
    """Set the password and use the token up. Emits: access_changed. Raises: NotFound (stale or forged), Invalid."""
    if not _tokens.check_token(_find(user_id), token):
        raise NotFound("this link has been used or is too old")
    set_password(user_id=user_id, password=password, now=now, actor=Actor(ActorKind.USER, str(user_id)))


def _find(user_id: UUID) -> User:
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        raise NotFound("this link has been used or is too old")
    return user
