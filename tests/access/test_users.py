"""Sign-ins and what they may see."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from packhaus.access.errors import CodeTaken, EmailTaken, LastAdministrator
from packhaus.access.models import Merchant, User
from packhaus.access.queries.merchants import get_merchant, get_merchant_by_code, list_merchants
from packhaus.access.queries.users import get_user, identify_user, list_users
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.merchants import create_merchant
from packhaus.access.services.users import create_user, set_rights, set_user_active
from packhaus.access.types import Actor, Role
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid, NotFound


def test_a_merchants_sign_in_sees_that_merchant(owner: User, acme: Merchant, beta: Merchant) -> None:
    identity = identify_user(owner.id)
    assert identity.scope == Scope.merchant(acme.id)
    assert identity.roles == {Role.MERCHANT}


def test_the_operators_people_see_everybody(lead: User) -> None:
    assert identify_user(lead.id).scope == Scope.operator()


def test_a_disabled_person_sees_nothing(owner: User, operator: Scope, now: datetime, actor: Actor) -> None:
    set_user_active(scope=operator, user_id=owner.id, is_active=False, now=now, actor=actor)
    assert identify_user(owner.id).scope == Scope(())


def test_lists_stay_within_the_scope(
    owner: User, colleague: User, stranger: User, lead: User, acme_scope: Scope, acme: Merchant
) -> None:
    assert {user.email for user in list_users(acme_scope)} == {owner.email, colleague.email}
    assert len(list_users(Scope.operator())) == 4
    assert [merchant.code for merchant in list_merchants(acme_scope)] == ["ACME"]
    assert get_merchant_by_code(scope=acme_scope, code=" acme ").id == acme.id


def test_a_stranger_gets_not_found(
    owner: User, acme: Merchant, beta_scope: Scope, now: datetime, actor: Actor
) -> None:
    with pytest.raises(NotFound):
        get_user(scope=beta_scope, user_id=owner.id)
    with pytest.raises(NotFound):
        get_merchant(scope=beta_scope, merchant_id=acme.id)
    with pytest.raises(NotFound):
        set_user_active(scope=beta_scope, user_id=owner.id, is_active=False, now=now, actor=actor)
    with pytest.raises(NotFound):
        set_rights(
            scope=beta_scope,
            user_id=owner.id,
            roles=[Role.MERCHANT],
            merchant_ids=[acme.id],
            now=now,
            actor=actor,
        )
    assert identify_user(owner.id).roles == {Role.MERCHANT}


def test_a_merchant_adds_its_own_people_and_nobody_elses(
    acme: Merchant, beta: Merchant, acme_scope: Scope, now: datetime, actor: Actor
) -> None:
    made = create_user(
        scope=acme_scope, email="New@Acme.example ", name="New", roles=[Role.MERCHANT], merchant_id=acme.id,
        now=now, actor=actor,
    )  # fmt: skip
    assert get_user(scope=acme_scope, user_id=made).email == "new@acme.example"
    for merchant_id, role in [(beta.id, Role.MERCHANT), (None, Role.ADMIN)]:
        with pytest.raises(NotFound):
            create_user(
                scope=acme_scope, email="x@acme.example", name="X", roles=[role], merchant_id=merchant_id,
                now=now, actor=actor,
            )  # fmt: skip


def test_every_problem_is_named_at_once(operator: Scope, now: datetime, actor: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        create_user(
            scope=operator,
            email="nonsense",
            name=" ",
            roles=[Role.LEAD],
            password="short",
            now=now,
            actor=actor,
        )
    assert [problem.path for problem in refused.value.problems] == ["email", "name", "password"]


@pytest.mark.parametrize("roles", [[Role.MERCHANT], [Role.LEAD, Role.MERCHANT], []])
def test_a_merchants_role_needs_a_merchant(
    operator: Scope, now: datetime, actor: Actor, roles: list[Role]
) -> None:
    with pytest.raises(Invalid):
        create_user(scope=operator, email="a@b.example", name="A", roles=roles, now=now, actor=actor)


def test_one_address_is_one_sign_in(owner: User, operator: Scope, now: datetime, actor: Actor) -> None:
    with pytest.raises(EmailTaken):
        create_user(
            scope=operator, email=owner.email.upper(), name="A", roles=[Role.LEAD], now=now, actor=actor
        )


def test_one_code_is_one_merchant(acme: Merchant, operator: Scope, now: datetime, actor: Actor) -> None:
    with pytest.raises(CodeTaken):
        create_merchant(
            scope=operator, code="ACME", name="Again", currency="GBP", country="GB", now=now, actor=actor
        )


def test_the_last_administrator_stays(admin: User, operator: Scope, now: datetime, actor: Actor) -> None:
    with pytest.raises(LastAdministrator), transaction(operator, savepoint=True):
        set_user_active(scope=operator, user_id=admin.id, is_active=False, now=now, actor=actor)
    with pytest.raises(LastAdministrator), transaction(operator, savepoint=True):
        set_rights(scope=operator, user_id=admin.id, roles=[Role.LEAD], merchant_ids=[], now=now, actor=actor)
    assert identify_user(admin.id).roles == {Role.ADMIN}


def test_rights_become_those_given_and_each_side_learns_of_its_own(
    owner: User, acme: Merchant, beta: Merchant, operator: Scope, now: datetime, actor: Actor
) -> None:
    named: dict[str, Any] = {"scope": operator, "user_id": owner.id, "now": now, "actor": actor}
    set_rights(roles=[Role.MERCHANT], merchant_ids=[acme.id, beta.id], **named)
    assert identify_user(owner.id).scope.merchant_ids == tuple(sorted([acme.id, beta.id]))
    set_rights(roles=[Role.LEAD], merchant_ids=[], **named)
    assert identify_user(owner.id).scope == operator
    with transaction(operator):
        told = rows.fetch_tuples("SELECT merchant_id, data->'codes'->'roles' FROM journal_entry ORDER BY id")
    assert told[0] == (beta.id, ["merchant"])  # ACME's people are whom they were
    assert sorted(told[1:], key=str) == sorted([(None, ["lead"]), (acme.id, []), (beta.id, [])], key=str)


def test_whoever_lost_every_right_is_found_again(
    owner: User, operator: Scope, acme_scope: Scope, now: datetime, actor: Actor
) -> None:
    set_rights(scope=operator, user_id=owner.id, roles=[], merchant_ids=[], now=now, actor=actor)
    assert identify_user(owner.id).scope == Scope(())
    assert get_user(scope=operator, user_id=owner.id).roles == []
    with pytest.raises(NotFound):
        get_user(scope=acme_scope, user_id=owner.id)


def test_a_merchant_changes_rights_with_nobody_else(
    owner: User,
    acme: Merchant,
    beta: Merchant,
    operator: Scope,
    acme_scope: Scope,
    now: datetime,
    actor: Actor,
) -> None:
    named: dict[str, Any] = {"user_id": owner.id, "now": now, "actor": actor}
    set_rights(scope=operator, roles=[Role.MERCHANT], merchant_ids=[acme.id, beta.id], **named)
    set_rights(scope=acme_scope, roles=[Role.MERCHANT], merchant_ids=[acme.id], **named)
    assert set(identify_user(owner.id).merchant_ids) == {acme.id, beta.id}
    for roles, merchant_ids in [([Role.ADMIN], []), ([Role.MERCHANT], [acme.id, beta.id]), ([], [])]:
        with pytest.raises(NotFound):
            set_rights(scope=acme_scope, roles=roles, merchant_ids=merchant_ids, **named)
    with pytest.raises(NotFound), transaction(operator, savepoint=True):
        set_rights(scope=operator, roles=[Role.MERCHANT], merchant_ids=[acme.id, UUID(int=1)], **named)
    assert set(identify_user(owner.id).merchant_ids) == {acme.id, beta.id}


def test_the_journal_learns_who_changed_what_and_no_address(
    operator: Scope, owner_actor: Actor, now: datetime
) -> None:
    made = create_user(
        scope=operator,
        email="someone@secret.example",
        name="Someone",
        roles=[Role.LEAD],
        now=now,
        actor=owner_actor,
    )
    with transaction(operator):
        [(aggregate_id, actor_id, data, whole)] = rows.fetch_tuples(
            "SELECT aggregate_id, actor_id, data, to_jsonb(e)::text FROM journal_entry AS e"
        )
    assert (aggregate_id, actor_id) == (str(made), owner_actor.id)
    assert data == {"what": "user_created", "codes": {"roles": ["lead"]}}
    assert "secret" not in whole
    assert "Someone" not in whole
