"""Badges: a random code that a scanner reads, made when it is printed and kept as SHA-256."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.events import AccessChange, tell
from packhaus.access.models import FloorPerson
from packhaus.access.queries.floor import list_floor_people
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor, NewBadge
from packhaus.kernel.errors import NotFound

PREFIX = "PHB"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Source: Crockford, Base32: no letter that is read as a figure; all of them are in Code 128."""
_LENGTH = 20


def make_badges(*, scope: Scope, user_ids: Sequence[UUID], now: datetime, actor: Actor) -> list[NewBadge]:
    """Make new badges for people of the floor; the ones before end at once.

    Emits: access_changed, one for each. Raises: NotFound (somebody who does not work on the floor; nothing changed).
    """
    with transaction(scope, savepoint=True):
        names = {person.user_id: person.name for person in list_floor_people(scope=scope)}
        if not user_ids or not set(user_ids) <= set(names):
            raise NotFound("only people of the floor have badges")
        made = [NewBadge(user_id, names[user_id], _draw_code()) for user_id in dict.fromkeys(user_ids)]
        for badge in made:
            FloorPerson.objects.update_or_create(
                user_id=badge.user_id,
                defaults={"badge_sha256": hash_badge(badge.code), "badge_made_at": now},
            )
            tell(AccessChange("badge_made", None, "user", badge.user_id), now=now, actor=actor)
    return made


def end_badge(*, scope: Scope, user_id: UUID, now: datetime, actor: Actor) -> None:
    """End a lost badge. Emits: access_changed. Raises: NotFound (there is none)."""
    with transaction(scope, savepoint=True):
        held = FloorPerson.objects.filter(user_id=user_id, badge_sha256__isnull=False)
        if not scope.is_operator or not held.update(badge_sha256=None, badge_made_at=None):
            raise NotFound("no badge")
        tell(AccessChange("badge_ended", None, "user", user_id), now=now, actor=actor)


def hash_badge(code: str) -> bytes:
    """Return what is kept of a badge's code. Queries: 0."""
    return hashlib.sha256(code.encode()).digest()


def _draw_code() -> str:
    return PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
