"""A merchant's words: closed places, no program, no hole."""

import pytest

from packhaus.decide.wording import Part, fill_line, fill_lines, join_parts, list_faults

PLACES = frozenset({"order", "name", "link", "waiting"})


@pytest.mark.parametrize(
    ("text", "code", "line", "near"),
    [
        ("Hello\nyour {ordr} comes", "unknown", 2, "{order}"),  # misspelled: what may have been meant
        ("{Order}", "unknown", 1, "{order}"),
        ("{}", "unknown", 1, ""),
        ("{order.__class__}", "unknown", 1, "{order}"),  # no way into an object
        ("{order!r}", "unknown", 1, "{order}"),
        ("{0}", "unknown", 1, ""),
        ("{{ order }}", "unknown", 1, "{order}"),  # of another language of templates
        ("{% load x %}", "unknown", 1, ""),
        ("a } b", "brace", 1, ""),
        ("See http://shop.example", "address", 1, ""),
        ("See JavaScript:alert(1)", "address", 1, ""),
        ("See https://{name}.example/", "address", 1, ""),  # a shopper does not choose the site
        ("Safe\u202etxt", "hidden", 1, ""),
        ("One\r\nBcc: x\x00", "hidden", 2, ""),
    ],
)
def test_what_is_no_place_or_no_safe_link_is_refused_at_its_line(
    text: str, code: str, line: int, near: str
) -> None:
    first = next(iter(list_faults(text, places=PLACES, sure=PLACES)))
    assert (first.code, first.line, first.near) == (code, line, near)


def test_plain_words_pass() -> None:
    text = "Hello {name}: 50% off, note: see https://shop.example/o?n={order}.\n\n{waiting}"
    assert list(list_faults(text, places=PLACES, sure=PLACES)) == []
    assert [fault.code for fault in list_faults("{waiting}", places=PLACES, sure={"order"})] == ["unsure"]


def test_a_value_is_filled_once_and_is_never_a_link_or_a_place() -> None:
    values = {"name": "{link} https://evil.example", "order": "SO 7/8", "link": "https://t.example/x"}
    parts = fill_line("{name}: {link}, https://shop.example/{order}.", values, addresses=["link"])
    assert parts == [
        Part("{link} https://evil.example"),
        Part(": "),
        Part("https://t.example/x", is_link=True),
        Part(", "),
        Part("https://shop.example/SO%207%2F8", is_link=True),
        Part("."),
    ]


def test_a_missing_value_leaves_out_its_line_and_no_hole() -> None:
    filled = fill_lines("We have {order}.\n{waiting}\n\nBye {name}", {"order": "SO-7", "waiting": ""})
    assert list(map(join_parts, filled)) == ["We have SO-7."]
