from dataclasses import replace

import pytest

from packhaus.kernel.documents.errors import UnprintableCode
from packhaus.shipping.documents.label import Label, render_label_previews, render_labels
from tests.documents.reading import count_pages, read_text, scan, squeeze
from tests.documents.samples import GERMAN, HOSTILE, INDONESIAN, OVERLONG, PALLET

PRINTER_DOTS_PER_INCH = 203


@pytest.mark.parametrize("label", [GERMAN, INDONESIAN, PALLET, OVERLONG])
def test_the_tracking_number_scans_from_bars_and_square_at_a_thermal_printers_resolution(
    label: Label,
) -> None:
    found = scan(render_label_previews(labels=[label], dots_per_inch=PRINTER_DOTS_PER_INCH))
    assert sorted(text for _, text in found if text == label.tracking_number) == [label.tracking_number] * 2


def test_a_pallets_label_carries_its_sscc_as_gs1_128() -> None:
    found = scan(render_label_previews(labels=[PALLET], dots_per_inch=PRINTER_DOTS_PER_INCH))
    assert "(00)340123450000000017" in {text for _, text in found}


def test_each_label_is_one_page_in_its_own_language() -> None:
    pdf = render_labels(labels=[GERMAN, INDONESIAN, PALLET])
    assert count_pages(pdf) == 3
    text = read_text(pdf)
    for words in (
        "1 von 3",
        "12,48 kg",
        "3 Dez. 2010",
        "BERAT",
        "Bayar di tempat (COD)",
        "412.00 kg",
        "PALLET",
    ):
        assert squeeze(words) in text, words


def test_cash_on_delivery_shows_rupiah_without_decimals() -> None:
    assert squeeze("Rp 250.000") in read_text(render_labels(labels=[INDONESIAN]))


def test_a_label_without_cash_on_delivery_does_not_mention_it() -> None:
    assert "Nachnahme" not in read_text(render_labels(labels=[GERMAN]))


def test_every_word_of_an_overlong_address_stays_on_its_one_page() -> None:
    pdf = render_labels(labels=[OVERLONG])
    assert count_pages(pdf) == 1
    text = read_text(pdf)
    for line in (
        *OVERLONG.recipient_lines,
        *OVERLONG.sender_lines,
        OVERLONG.reference,
        OVERLONG.service_name,
    ):
        assert squeeze(line) in text, line


def test_what_a_person_typed_is_printed_and_never_run() -> None:
    hostile = replace(GERMAN, recipient_lines=(HOSTILE, "root"), reference="*SO*", carrier_name="#panic()")
    text = read_text(render_labels(labels=[hostile]))
    assert squeeze(HOSTILE) in text
    assert "root:x:" not in text
    assert "*SO*" in text
    assert "#panic()" in text


def test_the_same_label_prints_the_same_bytes() -> None:
    assert render_labels(labels=[GERMAN]) == render_labels(labels=[GERMAN])


def test_a_tracking_number_that_cannot_be_scanned_is_refused() -> None:
    with pytest.raises(UnprintableCode):
        render_labels(labels=[GERMAN, replace(GERMAN, tracking_number="Nr. ü")])
