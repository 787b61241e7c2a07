"""Check digits and keys as GS1 defines them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhaus.decide.identifiers import (
    Fault,
    GtinFault,
    InvalidIdentifier,
    build_itf14,
    build_sscc,
    compute_check_digit,
    find_gtin_fault,
    has_check_digit,
    is_gtin,
    is_sscc,
    pad_gtin,
)

VECTORS = Path(__file__).parents[3] / "shared/data/gs1/syntax_vectors.jsonl"
DIGITS = st.text("0123456789", min_size=1, max_size=17)


@pytest.mark.parametrize(
    "code", ["96385074", "614141999996", "4006381333931", "10614141543219", "02345673", "416000336108"]
)
def test_known_gtins_are_valid(code: str) -> None:
    assert is_gtin(code)
    assert find_gtin_fault(code=code) is None
    assert len(pad_gtin(code=code)) == 14


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("4006381333932", GtinFault(Fault.WRONG_CHECK_DIGIT, 1)),
        ("400638133393", GtinFault(Fault.WRONG_CHECK_DIGIT, 0)),  # a lost digit still has a legal length
        ("40063813339", GtinFault(Fault.WRONG_LENGTH)),
        ("400638133393X", GtinFault(Fault.NOT_DIGITS)),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", GtinFault(Fault.NOT_DIGITS)),  # digits of another script
        ("", GtinFault(Fault.NOT_DIGITS)),
    ],
)
def test_a_wrong_code_says_what_is_wrong(code: str, fault: GtinFault) -> None:
    assert not is_gtin(code)
    assert find_gtin_fault(code=code) == fault
    with pytest.raises(InvalidIdentifier):
        pad_gtin(code=code)


def test_an_sscc_is_built_from_prefix_and_serial() -> None:
    # GS1 General Specifications, SSCC example: (00) 0 0614141 123456789 0 has check digit 0.
    assert build_sscc(extension=0, company_prefix="0614141", serial=123456789) == "006141411234567890"
    assert is_sscc(build_sscc(extension=3, company_prefix="4012345", serial=1))


@pytest.mark.parametrize(
    ("extension", "prefix", "serial"),
    [(10, "4012345", 1), (0, "401", 1), (0, "40123x5", 1), (0, "4012345", 10**9), (0, "4012345", -1)],
)
def test_an_sscc_that_does_not_fit_is_refused(extension: int, prefix: str, serial: int) -> None:
    with pytest.raises(InvalidIdentifier):
        build_sscc(extension=extension, company_prefix=prefix, serial=serial)


def test_a_cases_itf14_has_its_own_check_digit() -> None:
    assert build_itf14(indicator=1, gtin="0614141543212") == "10614141543219"
    with pytest.raises(InvalidIdentifier):
        build_itf14(indicator=0, gtin="0614141543212")


@given(DIGITS, st.integers(0, 16), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(digits: str, place: int, shift: int) -> None:
    code = f"{digits}{compute_check_digit(digits=digits)}"
    assert has_check_digit(code)
    place %= len(code)
    wrong = f"{code[:place]}{(int(code[place]) + shift) % 10}{code[place + 1 :]}"
    assert not has_check_digit(wrong)


@given(st.integers(0, 9), st.text("0123456789", min_size=4, max_size=12), st.integers(0, 9_999))
def test_every_built_sscc_is_valid(extension: int, prefix: str, serial: int) -> None:
    assert is_sscc(build_sscc(extension=extension, company_prefix=prefix, serial=serial))


@pytest.mark.skipif(not VECTORS.exists(), reason="GS1's vectors lie beside the project, not in it")
def test_gs1s_own_vectors_agree() -> None:
    rows = [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()]
    checked = [row for row in rows if row["group"] == "lint" and row["linter"] == "csum"]
    assert len(checked) == 4
    for row in checked:
        assert has_check_digit(row["input"]) == row["ok"], row
    wrong = [row for row in rows if row.get("expected_error") == "GS1_LINTER_INCORRECT_CHECK_DIGIT"]
    plain = [row["input"][4:] for row in wrong if row["input"].startswith(("(00)", "(01)"))]
    assert plain
    assert not any(has_check_digit(digits) for digits in plain)
