"""How a person signs in."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from packhaus.access.models import SignInLink, User
from packhaus.access.types import LinkPurpose, OpenLink, SignInState
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound

_STATE = """
SELECT EXISTS (SELECT FROM access_secondfactor AS f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL)
           AS has_second_factor,
       (SELECT count(*) FROM access_recoverycode AS c WHERE c.user_id = u.id AND c.used_at IS NULL)
           AS recovery_codes_left,
       i.created_at AS invited_at, i.expires_at AS invitation_expires_at,
       coalesce(i.ended_at IS NULL AND i.expires_at > now(), false) AS is_invitation_open
FROM access_user AS u
LEFT JOIN LATERAL (
    SELECT l.created_at, l.expires_at, l.ended_at FROM access_signinlink AS l
    WHERE l.user_id = u.id AND l.purpose = 'invitation' ORDER BY l.created_at DESC, l.id DESC LIMIT 1
) AS i ON true
WHERE u.id = %(user_id)s::uuid
"""
_HAS = """
SELECT EXISTS (SELECT FROM access_secondfactor WHERE user_id = %(user_id)s::uuid AND confirmed_at IS NOT NULL)
"""


def get_sign_in_state(user_id: UUID) -> SignInState:
    """Return how a person signs in; the caller has checked who may know. Queries: 1."""
    return rows.fetch_one(SignInState, _STATE, {"user_id": user_id})


def has_second_factor(user_id: UUID) -> bool:
    """Tell whether a password is not enough for this person. Queries: 1."""
    return bool(rows.fetch_value(_HAS, {"user_id": user_id}))


def find_person(user_id: UUID) -> User | None:
    """Return the person as Django signs somebody in, or None when shut out. Queries: 1."""
    return User.objects.filter(id=user_id, is_active=True).first()


def list_open_links(*, ids: Collection[UUID], now: datetime) -> set[UUID]:
    """Return which of these ids are links that may still open something. Queries: 1."""
    return set(
        SignInLink.objects.filter(id__in=ids, ended_at=None, expires_at__gt=now).values_list("id", flat=True)
    )


def get_open_link(*, link_id: UUID, token: str, purpose: LinkPurpose, now: datetime) -> OpenLink:
    """Return whose link this is. Raises: NotFound (forged, used, replaced, too old, or the person is shut out)."""
    link = SignInLink.objects.select_related("user").filter(id=link_id).first()
    if link is None or link.user is None or not link.opens_with(token, purpose, now):
        raise NotFound("this link has been used or is too old")
    return OpenLink(link.id, link.purpose, link.user.id, link.user.name, link.user.email)
