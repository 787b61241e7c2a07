from collections.abc import Callable

import pytest

from packhaus.kernel.documents import barcodes
from packhaus.kernel.documents.barcodes import Barcode
from packhaus.kernel.documents.errors import UnprintableCode
from tests.documents.reading import scan_symbol


@pytest.mark.parametrize(
    ("draw", "text", "read"),
    [
        (barcodes.draw_code128, "SO-100234", ("Code128", "SO-100234")),
        (barcodes.draw_code128, "a ~!\\^1234567890", ("Code128", "a ~!\\^1234567890")),
        (barcodes.draw_code128, "0" * 80, ("Code128", "0" * 80)),
        (barcodes.draw_gs1_128, "(00)340123450000000017", ("Code128", "(00)340123450000000017")),
        (barcodes.draw_gs1_128, "(01)04006381333931(10)LOT-7", ("Code128", "(01)04006381333931(10)LOT-7")),
        (barcodes.draw_sscc, "340123450000000017", ("Code128", "(00)340123450000000017")),
        (barcodes.draw_qr, "https://track.example/t/äöü?x=1", ("QRCode", "https://track.example/t/äöü?x=1")),
        (barcodes.draw_datamatrix, "LPN-000811", ("DataMatrix", "LPN-000811")),
        (barcodes.draw_ean13, "4006381333931", ("EAN13", "4006381333931")),
        (barcodes.draw_itf14, "04006381333931", ("ITF", "04006381333931")),
    ],
)
def test_a_scanner_reads_back_what_was_drawn(
    draw: Callable[[str], Barcode], text: str, read: tuple[str, str]
) -> None:
    kind, content = scan_symbol(draw(text))
    assert kind.startswith(read[0]) or kind in {"ITF14", "QRCodeModel2"}
    assert content == read[1]


@pytest.mark.parametrize(
    ("draw", "text"),
    [
        (barcodes.draw_code128, ""),
        (barcodes.draw_code128, "Müller"),
        (barcodes.draw_code128, "A\n"),
        (barcodes.draw_code128, "A" * 81),
        (barcodes.draw_gs1_128, "340123450000000017"),  # no application identifier
        (barcodes.draw_gs1_128, "(00)340123450000000018"),  # check digit
        (barcodes.draw_gs1_128, "(00)34012345000000001"),  # one digit short
        (barcodes.draw_gs1_128, "(9)1"),
        (barcodes.draw_sscc, "34012345000000001"),
        (barcodes.draw_ean13, "4006381333932"),
        (barcodes.draw_ean13, "٤٠٠٦٣٨١٣٣٣٩٣١"),  # digits, but not these
        (barcodes.draw_itf14, "4006381333931"),
        (barcodes.draw_qr, ""),
        (barcodes.draw_qr, "x" * 1001),
        (barcodes.draw_datamatrix, ""),
    ],
)
def test_what_cannot_be_scanned_back_is_refused(draw: Callable[[str], Barcode], text: str) -> None:
    with pytest.raises(UnprintableCode) as refusal:
        draw(text)
    assert refusal.value.status == 422
    assert refusal.value.data["rule"]


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("4006381333931", True),
        ("340123450000000017", True),
        ("96385074", True),  # GTIN-8
        ("036000291452", True),  # GTIN-12
        ("4006381333930", False),
        ("", False),
        ("40063813339x1", False),
    ],
)
def test_the_check_digit_is_that_of_gs1(digits: str, valid: bool) -> None:  # noqa: FBT001 a table's column
    assert barcodes.has_check_digit(digits) is valid


def test_the_quiet_zone_belongs_to_the_symbol() -> None:
    drawn = barcodes.draw_code128("PH1").svg.decode()
    assert 'd="M10 0' in drawn
