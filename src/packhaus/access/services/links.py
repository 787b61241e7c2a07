"""Links by mail: made, mailed, taken, ended. Whoever asks for one never learns whether an address is known."""

import secrets
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from packhaus.access.errors import TooManyAttempts
from packhaus.access.events import AccessChange, tell
from packhaus.access.locks import lock_sign_in_link
from packhaus.access.models import SignInLink, User
from packhaus.access.models.sign_in_link import hash_link_token
from packhaus.access.ports import post_link
from packhaus.access.queries.users import get_user
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.users import set_name, set_password
from packhaus.access.types import Actor, ActorKind, LinkPurpose, MintedLink
from packhaus.kernel.errors import NotFound
from packhaus.kernel.ids import new_id

LASTS = {LinkPurpose.INVITATION: timedelta(days=3), LinkPurpose.RESET: timedelta(hours=1)}
RESETS_PER_HOUR = 3
# Long enough to see on a person's page that an invitation was never taken.
KEPT = timedelta(days=90)
# For all of the installation: more than a busy morning asks for, fewer than a program would.
RESETS_PER_MINUTE = 30
_TOKEN_BYTES = 32


def make_link(
    *, scope: Scope, user_id: UUID, purpose: LinkPurpose, now: datetime, actor: Actor
) -> MintedLink:
    """Make a link for somebody who hands it over by hand: it is seen this once, and mailed to nobody.

    Emits: access_changed. Raises: NotFound.
    """
    with transaction(scope, savepoint=True):
        link_id = _start(scope, user_id, purpose, now, actor)
    minted = mint_link(link_id=link_id, now=now)
    assert minted is not None
    return minted


def send_invitation(*, scope: Scope, user_id: UUID, now: datetime, actor: Actor) -> UUID:
    """Mail a person the link to set a name and a password; one sent before ends.

    Emits: access_changed. Raises: NotFound (absent, shut out, or not the caller's).
    """
    with transaction(scope, savepoint=True):
        link_id = _start(scope, user_id, LinkPurpose.INVITATION, now, actor)
        post_link(link_id)
    return link_id


def ask_for_reset(*, email: str, now: datetime) -> None:
    """Mail the person of this address a link for a new password, when there is such a person.

    The answer is the same either way, and takes the same statements. More than RESETS_PER_HOUR for one person mail
    nothing. Raises: TooManyAttempts when the whole installation is asked too often.
    """
    with transaction(Scope.operator(), savepoint=True):
        lately = SignInLink.objects.filter(
            purpose=LinkPurpose.RESET.value, created_at__gt=now - timedelta(minutes=1)
        )
        newest = list(
            lately.order_by("-created_at", "-id").values_list("created_at", flat=True)[:RESETS_PER_MINUTE]
        )
        if len(newest) >= RESETS_PER_MINUTE:
            left = newest[-1] + timedelta(minutes=1) - now
            raise TooManyAttempts(
                "too many new passwords are asked for", retry_after_seconds=max(ceil(left.total_seconds()), 1)
            )
        user = User.objects.filter(email=email.strip().casefold()[:254], is_active=True).first()
        # Asked of nobody as well, so that an unknown address takes the same statements.
        recent = SignInLink.objects.filter(
            user=user, purpose=LinkPurpose.RESET.value, created_at__gt=now - timedelta(hours=1)
        ).count()
        mailed = user if user is not None and recent < RESETS_PER_HOUR else None
        post_link(_make(mailed.id if mailed else None, LinkPurpose.RESET, now))


def mint_link(*, link_id: UUID, now: datetime) -> MintedLink | None:
    """Give a link its token, on the way into the mail; None when there is nobody to mail it to any more.

    Asked again (a mail that did not leave is tried again) it makes another token, and the one before ends.
    """
    with transaction(Scope.operator(), savepoint=True):
        link = lock_sign_in_link(link_id)
        if link is None or link.ended_at is not None or link.user is None or not link.user.is_active:
            return None
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        lasts = LASTS[LinkPurpose(link.purpose)]
        SignInLink.objects.filter(id=link_id).update(
            token_sha256=hash_link_token(token), sent_at=now, expires_at=now + lasts
        )
        user = link.user
        return MintedLink(link_id, link.purpose, token, user.id, user.email, user.name, user.language)


def take_link(
    *, link_id: UUID, token: str, purpose: LinkPurpose, password: str, now: datetime, name: str = ""
) -> UUID:
    """Set the password (and the name, of an invitation) and use the link up; return the person's id.

    Sessions of the person end. Emits: access_changed. Raises: NotFound, Invalid (nothing changed).
    """
    with transaction(Scope.operator(), savepoint=True):
        user_id = _require_open(lock_sign_in_link(link_id), token, purpose, now)
        if purpose is LinkPurpose.INVITATION:
            set_name(user_id=user_id, name=name)
        set_password(user_id=user_id, password=password, now=now, actor=Actor(ActorKind.USER, str(user_id)))
    return user_id


def delete_old_links(*, now: datetime) -> int:
    """Delete links that ended or ran out long ago; return how many. Queries: 1."""
    with transaction(Scope.operator()):
        return SignInLink.objects.filter(expires_at__lt=now - KEPT).delete()[0]


def _start(scope: Scope, user_id: UUID, purpose: LinkPurpose, now: datetime, actor: Actor) -> UUID:
    if not get_user(scope=scope, user_id=user_id).is_active:
        raise NotFound("user not found")
    what = "user_invited" if purpose is LinkPurpose.INVITATION else "user_reset_link_made"
    # What a merchant does among its own people is in its own journal.
    merchant_id = None if scope.is_operator else scope.merchant_ids[0]
    tell(AccessChange(what, merchant_id, "user", user_id), now=now, actor=actor)
    return _make(user_id, purpose, now)


def _make(user_id: UUID | None, purpose: LinkPurpose, now: datetime) -> UUID:
    SignInLink.objects.filter(user_id=user_id or new_id(), purpose=purpose.value, ended_at=None).update(
        ended_at=now
    )
    link = SignInLink.objects.create(
        user_id=user_id, purpose=purpose.value, created_at=now, expires_at=now + LASTS[purpose]
    )
    return link.id


def _require_open(link: SignInLink | None, token: str, purpose: LinkPurpose, now: datetime) -> UUID:
    if link is None or link.user is None or not link.opens_with(token, purpose, now):
        raise NotFound("this link has been used or is too old")
    return link.user.id
