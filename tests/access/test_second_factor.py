"""The second factor: codes count once, guesses are counted, and there is a way out when the device is lost."""

from base64 import b32decode
from datetime import datetime, timedelta

import pyotp
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from packhaus.access.errors import SecondFactorIsSet, TooManyAttempts
from packhaus.access.isolation import secure_database
from packhaus.access.models import SecondFactor, User
from packhaus.access.queries.sign_in import get_sign_in_state, has_second_factor
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.second_factor import (
    check_second_factor,
    confirm_second_factor,
    remove_second_factor,
    renew_recovery_codes,
    reset_second_factor,
    start_second_factor,
)
from packhaus.access.types import Actor
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid, NotFound


def code_at(secret: str, moment: datetime) -> str:
    return pyotp.TOTP(secret).at(moment)


@pytest.fixture
def secret(admin: User) -> str:
    return start_second_factor(scope=Scope.operator(), user_id=admin.id).secret


@pytest.fixture
def codes(admin: User, secret: str, now: datetime) -> list[str]:
    return confirm_second_factor(user_id=admin.id, code=code_at(secret, now), now=now)


def test_it_is_in_force_only_after_its_first_code(admin: User, secret: str, now: datetime) -> None:
    assert start_second_factor(scope=Scope.operator(), user_id=admin.id).secret == secret
    with pytest.raises(Invalid):
        confirm_second_factor(user_id=admin.id, code="000000", now=now)
    assert not has_second_factor(admin.id)
    confirm_second_factor(user_id=admin.id, code=code_at(secret, now), now=now)
    assert has_second_factor(admin.id)
    with pytest.raises(SecondFactorIsSet):
        start_second_factor(scope=Scope.operator(), user_id=admin.id)


def test_the_address_of_the_secret_is_what_apps_read(admin: User) -> None:
    enrolment = start_second_factor(scope=Scope.operator(), user_id=admin.id)
    read = pyotp.parse_uri(enrolment.uri)
    assert isinstance(read, pyotp.TOTP)
    assert (read.secret, read.issuer, read.name) == (enrolment.secret, "Packhaus", admin.email)


def test_a_code_counts_once(admin: User, secret: str, codes: list[str], now: datetime) -> None:
    with pytest.raises(Invalid):
        check_second_factor(user_id=admin.id, code=code_at(secret, now), now=now)
    later = now + timedelta(seconds=30)
    check_second_factor(user_id=admin.id, code=code_at(secret, later), now=later)
    with pytest.raises(Invalid):
        check_second_factor(user_id=admin.id, code=code_at(secret, later), now=later + timedelta(seconds=5))


@pytest.mark.parametrize(
    ("drift", "taken"),
    [(-60, 0), (-30, 1), (0, 1), (30, 1), (60, 0)],
)
def test_a_clock_may_be_one_step_off(
    admin: User, secret: str, codes: list[str], now: datetime, drift: int, taken: int
) -> None:
    later = now + timedelta(minutes=10)
    code = code_at(secret, later + timedelta(seconds=drift))
    if taken:
        check_second_factor(user_id=admin.id, code=code, now=later)
    else:
        with pytest.raises(Invalid):
            check_second_factor(user_id=admin.id, code=code, now=later)


def test_guessing_blocks_even_the_right_code_for_a_while(
    admin: User, secret: str, codes: list[str], now: datetime
) -> None:
    later = now + timedelta(minutes=1)
    for _ in range(5):
        with pytest.raises(Invalid):
            check_second_factor(user_id=admin.id, code="12345", now=later)
    with pytest.raises(TooManyAttempts) as refused:
        check_second_factor(user_id=admin.id, code=code_at(secret, later), now=later)
    assert 0 < refused.value.data["retry_after_seconds"] <= 901
    with pytest.raises(TooManyAttempts):
        check_second_factor(user_id=admin.id, code=codes[0], now=later)
    after = later + timedelta(minutes=16)
    check_second_factor(user_id=admin.id, code=code_at(secret, after), now=after)


