"""Keys by API: made within the caller's own rights, shown once, replaced, ended."""

from typing import Any

import pytest

from packhaus.access.models import Merchant
from packhaus.access.queries.keys import list_keys
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.authenticate import authenticate_key
from packhaus.kernel import rows
from tests.api.conftest import Caller
from tests.api.test_strangers import NOBODY, send

READER = {"name": "Shop", "scopes": ["orders:read"], "merchant": "ACME"}


def find_own_id(caller: Caller) -> str:
    return str(authenticate_key(caller.token).key_id)


def list_states(operator: Scope) -> list[Any]:
    return [(row.id, row.name, row.scopes, row.revoked_at) for row in list_keys(operator)]


def test_a_key_is_made_for_a_merchant_and_works(office: Caller, acme: Merchant) -> None:
    made = office.post("/keys", READER)
    assert made.status == 201
    shop = Caller(made.body["token"])
    assert shop.get("/orders").status == 200
    assert shop.post("/orders", {}).code == "scope_missing"
    shown = office.get(f"/keys/{made.body['id']}").body
    assert (shown["name"], shown["merchant_code"], shown["scopes"]) == ("Shop", "ACME", ["orders:read"])
    assert made.body["token"].startswith(shown["prefix"])
    assert made.body["token"] not in str(shown)


def test_a_request_that_is_repeated_makes_no_second_key_and_shows_no_token(
    office: Caller, acme: Merchant, operator: Scope
) -> None:
    made = office.post("/keys", READER, Idempotency_Key="k-1")
    again = office.post("/keys", READER, Idempotency_Key="k-1")
    assert (again.status, again.body) == (201, {"id": made.body["id"], "token": ""})
    assert [row.name for row in list_keys(operator)].count("Shop") == 1
    with transaction(operator):
        kept = rows.fetch_value(
            "SELECT string_agg(to_jsonb(r)::text, '') FROM journal_idempotencyrecord AS r"
        )
    assert made.body["token"].rpartition("_")[2] not in kept


def test_a_key_gives_no_more_than_it_has(office: Caller, operation: Caller, operator: Scope) -> None:
    before = list_states(operator)
    refused = office.post("/keys", {"name": "x", "scopes": ["orders:read", "floor", "bulk"]})
    assert (refused.status, refused.code) == (403, "scopes_not_held")
    assert refused.body["data"] == {"missing": ["bulk", "floor"]}
    assert office.post(f"/keys/{find_own_id(operation)}/rotate").code == "scopes_not_held"
    assert list_states(operator) == before
    assert operation.get("/orders").status == 200


def test_every_problem_of_a_key_is_named(office: Caller) -> None:
    answer = office.post("/keys", {"name": "", "scopes": ["everything"], "more": 1})
    assert (answer.status, answer.paths) == (422, ["name", "scopes.0", "more"])
    assert office.post("/keys", {"name": " ", "scopes": ["access"]}).paths == ["name"]
    assert office.post("/keys", {"name": "x", "scopes": []}).paths == ["scopes"]
    assert office.post("/keys", {**READER, "merchant": "NONE"}).status == 404


def test_a_key_replaces_itself(office: Caller) -> None:
    made = office.post(f"/keys/{find_own_id(office)}/rotate")
    assert made.status == 201
    assert office.get("/keys").status == 401
    assert Caller(made.body["token"]).get("/keys", revoked=False).body["total"] == 1


def test_a_key_ends_itself_with_its_last_answer(office: Caller) -> None:
    own = find_own_id(office)
    assert office.delete(f"/keys/{own}").status == 204
    assert office.get("/keys").status == 401
    assert office.delete(f"/keys/{own}").status == 401


def test_keys_are_listed_by_page_merchant_and_state(office: Caller, acme: Merchant, shop: Caller) -> None:
    made = [office.post("/keys", {**READER, "name": f"k{number}"}).body["id"] for number in range(3)]
    first = office.get("/keys", merchant="ACME", limit=2).body
    second = office.get("/keys", merchant="ACME", limit=2, after=first["next"]).body
    found = [row["id"] for page in (first, second) for row in page["items"]]
    assert (sorted(found), first["total"]) == (sorted([*made, find_own_id(shop)]), 4)
    assert office.delete(f"/keys/{made[0]}").status == 204
    assert [row["id"] for row in office.get("/keys", revoked=True).body["items"]] == [made[0]]
    assert office.get("/keys", merchant="ACME", revoked=False).body["total"] == 3


def test_what_a_key_did_to_keys_is_in_the_journal(office: Caller, acme: Merchant, operator: Scope) -> None:
    made = office.post("/keys", READER).body["id"]
    office.delete(f"/keys/{made}")
    with transaction(operator):
        told = rows.fetch_tuples(
            "SELECT merchant_id, actor_id, data->>'what' FROM journal_entry"
            " WHERE kind = 'access_changed' AND aggregate_id = %(id)s ORDER BY id",
            {"id": made},
        )
    own = find_own_id(office)
    assert told == [(acme.id, own, "key_created"), (acme.id, own, "key_revoked")]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/keys", None),
        ("GET", "/keys/{}", None),
        ("POST", "/keys", READER),
        ("POST", "/keys/{}/rotate", None),
        ("DELETE", "/keys/{}", None),
    ],
)
def test_only_an_operators_key_for_access_manages_keys(
    make_caller: Any,
    operation: Caller,
    office: Caller,
    acme: Merchant,
    shop: Caller,
    operator: Scope,
    method: str,
    path: str,
    body: Any,
) -> None:
    merchants = make_caller(acme.id, "access", "orders:read")
    before = list_states(operator)
    own = find_own_id(shop)
    assert send(merchants, method, path.format(own), body).code == "not_found"
    assert send(operation, method, path.format(own), body).code == "scope_missing"
    if "{}" in path:
        assert send(office, method, path.format(NOBODY), body).status == 404
    assert list_states(operator) == before
