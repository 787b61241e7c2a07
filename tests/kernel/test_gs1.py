"""GS1 codes: what they say, and that nothing else is taken for one."""

import json
from datetime import date
from pathlib import Path

import pytest

from packhaus.kernel.gs1 import Gs1, read_gs1

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "gs1" / "syntax_vectors.jsonl"
GS = "\x1d"

CASES = [
    # element strings, with and without what the symbology says of itself
    (f"]C1010950600013435210ABC{GS}17261231", Gs1("09506000134352", lot="ABC", expires_on=date(2026, 12, 31))),
    (f"010950600013435210ABC{GS}21S-1", Gs1("09506000134352", lot="ABC", serial="S-1")),
    # the day 00 is the last one of the month
    ("]d2010950600013435217260200", Gs1("09506000134352", expires_on=date(2026, 2, 28))),
    # best before stands in where no expiry does
    ("010950600013435215261231", Gs1("09506000134352", expires_on=date(2026, 12, 31))),
    # a pallet and what it holds
    ("(00)109506000134352012(02)09506000134352(37)48", Gs1("09506000134352", sscc="109506000134352012", count=48)),
    ("(01)09506000134352(10)L-91", Gs1("09506000134352", lot="L-91")),
    (
        "https://id.gs1.org/01/09506000134352/10/ABC?17=261231",
        Gs1("09506000134352", lot="ABC", expires_on=date(2026, 12, 31)),
    ),
    # digits alone may be anybody's code, a wrong check digit is no GTIN
    ("9506000134352", None),
    ("10123", None),
    ("0109506000134353", None),
    ("(01)09506000134353", None),
    ("(01)0950600013435", None),
    ("A-04-12-C", None),
    ("https://example.com/setup", None),
    ("https://[", None),
    ("]", None),
    ("]C1", None),
    ("", None),
    ("x" * 500, None),
]  # fmt: skip


@pytest.mark.parametrize(("code", "said"), CASES)
def test_a_code_says_this(code: str, said: Gs1 | None) -> None:
    assert read_gs1(code) == said


def test_a_gtin_is_looked_for_with_and_without_its_zeros() -> None:
    assert Gs1("09506000134352").barcodes == ["09506000134352", "9506000134352"]
    assert Gs1("00000096385074").barcodes == ["00000096385074", "0000096385074", "000096385074", "96385074"]
    assert Gs1(sscc="109506000134352012").barcodes == []


def list_vectors(*groups: str) -> list[dict[str, str]]:
    if not VECTORS.exists():
        return []
    return [one for line in VECTORS.read_text().splitlines() if (one := json.loads(line))["group"] in groups]


def expect(expected: str) -> Gs1 | None:
    """Read what a vector says the code means, written as the engine writes it."""
    return read_gs1("]C1" + expected[1:].replace("^", GS)) if expected[:1] == "^" else None


@pytest.mark.skipif(not VECTORS.exists(), reason="the vectors of the GS1 syntax engine are not here")
def test_scans_mean_what_the_gs1_syntax_engine_says() -> None:
    vectors = list_vectors("testProcessScanData", "parseAIdata")
    told = [
        (code, read_gs1(code), expect(vector["expected"]) if vector["ok"] else None)
        for vector in vectors
        if "|" not in (code := str(vector.get("scan_data") or vector["input"]))
        # Without item, unit, lot, serial or day there is nothing that the floor works with.
        if not vector["ok"] or expect(str(vector["expected"])) not in (None, Gs1())
    ]
    assert len(told) >= 20
    assert [one for one in told if one[1] != one[2]] == []


@pytest.mark.skipif(not VECTORS.exists(), reason="the vectors of the GS1 syntax engine are not here")
def test_no_damaged_element_string_names_an_item() -> None:
    damaged = [one["input"] for one in list_vectors("processAIdata") if not one["ok"]]
    read = [(code, read_gs1("]C1" + code[1:].replace("^", GS))) for code in damaged]
    assert len(read) >= 25
    assert [code for code, said in read if said and (said.gtin or said.sscc)] == []


@pytest.mark.skipif(not VECTORS.exists(), reason="the vectors of the GS1 syntax engine are not here")
def test_digital_links_name_the_item_that_the_engine_reads() -> None:
    links = [one for one in list_vectors("parseDLuri") if one["ok"] and "/01/" in one["input"]]
    assert len(links) >= 10
    wrong = [
        (one["input"], read_gs1(one["input"]))
        for one in links
        if (said := read_gs1(one["input"])) is None or said.gtin not in one["expected"]
    ]
    assert wrong == []
