"""Forgettable people: no kind of fact has a place for a name, an address or free text."""

import dataclasses
import importlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import cast, get_type_hints

import pytest

import packhaus
from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.insight.services.check import list_differences
from packhaus.journal.services import record
from packhaus.journal.types import Fact
from tests.harness.privacy import assert_nobody_is_named
from tests.journal.facts import BellRung

PERSONAL = {
    "name", "email", "phone", "address", "street", "city", "postal", "text", "note", "notes", "comment", "message",
    "subject", "recipient", "contact_name", "company", "title", "description", "body", "password", "token", "ip",
}  # fmt: skip
HARMLESS = {"name_key", "note_id"}
"""A catalogue key, and the id of a note: its words lie with the shopper's data and go with them."""


def list_fact_types() -> list[type[Fact]]:
    root = Path(packhaus.__file__).parent
    for path in sorted([*root.glob("*/*events.py"), root / "journal" / "audit.py"]):
        importlib.import_module(".".join(("packhaus", *path.relative_to(root).with_suffix("").parts)))
    return sorted(
        (
            found
            for found in walk(Fact)
            if found.__module__.startswith("packhaus.") and hasattr(found, "kind")
        ),
        key=lambda found: found.__qualname__,
    )


def walk(base: type[Fact]) -> Iterator[type[Fact]]:
    for child in base.__subclasses__():
        yield child
        yield from walk(child)


@pytest.mark.parametrize("fact_type", list_fact_types(), ids=lambda fact_type: fact_type.kind)
def test_no_field_of_a_fact_is_about_a_person(fact_type: type[Fact]) -> None:
    fields = {field.name for field in dataclasses.fields(fact_type)}
    assert not {name for name in fields if PERSONAL & set(name.split("_"))} - HARMLESS
    assert "Any" not in str(get_type_hints(fact_type))


def test_kinds_are_unique_and_fit_their_column() -> None:
    kinds = [(fact_type.kind, fact_type.__module__) for fact_type in list_fact_types()]
    assert all(len(kind) <= 48 for kind, _ in kinds)


@pytest.mark.parametrize("leak", ["wilhelmine@secret.example", "+491701234567"])
def test_check_finds_a_leak(acme: Merchant, operator: Scope, now: datetime, actor: Actor, leak: str) -> None:
    with transaction(operator):
        fact = BellRung(merchant_id=acme.id, aggregate_id="north", number=cast("int", leak))
        record([fact], happened_at=now, actor=actor)
    assert [difference.check for difference in list_differences()] == ["facts name nobody"]
    with pytest.raises(AssertionError):
        assert_nobody_is_named()


def test_words_are_found_as_well(acme: Merchant, operator: Scope, now: datetime, actor: Actor) -> None:
    assert_nobody_is_named()
    with transaction(operator):
        fact = BellRung(
            merchant_id=acme.id, aggregate_id="north", number=cast("int", "leave it with Mrs Miggins")
        )
        record([fact], happened_at=now, actor=actor)
    with pytest.raises(AssertionError):
        assert_nobody_is_named()
