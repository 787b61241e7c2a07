"""Devices of the floor: paired once by a lead, ended from setup; the token in its cookie is seen once."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.events import AccessChange, tell
from packhaus.access.models import FloorDevice, FloorPerson
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.keys import hash_token
from packhaus.access.types import Actor, NewDevice
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound

_SECRET_BYTES = 32
NAME_LENGTH = 40


def pair_device(*, scope: Scope, site_id: UUID, name: str, now: datetime, actor: Actor) -> NewDevice:
    """Pair a device with a site. The caller has checked the site. Emits: access_changed. Raises: Invalid, NotFound."""
    called = name.strip()
    if not 1 <= len(called) <= NAME_LENGTH:
        raise Invalid([FieldProblem("name", "length", f"1 to {NAME_LENGTH} characters")])
    if not scope.is_operator:
        raise NotFound("only the operator pairs devices")
    token = secrets.token_urlsafe(_SECRET_BYTES)
    with transaction(scope, savepoint=True):
        made = FloorDevice.objects.create(
            site_id=site_id,
            name=called,
            token_sha256=hash_token(token),
            paired_at=now,
            paired_by_id=UUID(actor.id),
        )
        tell(AccessChange("device_paired", None, "floor_device", made.id), now=now, actor=actor)
    return NewDevice(made.id, token)


def end_device(*, scope: Scope, device_id: UUID, now: datetime, actor: Actor) -> None:
    """End a device: whoever is signed in on it by badge is out with the next tap. Emits: access_changed.

    Raises: NotFound.
    """
    with transaction(scope, savepoint=True):
        live = FloorDevice.objects.filter(id=device_id, revoked_at__isnull=True)
        if not scope.is_operator or not live.update(revoked_at=now):
            raise NotFound("no such device")
        tell(AccessChange("device_ended", None, "floor_device", device_id), now=now, actor=actor)


def note_device(*, device_id: UUID, kept: int, kept_since: datetime | None, now: datetime) -> None:
    """Note that a device was heard of, and how many scans it keeps for the network. Queries: 1."""
    FloorDevice.objects.filter(id=device_id).update(
        seen_at=now, kept=max(kept, 0), kept_since=kept_since if kept > 0 else None
    )


def set_kinds(
    *, scope: Scope, user_id: UUID, kinds: Sequence[str] | None, now: datetime, actor: Actor
) -> None:
    """Say which kinds of work a person is offered; None is all of them. Emits: access_changed. Raises: NotFound."""
    if not scope.is_operator:
        raise NotFound("only the operator says who does what")
    with transaction(scope, savepoint=True):
        FloorPerson.objects.update_or_create(
            user_id=user_id, defaults={"kinds": None if kinds is None else sorted(set(kinds))}
        )
        codes = {"kinds": sorted(set(kinds))} if kinds is not None else {}
        tell(AccessChange("floor_kinds_set", None, "user", user_id, codes), now=now, actor=actor)
