"""The second factor: set up with a first code, asked for at every sign-in, taken away by its owner or an administrator.

Source: RFC 6238 (time-based one-time passwords), by pyotp.
"""

import hmac
import logging
from base64 import b32decode, b32encode
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
from django.db.models import F

from packhaus.access.errors import SecondFactorIsSet, TooManyAttempts
from packhaus.access.events import AccessChange, tell
from packhaus.access.locks import lock_second_factor
from packhaus.access.models import RecoveryCode, SecondFactor, User
from packhaus.access.queries.users import get_user
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.recovery_codes import make_recovery_codes, use_recovery_code
from packhaus.access.types import Actor, ActorKind, Enrolment
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.kernel.sealing import SealBroken, seal, unseal

ISSUER = "Packhaus"
STEP_SECONDS = 30
_PURPOSE = "second factor"
_logger = logging.getLogger(__name__)
# One step early or late: clocks of telephones differ, and typing takes time. Source: RFC 6238, section 5.2.
DRIFT_STEPS = (0, -1, 1)
FAILURES_AT_MOST = 5
BLOCKED_FOR = timedelta(minutes=15)


def start_second_factor(*, scope: Scope, user_id: UUID) -> Enrolment:
    """Return the secret that waits for its first code; asked again, it stays the same. Raises: SecondFactorIsSet."""
    with transaction(scope, savepoint=True):
        user = User.objects.get(id=user_id, is_active=True)
        factor, _ = SecondFactor.objects.get_or_create(
            user_id=user_id, defaults={"sealed_secret": _seal_new()}
        )
        if factor.confirmed_at is not None:
            raise SecondFactorIsSet("there is a second factor already")
        secret = _find_secret(factor)
        if secret is None:  # sealed with a key that is gone, and no device has it yet
            factor.sealed_secret = _seal_new()
            _save(factor, sealed_secret=factor.sealed_secret)
            secret = _find_secret(factor)
        assert secret is not None
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)
    return Enrolment(secret, uri)


def confirm_second_factor(*, user_id: UUID, code: str, now: datetime) -> list[str]:
    """Put the second factor in force with its first code, end other sessions, and return the recovery codes.

    They are seen this once. Emits: access_changed. Raises: Invalid (wrong code), TooManyAttempts, SecondFactorIsSet.
    """
    with transaction(Scope.operator(), savepoint=True):
        factor = lock_second_factor(user_id)
        if factor is None or factor.confirmed_at is not None:
            raise SecondFactorIsSet("there is no second factor to confirm")
        refusal = _try_code(factor, code, now, takes_recovery_codes=False)
        if refusal is None:
            SecondFactor.objects.filter(user_id=user_id).update(confirmed_at=now)
            codes = make_recovery_codes(user_id)
            _end_sessions(user_id)
            _tell("second_factor_set", user_id, now, _self(user_id))
    if refusal is not None:
        raise refusal
    return codes


def check_second_factor(*, user_id: UUID, code: str, now: datetime) -> None:
    """Accept a person's code, of the device or of the paper, once.

    A wrong one is counted even though it is refused: after FAILURES_AT_MOST in a row none is taken for a while.
    Raises: Invalid (wrong or used code), TooManyAttempts.
    """
    with transaction(Scope.operator(), savepoint=True):
        factor = lock_second_factor(user_id)
        if factor is None or factor.confirmed_at is None:
            raise NotFound("no second factor")
        refusal = _try_code(factor, code, now, takes_recovery_codes=True)
    if refusal is not None:
        raise refusal


def renew_recovery_codes(*, user_id: UUID, code: str, now: datetime) -> list[str]:
    """Replace all recovery codes; the old ones end. Emits: access_changed. Raises: as `check_second_factor`."""
    check_second_factor(user_id=user_id, code=code, now=now)
    with transaction(Scope.operator(), savepoint=True):
        codes = make_recovery_codes(user_id)
        _tell("recovery_codes_renewed", user_id, now, _self(user_id))
    return codes


