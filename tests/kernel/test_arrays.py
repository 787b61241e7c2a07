from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from django.db import DataError, connection
from django.utils.safestring import SafeString
from psycopg.abc import PyFormat
from psycopg.types.array import ListDumper

from packhaus.kernel import rows
from packhaus.kernel.database.arrays import FlatListDumper, write_array

ONE, TWO = UUID("01890000-0000-7000-8000-000000000001"), UUID("01890000-0000-7000-8000-000000000002")


class Colour(StrEnum):
    RED = "red"
    BLUE = 'bl"ue'


@pytest.mark.parametrize(
    ("items", "kind"),
    [
        ([1, -2, 9_000_000_000], "bigint"),
        ([1, None, 3], "bigint"),
        ([None, None], "bigint"),
        ([], "text"),
        ([ONE, None, TWO], "uuid"),
        (
            ["plain", "", "NULL", "null", " a b ", 'say "hi"', "back\\slash", "{a,b}", "ü\n\t\u2003", None],
            "text",
        ),
        (['{"a":"b"}', '\\"', '"\\', '\\\\"', "\\n", "", None], "text"),
        ([SafeString('<a href="/">b\\c</a>'), None], "text"),
        ([Colour.RED, Colour.BLUE], "text"),
        ([True, False, None], "boolean"),
    ],
)
@pytest.mark.django_db
def test_an_array_comes_back_as_it_was_sent(items: list[Any], kind: str) -> None:
    found = rows.fetch_value(f"SELECT %(items)s::{kind}[]", {"items": items})
    assert found == items


@pytest.mark.parametrize(
    "items", [[1, None], [None, 1], [2**40], [ONE, TWO], ["a", None], [Colour.RED], [True], [], [None]]
)
@pytest.mark.django_db
def test_an_array_is_of_the_type_that_the_driver_gives_it(items: list[Any]) -> None:
    connection.ensure_connection()
    context = connection.connection
    ours, theirs = FlatListDumper(list, context), ListDumper(list, context)
    assert ours.get_key(items, PyFormat.AUTO) == theirs.get_key(items, PyFormat.AUTO)
    assert ours.upgrade(items, PyFormat.AUTO).oid == theirs.upgrade(items, PyFormat.AUTO).oid


@pytest.mark.django_db
def test_an_array_of_several_kinds_is_refused() -> None:
    with pytest.raises(DataError):
        rows.fetch_value("SELECT %(items)s::bigint[]", {"items": [1, "one"]})


@pytest.mark.django_db
def test_a_nul_byte_is_refused() -> None:
    with pytest.raises(DataError):
        rows.fetch_value("SELECT %(items)s::text[]", {"items": ["a\0b"]})


@pytest.mark.parametrize("items", [["plain", 'say "hi"', "back\\slash", "ü\n"], ['"', "\\"], [], ["a"]])
@pytest.mark.django_db
def test_an_array_written_beforehand_is_read_as_one(items: list[str]) -> None:
    assert rows.fetch_value("SELECT %(text)s::text[]", {"text": write_array(items).decode()}) == items
