"""PINs: for a day without the badge. Drawn by us, said once, guessed at most five times in a row."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password

from packhaus.access.errors import TooManyAttempts
from packhaus.access.events import AccessChange, tell
from packhaus.access.locks import lock_floor_person
from packhaus.access.models import FloorPerson
from packhaus.access.queries.floor import list_floor_people
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.kernel.errors import DomainError, FieldProblem, Invalid, NotFound

_DIGITS = 6
FAILURES_AT_MOST = 5
BLOCKED_FOR = timedelta(minutes=15)


def make_pin(*, scope: Scope, user_id: UUID, now: datetime, actor: Actor) -> str:
    """Draw a new PIN for a person of the floor; it is seen this once. Emits: access_changed. Raises: NotFound."""
    pin = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    hashed = make_password(pin)
    with transaction(scope, savepoint=True):
        if user_id not in {person.user_id for person in list_floor_people(scope=scope)}:
            raise NotFound("only people of the floor have a PIN")
        FloorPerson.objects.update_or_create(
            user_id=user_id, defaults={"pin": hashed, "failures": 0, "blocked_until": None}
        )
        tell(AccessChange("pin_made", None, "user", user_id), now=now, actor=actor)
    return pin


def check_pin(*, user_id: UUID, pin: str, now: datetime) -> None:
    """Accept a person's PIN; a wrong one is counted even though it is refused.

    After FAILURES_AT_MOST in a row none is taken for a while. Raises: Invalid (wrong, or none is set), TooManyAttempts.
    """
    with transaction(Scope.operator(), savepoint=True):
        refusal = _try_pin(lock_floor_person(user_id), pin.strip(), now)
    if refusal is not None:
        raise refusal


def _try_pin(person: FloorPerson | None, pin: str, now: datetime) -> DomainError | None:
    """Return the refusal instead of raising it: what was counted must be committed."""
    wrong = Invalid([FieldProblem("pin", "pin_wrong", "This PIN is wrong.")])
    if person is None or not person.pin:
        return wrong
    if person.blocked_until is not None and now < person.blocked_until:
        seconds = int((person.blocked_until - now).total_seconds()) + 1
        return TooManyAttempts("too many wrong PINs", retry_after_seconds=seconds)
    if check_password(pin, person.pin):
        _save(person, failures=0, blocked_until=None)
        return None
    failures = person.failures + 1
    if failures >= FAILURES_AT_MOST:
        _save(person, failures=0, blocked_until=now + BLOCKED_FOR)
    else:
        _save(person, failures=failures)
    return wrong


def _save(person: FloorPerson, **changes: object) -> None:
    FloorPerson.objects.filter(user_id=person.user_id).update(**changes)
