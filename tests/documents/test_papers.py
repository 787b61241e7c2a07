from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from packhaus.kernel.documents.errors import UnprintableImage
from packhaus.outbound.documents.dispatch_list import render_dispatch_list, render_dispatch_list_previews
from packhaus.outbound.documents.packing_slip import (
    PackingSlip,
    render_packing_slip,
    render_packing_slip_previews,
)
from packhaus.outbound.documents.pick_list import PickListStop, render_pick_list, render_pick_list_previews
from tests.documents.paper_samples import DISPATCH, PICKS, SLIP
from tests.documents.reading import count_pages, find_ink_edges, read_text, scan, squeeze
from tests.documents.samples import HOSTILE

LONG_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 3
LONG_CODE = "X" * 90
OVERFULL_SLIP = replace(
    SLIP,
    merchant_name=LONG_WORD,
    ship_to_lines=(LONG_WORD, LONG_CODE),
    lines=tuple(replace(line, code=LONG_CODE, name=LONG_WORD) for line in SLIP.lines[:3]),
    note=LONG_WORD,
)
OVERFULL_PICKS = replace(
    PICKS,
    site_name=LONG_WORD,
    stops=(
        *PICKS.stops,
        PickListStop(LONG_CODE, LONG_CODE, LONG_WORD, PICKS.stops[2].puts * 4, lot=LONG_CODE),
    ),
)
OVERFULL_DISPATCH = replace(DISPATCH, carrier_name=LONG_WORD, site_lines=(LONG_WORD,))


@pytest.mark.parametrize(
    ("render", "number"),
    [
        (partial(render_packing_slip_previews, slip=SLIP), "SO-100234"),
        (partial(render_pick_list_previews, pick_list=PICKS), "PB-004711"),
        (partial(render_dispatch_list_previews, dispatch_list=DISPATCH), "MF-20101203-JNE"),
    ],
)
def test_the_number_of_each_paper_scans(render: Callable[..., list[bytes]], number: str) -> None:
    found = scan(render(dots_per_inch=150)[:1])
    assert found == {("Code128", number)}


@pytest.mark.parametrize(
    "render",
    [
        partial(render_packing_slip_previews, slip=OVERFULL_SLIP),
        partial(render_pick_list_previews, pick_list=OVERFULL_PICKS),
        partial(render_dispatch_list_previews, dispatch_list=OVERFULL_DISPATCH),
    ],
)
def test_nothing_is_printed_into_the_margin(render: Callable[..., list[bytes]]) -> None:
    for page in render(dots_per_inch=72):
        left, right = find_ink_edges(page)
        assert left >= 14 / 210
        assert right <= 196 / 210


def test_a_slip_of_forty_lines_repeats_its_head_and_counts_its_pages() -> None:
    pdf = render_packing_slip(slip=SLIP)
    text = read_text(pdf)
    assert count_pages(pdf) == 2
    assert squeeze("Seite 1 von 2") in text
    assert squeeze("Seite 2 von 2") in text
    assert text.count("BEZEICHNUNG") == 2
    for line in SLIP.lines:
        assert line.code in text


def test_a_slip_says_what_was_ordered_what_is_here_and_what_follows() -> None:
    slip = replace(SLIP, language="en", lines=SLIP.lines[2:4])
    assert squeeze("84002C Knitted Union Flag Hot Water Bottle 86 84 2") in read_text(
        render_packing_slip(slip=slip)
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Packing slip", "Ordered on", "1 Dec 2010", "12.48 kg", "1,455")),
        ("de", ("Lieferschein", "Bestellt am", "1 Dez. 2010", "12,48 kg", "1.455", "dieses Paket")),
        ("id", ("Surat jalan", "Dipesan pada", "1 Des 2010", "12,48 kg", "1.455")),
    ],
)
def test_a_slip_speaks_the_shoppers_language(language: str, words: tuple[str, ...]) -> None:
    text = read_text(render_packing_slip(slip=replace(SLIP, language=language)))
    for word in words:
        assert squeeze(word) in text, word


def test_a_slip_can_carry_a_logo_and_be_letter_size() -> None:
    logo = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3"/></svg>'
    slip: PackingSlip = replace(SLIP, logo=logo, paper="letter", lines=SLIP.lines[:1])
    assert count_pages(render_packing_slip(slip=slip)) == 1


@pytest.mark.parametrize(
    "logo",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><image href="/etc/passwd" width="9"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><image href="../label.png" width="9"/></svg>',
        b"\x89PNG\r\n\x1a\nbroken",
        b"not a picture",
        b"<svg>" + b" " * 300_000,
    ],
)
def test_a_logo_that_is_broken_or_reaches_for_a_file_is_refused(logo: bytes) -> None:
    with pytest.raises(UnprintableImage):
        render_packing_slip(slip=replace(SLIP, logo=logo))


def test_a_pick_list_keeps_the_walking_order() -> None:
    text = read_text(render_pick_list(pick_list=PICKS))
    places = [text.index(f"84{place:03d}A") for place in range(30)]
    assert places == sorted(places)
    assert squeeze("Lot L-2010-11 · best before 30 Jun 2011") in text
    assert squeeze("Page 2 of 2") in text


def test_a_dispatch_list_adds_up_and_asks_for_a_signature() -> None:
    text = read_text(render_dispatch_list(dispatch_list=DISPATCH))
    for words in (
        "Jumlah paket: 45",
        "367,92 kg",
        "Rp 8.250.000",
        "TANDA TANGAN",
        "3 Des 2010, 17.05",
        "P-77120",
    ):
        assert squeeze(words) in text, words


def test_a_dispatch_list_without_cash_has_no_column_for_it() -> None:
    parcels = tuple(replace(parcel, cash_on_delivery=None) for parcel in DISPATCH.parcels)
    text = read_text(render_dispatch_list(dispatch_list=replace(DISPATCH, language="en", parcels=parcels)))
    assert "TO COLLECT" not in text


@pytest.mark.parametrize(
    "render",
    [
        partial(render_packing_slip, slip=replace(SLIP, note=HOSTILE, merchant_name=HOSTILE)),
        partial(render_pick_list, pick_list=replace(PICKS, site_name=HOSTILE)),
        partial(render_dispatch_list, dispatch_list=replace(DISPATCH, carrier_name=HOSTILE)),
    ],
)
def test_what_a_person_typed_is_printed_and_never_run(render: Callable[[], bytes]) -> None:
    pdf = render()
    assert squeeze(HOSTILE) in read_text(pdf)
    assert pdf == render()