def test_a_recovery_code_signs_in_once_however_it_is_typed(
    admin: User, codes: list[str], now: datetime
) -> None:
    assert len(set(codes)) == 10
    check_second_factor(user_id=admin.id, code=codes[0].upper().replace("-", " "), now=now)
    with pytest.raises(Invalid):
        check_second_factor(user_id=admin.id, code=codes[0], now=now)
    assert get_sign_in_state(admin.id).recovery_codes_left == 9
    renewed = renew_recovery_codes(user_id=admin.id, code=codes[1], now=now)
    with pytest.raises(Invalid):
        check_second_factor(user_id=admin.id, code=codes[2], now=now)
    check_second_factor(user_id=admin.id, code=renewed[0], now=now)


def test_codes_and_not_the_paper_are_kept(admin: User, codes: list[str]) -> None:
    from packhaus.access.models import RecoveryCode

    kept = {bytes(row.code_sha256) for row in RecoveryCode.objects.filter(user=admin)}
    assert len(kept) == 10
    assert all(len(digest) == 32 for digest in kept)


def test_its_owner_takes_it_away_with_a_code_only(admin: User, codes: list[str], now: datetime) -> None:
    with pytest.raises(Invalid):
        remove_second_factor(user_id=admin.id, code="nonsense", now=now)
    assert has_second_factor(admin.id)
    remove_second_factor(user_id=admin.id, code=codes[0], now=now)
    assert not has_second_factor(admin.id)


def test_the_operator_resets_it_and_a_merchant_does_not(
    owner: User, acme_scope: Scope, beta_scope: Scope, operator: Scope, now: datetime, actor: Actor
) -> None:
    secret = start_second_factor(scope=Scope.operator(), user_id=owner.id).secret
    confirm_second_factor(user_id=owner.id, code=code_at(secret, now), now=now)
    for scope in (beta_scope, acme_scope):
        with pytest.raises(NotFound):
            reset_second_factor(scope=scope, user_id=owner.id, now=now, actor=actor)
    assert has_second_factor(owner.id)
    before = User.objects.get(id=owner.id).get_session_auth_hash()
    reset_second_factor(scope=operator, user_id=owner.id, now=now, actor=actor)
    assert not SecondFactor.objects.filter(user=owner).exists()
    assert User.objects.get(id=owner.id).get_session_auth_hash() != before


def test_the_database_does_not_hold_the_secret(admin: User, secret: str) -> None:
    with transaction(Scope.operator()):
        text = rows.fetch_value(
            "SELECT to_jsonb(f)::text || encode(f.sealed_secret, 'escape') FROM access_secondfactor AS f"
        )
    raw = b32decode(secret)
    assert secret not in text
    assert raw.hex() not in text
    assert raw not in bytes(SecondFactor.objects.get().sealed_secret)


@pytest.mark.usefixtures("codes")
def test_with_another_secret_key_the_device_is_refused_and_the_paper_is_not(
    admin: User, secret: str, codes: list[str], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SECRET_KEY", "another key")
    later = now + timedelta(seconds=60)
    with pytest.raises(Invalid):
        check_second_factor(user_id=admin.id, code=code_at(secret, later), now=later)
    check_second_factor(user_id=admin.id, code=codes[0], now=later)


@pytest.mark.usefixtures("committed")
def test_a_secret_from_before_is_sealed_when_packhaus_is_upgraded_and_its_device_goes_on(
    admin: User, secret: str, now: datetime
) -> None:
    confirm_second_factor(user_id=admin.id, code=code_at(secret, now), now=now)
    migrate_access("0003")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT secret FROM access_secondfactor")
        assert cursor.fetchone() == (secret,)
    migrate_access("0004")
    later = now + timedelta(seconds=60)
    check_second_factor(user_id=admin.id, code=code_at(secret, later), now=later)


def migrate_access(name: str) -> None:
    call_command("migrate", "access", name, database="owner", verbosity=0)
    secure_database(runtime_role=connections.settings["default"]["USER"])