def remove_second_factor(*, user_id: UUID, code: str, now: datetime) -> None:
    """Let a person take away the own second factor, with a code of it. Emits: access_changed."""
    check_second_factor(user_id=user_id, code=code, now=now)
    with transaction(Scope.operator(), savepoint=True):
        _remove("second_factor_removed", user_id, now, _self(user_id))


def reset_second_factor(*, scope: Scope, user_id: UUID, now: datetime, actor: Actor) -> None:
    """Take away somebody's second factor whose device is lost; open sessions end.

    Emits: access_changed. Raises: NotFound (absent, or not the caller's; nothing changed).
    """
    with transaction(scope, savepoint=True):
        get_user(scope=scope, user_id=user_id)
        if not scope.is_operator:
            raise NotFound("only the operator resets a second factor")
        _remove("second_factor_reset", user_id, now, actor)


def _try_code(
    factor: SecondFactor, code: str, now: datetime, *, takes_recovery_codes: bool
) -> Invalid | TooManyAttempts | None:
    """Return the refusal instead of raising it: what was counted must be committed."""
    if factor.blocked_until is not None and now < factor.blocked_until:
        seconds = int((factor.blocked_until - now).total_seconds()) + 1
        return TooManyAttempts("too many wrong codes", retry_after_seconds=seconds)
    typed = code.replace(" ", "").replace("-", "")
    step = _find_step(factor, typed, now)
    if step is not None:
        _save(factor, last_step=step, failures=0, blocked_until=None)
        return None
    if takes_recovery_codes and use_recovery_code(user_id=factor.user_id, code=typed, now=now):
        _save(factor, failures=0, blocked_until=None)
        return None
    failures = factor.failures + 1
    if failures >= FAILURES_AT_MOST:
        _save(factor, failures=0, blocked_until=now + BLOCKED_FOR)
    else:
        _save(factor, failures=failures)
    return Invalid([FieldProblem("code", "code_wrong", "This code is wrong, too old, or was used before.")])


def _find_step(factor: SecondFactor, code: str, now: datetime) -> int | None:
    """Return the step whose code this is; none at or before the last one taken, or a code could be used twice."""
    secret = _find_secret(factor)
    if secret is None:
        return None
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    current = int(now.timestamp()) // STEP_SECONDS
    steps = (current + drift for drift in DRIFT_STEPS)
    found = [step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())]
    return next((step for step in found if step > factor.last_step), None)


def _seal_new() -> bytes:
    return seal(b32decode(pyotp.random_base32()), purpose=_PURPOSE)


def _find_secret(factor: SecondFactor) -> str | None:
    """Return the secret as its device knows it; None when the installation's key is not the one that sealed it.

    Then no code of the device is right, and the ways out are those of a lost device.
    """
    try:
        return b32encode(unseal(bytes(factor.sealed_secret), purpose=_PURPOSE)).decode()
    except SealBroken:
        _logger.warning("the second factor of %s was sealed with another secret key", factor.user_id)
        return None


def _save(factor: SecondFactor, **changes: object) -> None:
    SecondFactor.objects.filter(user_id=factor.user_id).update(**changes)


def _remove(what: str, user_id: UUID, now: datetime, actor: Actor) -> None:
    SecondFactor.objects.filter(user_id=user_id).delete()
    RecoveryCode.objects.filter(user_id=user_id).delete()
    _end_sessions(user_id)
    _tell(what, user_id, now, actor)


def _end_sessions(user_id: UUID) -> None:
    User.objects.filter(id=user_id).update(session_generation=F("session_generation") + 1)


def _self(user_id: UUID) -> Actor:
    return Actor(ActorKind.USER, str(user_id))


def _tell(what: str, user_id: UUID, now: datetime, actor: Actor) -> None:
    tell(AccessChange(what, None, "user", user_id), now=now, actor=actor)
