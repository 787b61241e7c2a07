from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from packhaus.transfers.documents.transfer_note import (
    NoteLine,
    TransferNote,
    render_transfer_note,
    render_transfer_note_previews,
)
from tests.documents.reading import find_ink_edges, read_text, scan, squeeze

PALLET, CARTON = "340123450000000017", "LP-0004711"
NOTE = TransferNote(
    language="de",
    number="TR-1001",
    scan_code="TR-1001",
    merchant_name="Weiß & Söhne Geschenkartikel",
    from_lines=("Hebden Bridge Mill", "Old Gate 1", "HX7 8EX Hebden Bridge", "GB"),
    to_lines=("Lager Berlin", "Straße des 17. Juni 135", "10623 Berlin", "DE"),
    expected_on=date(2026, 11, 26),
    printed_at=datetime(2026, 11, 23, 7, 42, tzinfo=ZoneInfo("Europe/London")),
    lines=(
        *(NoteLine(f"RM-{300 + place}", "Red mug 300 ml", 40, PALLET, "pallet") for place in range(3)),
        NoteLine("TEA", "Green tea", 12, CARTON, "carton", lot="L-77", expires_on=date(2027, 3, 1)),
        NoteLine("LAMP", "Desk lamp", 2, serials=("S-1", "S-2")),
    ),
    is_picked=True,
    carrier_code="ALBION",
    title_passes="receipt",
)


def test_number_pallet_and_carton_of_a_note_scan() -> None:
    found = scan(render_transfer_note_previews(note=NOTE, dots_per_inch=203))
    assert {text.replace("(00)", "").removeprefix("00") for _symbology, text in found} >= {
        "TR-1001",
        CARTON,
        PALLET,
    }


def test_a_note_says_what_goes_where_and_stays_within_its_margins() -> None:
    text = read_text(render_transfer_note(note=NOTE))
    for words in ("Umlagerungsschein", "Lager Berlin", "bei der Ankunft", "Charge L-77", "S-1, S-2", "134"):
        assert squeeze(words) in text, words
    assert squeeze("Noch nicht kommissioniert") not in text
    overfull = replace(
        NOTE, merchant_name="X" * 90, from_lines=("X" * 90,), lines=(NoteLine("X" * 40, "Y" * 120, 10**9),)
    )
    for page in render_transfer_note_previews(note=overfull, dots_per_inch=72):
        left, right = find_ink_edges(page)
        assert left >= 14 / 210
        assert right <= 196 / 210
