"""People by API: invited, given rights, shut out; whoever may not sees none of it."""

from typing import Any

import pytest

from packhaus.access.models import Merchant, SecondFactor, User
from packhaus.access.queries.users import get_user, identify_user, list_users
from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from tests.api.conftest import Caller
from tests.api.test_strangers import NOBODY, send

INVITATION = {
    "email": "dewi@operator.example",
    "name": "Dewi",
    "language": "id",
    "roles": ["lead", "support"],
}


def count_mails() -> int:
    return int(
        rows.fetch_value("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'messaging.mail_link'")
    )


def test_a_person_is_invited_once_and_shown_as_invited(office: Caller, operator: Scope) -> None:
    made = office.post("/users", INVITATION, Idempotency_Key="i-1")
    assert made.status == 201
    again = office.post("/users", INVITATION, Idempotency_Key="i-1")
    assert (again.status, again.body) == (201, made.body)
    assert count_mails() == 1
    shown = office.get(f"/users/{made.body['id']}").body
    assert (shown["email"], shown["roles"], shown["has_password"]) == (
        "dewi@operator.example",
        ["lead", "support"],
        False,
    )
    assert (shown["sign_in"]["is_invitation_open"], shown["sign_in"]["has_second_factor"]) == (True, False)
    taken = office.post("/users", INVITATION)
    assert (taken.status, taken.code) == (409, "email_taken")


def test_every_problem_of_an_invitation_is_named_and_nobody_is_let_in(
    office: Caller, acme: Merchant, operator: Scope
) -> None:
    wrong = office.post("/users", {"email": "dewi@", "name": " ", "roles": ["lead"]})
    assert (wrong.status, wrong.paths) == (422, ["email", "name"])
    both = office.post("/users", {**INVITATION, "merchants": ["ACME"]})
    assert (both.status, both.paths) == (422, ["roles"])
    assert office.post("/users", {**INVITATION, "roles": []}).paths == ["roles"]
    unknown = office.post("/users", {**INVITATION, "roles": [], "merchants": ["ACME", "NONE"]})
    assert unknown.paths == ["merchants.1"]
    assert list_users(operator) == []
    assert count_mails() == 0


def test_an_invitation_is_mailed_again(office: Caller, acme: Merchant) -> None:
    invitation = {"email": "x@acme.example", "name": "X", "merchants": ["ACME"]}
    made = office.post("/users", invitation).body["id"]
    path = f"/users/{made}/invite"
    assert office.post(path, Idempotency_Key="again").status == 204
    assert office.post(path, Idempotency_Key="again").status == 204
    assert count_mails() == 2
    office.post(f"/users/{made}/deactivate")
    assert office.post(path).status == 404


def test_rights_become_those_given(
    office: Caller, owner: User, acme: Merchant, beta: Merchant, admin: User
) -> None:
    path = f"/users/{owner.id}/rights"
    assert office.put(path, {"merchants": ["ACME", "BETA"]}).status == 204
    assert set(identify_user(owner.id).merchant_ids) == {acme.id, beta.id}
    assert office.put(path, {"roles": ["support"], "merchants": ["BETA"]}).status == 422
    assert office.put(path, {"roles": ["merchant"]}).status == 422
    assert set(identify_user(owner.id).merchant_ids) == {acme.id, beta.id}
    assert office.put(path, {"roles": ["support"]}).status == 204
    assert office.get(f"/users/{owner.id}").body["roles"] == ["support"]
    last = office.put(f"/users/{admin.id}/rights", {"roles": ["lead"]})
    assert (last.status, last.code) == (409, "last_administrator")
    assert office.post(f"/users/{admin.id}/deactivate").code == "last_administrator"
    assert identify_user(admin.id).roles == {"admin"}


def test_whoever_is_shut_out_sees_nothing_until_let_in_again(office: Caller, owner: User) -> None:
    assert office.post(f"/users/{owner.id}/deactivate").status == 204
    assert identify_user(owner.id).roles == set()
    assert [row["id"] for row in office.get("/users", active=False).body["items"]] == [str(owner.id)]
    assert office.post(f"/users/{owner.id}/reactivate").status == 204
    assert identify_user(owner.id).roles == {"merchant"}
    with transaction(Scope.operator()):
        assert User.objects.get(id=owner.id).session_generation == 2


def test_a_lost_second_factor_is_taken_away(office: Caller, lead: User, operator: Scope, now: Any) -> None:
    with transaction(operator):
        SecondFactor.objects.create(user_id=lead.id, sealed_secret=b"x", confirmed_at=now)
    assert office.get(f"/users/{lead.id}").body["sign_in"]["has_second_factor"]
    assert office.delete(f"/users/{lead.id}/second-factor").status == 204
    assert not office.get(f"/users/{lead.id}").body["sign_in"]["has_second_factor"]


def test_people_are_listed_by_page_merchant_and_role(
    office: Caller, owner: User, colleague: User, stranger: User, lead: User
) -> None:
    everybody = [str(user.id) for user in (lead, stranger, colleague, owner)]
    first = office.get("/users", limit=3).body
    second = office.get("/users", limit=3, after=first["next"]).body
    found = [row["id"] for page in (first, second) for row in page["items"]]
    assert (sorted(found), first["total"]) == (sorted(everybody), 4)
    of_acme = office.get("/users", merchant="ACME").body["items"]
    assert {row["email"] for row in of_acme} == {owner.email, colleague.email}
    assert [row["email"] for row in office.get("/users", role=["lead", "admin"]).body["items"]] == [
        lead.email
    ]
    assert office.get("/users", merchant="NONE").status == 404


def test_what_a_key_did_is_in_the_journal_without_names(office: Caller, owner: User, operator: Scope) -> None:
    office.post("/users", INVITATION)
    office.put(f"/users/{owner.id}/rights", {"roles": ["planner"]})
    with transaction(operator):
        told = rows.fetch_tuples(
            "SELECT actor_kind, data->>'what', to_jsonb(e)::text FROM journal_entry AS e"
            " WHERE kind = 'access_changed' AND actor_kind = 'key'"
        )
    assert {what for _, what, _ in told} == {"user_created", "user_invited", "user_roles_changed"}
    assert all("dewi" not in whole.lower() and owner.email not in whole for _, _, whole in told)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/users", None),
        ("GET", "/users/{}", None),
        ("POST", "/users", INVITATION),
        ("POST", "/users/{}/invite", None),
        ("PUT", "/users/{}/rights", {"roles": ["admin"]}),
        ("POST", "/users/{}/deactivate", None),
        ("POST", "/users/{}/reactivate", None),
        ("DELETE", "/users/{}/second-factor", None),
    ],
)
def test_only_an_operators_key_for_access_manages_people(
    make_caller: Any,
    operation: Caller,
    office: Caller,
    acme: Merchant,
    owner: User,
    method: str,
    path: str,
    body: Any,
) -> None:
    merchants = make_caller(acme.id, "access")
    before = get_user(scope=Scope.operator(), user_id=owner.id)
    assert send(merchants, method, path.format(owner.id), body).code == "not_found"
    assert send(operation, method, path.format(owner.id), body).code == "scope_missing"
    assert get_user(scope=Scope.operator(), user_id=owner.id) == before
    if "{}" in path:
        assert send(office, method, path.format(NOBODY), body).status == 404
    assert [row.id for row in list_users(Scope.operator())] == [owner.id]
