from dataclasses import replace
from typing import Any

import pytest

from packhaus.parties.formats import format_address, list_address_fields, normalise_address
from packhaus.parties.types import AddressDraft, ContactDraft

ANNA = ContactDraft("Anna Schmidt", company="Beta GmbH")

GERMAN = AddressDraft(("Torstraße 1",), "Berlin", "DE", "10119")
BRITISH = AddressDraft(("Flat 2", "1 Mill Lane"), "Leeds", "GB", "LS1 4DY")
AMERICAN = AddressDraft(("1600 Main St", "Apt 4"), "Springfield", "US", "62701", "IL")
INDONESIAN = AddressDraft(
    ("Jl. Dago 12 RT 03/RW 04",), "Kota Bandung", "ID", "40135", "Jawa Barat", "Coblong", "Dago"
)


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (GERMAN, ["Torstraße 1", "10119 Berlin"]),
        (BRITISH, ["Flat 2", "1 Mill Lane", "Leeds", "LS1 4DY"]),
        (AMERICAN, ["1600 Main St", "Apt 4", "Springfield, IL 62701"]),
        (INDONESIAN, ["Jl. Dago 12 RT 03/RW 04", "Kel. Dago, Kec. Coblong", "Kota Bandung", "Jawa Barat 40135"]),
    ],
)  # fmt: skip
def test_an_address_is_written_as_its_country_does(address: AddressDraft, lines: list[str]) -> None:
    assert format_address(ANNA, address, from_country=address.country) == [
        "Anna Schmidt",
        "Beta GmbH",
        *lines,
    ]


def test_towns_are_in_capitals_when_the_parcel_leaves_the_country() -> None:
    assert format_address(ANNA, GERMAN, from_country="GB")[-1] == "10119 BERLIN"


def test_missing_parts_leave_neither_lines_nor_signs() -> None:
    bare = AddressDraft(("1600 Main St",), "", "US", "62701", "")
    assert format_address(ContactDraft("Anna"), bare, from_country="US") == ["Anna", "1600 Main St", "62701"]
    lone = AddressDraft(("Jl. Dago 12",), "Bandung", "ID", "", "", "Kec. Coblong")
    assert format_address(ContactDraft("Ani"), lone, from_country="ID") == [
        "Ani", "Jl. Dago 12", "Kec. Coblong", "Bandung",
    ]  # fmt: skip


def test_every_part_of_a_latin_address_is_on_the_label_in_any_country() -> None:
    for country in ("FR", "IE", "JP", "KR", "CN", "BR", "HK", "AE", "XX", "NL", "SG", "EG"):
        address = AddressDraft(("1 Street",), "Town", country, "12345", "Region", "District")
        written = "\n".join(format_address(ANNA, address, from_country=country))
        assert "Anna Schmidt" in written, country
        assert "1 Street" in written, country
        assert "District" in written, country


@pytest.mark.parametrize(
    ("country", "words"),
    [
        ("DE", {"lines": "street", "city": "city", "postal_code": "postal"}),
        ("GB", {"lines": "street", "city": "post_town", "postal_code": "postal"}),
        ("US", {"lines": "street", "city": "city", "region": "state", "postal_code": "zip"}),
        (
            "ID",
            {
                "lines": "street",
                "subdistrict": "kelurahan",
                "district": "kecamatan",
                "city": "kota",
                "region": "provinsi",
                "postal_code": "postal",
            },
        ),
    ],
)
def test_a_form_asks_for_what_the_country_has_by_its_own_words(country: str, words: dict[str, str]) -> None:
    assert {field.name: field.word for field in list_address_fields(country)} == words


def test_states_are_offered_by_code_and_name() -> None:
    states = next(field.choices for field in list_address_fields("US") if field.name == "region")
    assert ("IL", "Illinois") in states


@pytest.mark.parametrize(
    ("address", "changes"),
    [
        (replace(BRITISH, city="Leeds ", postal_code="ls14dy"), {"city": "Leeds", "postal_code": "LS1 4DY"}),
        (replace(AMERICAN, region="illinois"), {"region": "IL"}),
        (replace(GERMAN, lines=(" Torstraße 1 ", "")), {"lines": ("Torstraße 1",)}),
        (GERMAN, {}),
    ],
)
def test_an_address_is_stored_as_its_post_writes_it(address: AddressDraft, changes: dict[str, Any]) -> None:
    assert normalise_address(address) == replace(address, **changes)
