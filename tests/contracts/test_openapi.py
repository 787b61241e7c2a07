"""The committed schema is what the code says; a change of the contract is a change of a file that people review.

After a change on purpose: .venv/bin/python tools/openapi.py
"""

from typing import Any

from django.test import Client
from jsonschema_rs import Draft202012Validator

from packhaus.api.application import get_schema
from packhaus.api.examples import EXAMPLES
from tools.openapi import SCHEMA, write_schema


def list_operations() -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", operation)
        for path, operations in get_schema()["paths"].items()
        for method, operation in operations.items()
    ]


def test_the_schema_is_the_committed_one() -> None:
    assert SCHEMA.read_text() == write_schema()


def test_the_committed_schema_is_answered_once_to_who_keeps_it() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.content == SCHEMA.read_bytes()
    again = Client().get("/api/v1/openapi.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_every_operation_has_its_own_id_a_tag_and_its_refusals() -> None:
    operations = list_operations()
    ids = [operation["operationId"] for _, operation in operations]
    assert len(ids) == len(set(ids))
    for name, operation in operations:
        assert operation["tags"], name
        assert operation["description"], name
        assert {401, 403, 413, 422, 429, 503} <= {int(status) for status in operation["responses"]}, name


def test_refusals_are_problem_documents() -> None:
    for name, operation in list_operations():
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], (name, status)


def test_what_is_answered_has_no_defaults() -> None:
    schemas = get_schema()["components"]["schemas"]
    for name, schema in schemas.items():
        if name.endswith(("Out", "Row", "Detail", "Header", "Problem")):
            properties = set(schema.get("properties", {}))
            assert properties == set(schema.get("required", [])), name


def test_an_operation_says_what_it_does_and_which_scope_it_needs() -> None:
    for name, operation in list_operations():
        assert operation["summary"].lower().replace(" ", "_") == operation["operationId"], name
        assert "Needs the scope `" in operation["description"], name


def test_every_example_is_what_the_schema_says() -> None:
    schema = get_schema()
    examples = {}
    for name, operation in list_operations():
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        if "example" in body:
            examples[operation["operationId"]] = body
            checked = {**body["schema"], "components": schema["components"]}
            errors = [error.message for error in Draft202012Validator(checked).iter_errors(body["example"])]
            assert errors == [], name
    assert examples.keys() == EXAMPLES.keys()
