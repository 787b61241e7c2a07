"""Badges, PINs and devices of the floor."""

from datetime import datetime, timedelta

import pytest

from packhaus.access.errors import TooManyAttempts
from packhaus.access.models import FloorPerson, User
from packhaus.access.queries.floor import (
    find_allowed_kinds,
    find_badge_person,
    find_device,
    list_devices,
    list_floor_people,
)
from packhaus.access.scope import Scope
from packhaus.access.services.badges import end_badge, make_badges
from packhaus.access.services.floor_devices import end_device, note_device, pair_device, set_kinds
from packhaus.access.services.pins import BLOCKED_FOR, FAILURES_AT_MOST, check_pin, make_pin
from packhaus.access.types import Actor, ActorKind
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid, NotFound
from tests.harness.cast import Place


@pytest.fixture
def by_lead(lead: User) -> Actor:
    return Actor(ActorKind.USER, str(lead.id))


def make_one(operator: Scope, user: User, now: datetime, actor: Actor) -> str:
    [badge] = make_badges(scope=operator, user_ids=[user.id], now=now, actor=actor)
    return badge.code


def test_a_badge_says_whose_it_is_and_nothing_of_it_is_kept(
    operator: Scope, associate: User, now: datetime, by_lead: Actor
) -> None:
    code = make_one(operator, associate, now, by_lead)
    found = find_badge_person(code=code.lower())
    assert found is not None
    assert found.user_id == associate.id
    assert bytes(FloorPerson.objects.get().badge_sha256 or b"").hex() not in code
    journal = rows.fetch_tuples("SELECT data::text FROM journal_entry WHERE kind = 'access_changed'")
    assert all(code not in str(entry) for entry in journal)
    assert any("badge_made" in str(entry) for entry in journal)


def test_a_new_badge_ends_the_old_one_and_a_lost_one_is_ended(
    operator: Scope, associate: User, now: datetime, by_lead: Actor
) -> None:
    old = make_one(operator, associate, now, by_lead)
    new = make_one(operator, associate, now, by_lead)
    assert find_badge_person(code=old) is None
    end_badge(scope=operator, user_id=associate.id, now=now, actor=by_lead)
    assert find_badge_person(code=new) is None
    with pytest.raises(NotFound):
        end_badge(scope=operator, user_id=associate.id, now=now, actor=by_lead)


def test_who_is_shut_out_does_not_come_in_by_badge(
    operator: Scope, associate: User, now: datetime, by_lead: Actor
) -> None:
    code = make_one(operator, associate, now, by_lead)
    User.objects.filter(id=associate.id).update(is_active=False)
    assert find_badge_person(code=code) is None


def test_only_people_of_the_floor_have_a_badge_or_a_pin(
    operator: Scope,
    acme_scope: Scope,
    owner: User,
    finance: User,
    associate: User,
    now: datetime,
    by_lead: Actor,
) -> None:
    for person in (owner, finance):
        with pytest.raises(NotFound):
            make_one(operator, person, now, by_lead)
        with pytest.raises(NotFound):
            make_pin(scope=operator, user_id=person.id, now=now, actor=by_lead)
    with pytest.raises(NotFound):
        make_one(acme_scope, associate, now, by_lead)
    assert list_floor_people(scope=acme_scope) == []
    assert not FloorPerson.objects.exists()


def test_a_pin_is_taken_and_five_wrong_ones_shut_the_door_for_a_while(
    operator: Scope, associate: User, now: datetime, by_lead: Actor
) -> None:
    pin = make_pin(scope=operator, user_id=associate.id, now=now, actor=by_lead)
    check_pin(user_id=associate.id, pin=f" {pin} ", now=now)
    for _attempt in range(FAILURES_AT_MOST):
        with pytest.raises(Invalid):
            check_pin(user_id=associate.id, pin="none", now=now)
    with pytest.raises(TooManyAttempts):
        check_pin(user_id=associate.id, pin=pin, now=now)
    check_pin(user_id=associate.id, pin=pin, now=now + BLOCKED_FOR)


def test_who_has_no_pin_does_not_come_in_by_an_empty_one(associate: User, now: datetime) -> None:
    with pytest.raises(Invalid):
        check_pin(user_id=associate.id, pin="", now=now)


def test_a_device_is_known_by_its_token_until_it_is_ended(
    operator: Scope, acme_scope: Scope, leeds: Place, now: datetime, by_lead: Actor
) -> None:
    with pytest.raises(NotFound):
        pair_device(scope=acme_scope, site_id=leeds.id, name="A", now=now, actor=by_lead)
    made = pair_device(scope=operator, site_id=leeds.id, name=" Scanner 7 ", now=now, actor=by_lead)
    found = find_device(made.token)
    assert found is not None
    assert (found.name, found.site_id) == ("Scanner 7", leeds.id)
    assert find_device("") is None
    assert find_device(f"{made.token}x") is None
    note_device(device_id=made.id, kept=3, kept_since=now - timedelta(minutes=4), now=now)
    [row] = list_devices(scope=operator)
    assert (row.kept, row.kept_since) == (3, now - timedelta(minutes=4))
    assert list_devices(scope=acme_scope) == []
    end_device(scope=operator, device_id=made.id, now=now, actor=by_lead)
    assert find_device(made.token) is None
    with pytest.raises(NotFound):
        end_device(scope=operator, device_id=made.id, now=now, actor=by_lead)


def test_a_person_is_offered_the_kinds_that_were_set(
    operator: Scope, acme_scope: Scope, associate: User, now: datetime, by_lead: Actor
) -> None:
    assert find_allowed_kinds(associate.id) is None
    set_kinds(scope=operator, user_id=associate.id, kinds=["pick", "count"], now=now, actor=by_lead)
    assert find_allowed_kinds(associate.id) == ["count", "pick"]
    set_kinds(scope=operator, user_id=associate.id, kinds=None, now=now, actor=by_lead)
    assert find_allowed_kinds(associate.id) is None
    with pytest.raises(NotFound):
        set_kinds(scope=acme_scope, user_id=associate.id, kinds=[], now=now, actor=by_lead)
