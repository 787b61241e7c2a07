"""Names and addresses of any country print as letters, not as boxes."""

from dataclasses import replace

import pytest

from packhaus.kernel.documents.metrics import measure_width
from packhaus.outbound.documents.packing_slip import render_packing_slip
from packhaus.shipping.documents.label import render_label_previews, render_labels
from tests.documents.paper_samples import SLIP
from tests.documents.reading import (
    count_missing_glyphs,
    count_pages,
    has_ink_between,
    read_text,
    scan,
    squeeze,
)
from tests.documents.samples import GERMAN

SCRIPTS = {
    "Japanese": ("山田太郎", "東京都千代田区丸の内1丁目9番1号", "パックハウス気付", "〒100-0005"),
    "Chinese": ("王小明", "北京市朝阳区建国路88号", "邮编 100022"),
    "Taiwanese": ("陳怡君", "臺北市信義區市府路45號"),
    "Korean": ("김철수", "서울특별시 중구 세종대로 110"),
    "Thai": ("สมชาย ใจดี", "99/1 ถนนสุขุมวิท แขวงคลองเตย", "กรุงเทพมหานคร 10110"),
    "Arabic": ("محمد عبد الله", "شارع الملك فهد ٤٥", "الرياض ١١٥٦٤"),
    "Russian": ("Иван Щербаков", "ул. Тверская, д. 7"),
    "Greek": ("Γιώργος Παπαδόπουλος", "Οδός Ερμού 12, Αθήνα"),
    "Vietnamese": ("Nguyễn Thị Đặng", "Số 12 Đường Lê Lợi"),
    "Polish": ("Łukasz Żółć", "ul. Świętokrzyska 3"),
}
# No font that people write names with has it.
CUNEIFORM = "\U00012000"


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_label_shows_the_letters_of_an_address(script: str) -> None:
    label = replace(GERMAN, recipient_lines=SCRIPTS[script])
    pdf = render_labels(labels=[label])
    assert count_missing_glyphs(pdf) == 0
    assert count_pages(pdf) == 1
    if script not in {"Arabic", "Thai"}:
        # Joined letters and marks come back in the order they are drawn in.
        assert all(squeeze(line) in read_text(pdf) for line in SCRIPTS[script])


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_packing_slip_shows_the_letters_of_an_address_and_of_a_note(script: str) -> None:
    slip = replace(SLIP, ship_to_lines=SCRIPTS[script], note=" ".join(SCRIPTS[script]))
    assert count_missing_glyphs(render_packing_slip(slip=slip)) == 0


def test_a_letter_that_no_font_has_is_a_box_and_the_label_still_prints() -> None:
    label = replace(GERMAN, recipient_lines=(f"Gilgamesh {CUNEIFORM}", "1 Mill Lane"))
    pdf = render_labels(labels=[label])
    assert count_missing_glyphs(pdf) > 0, "the count sees a box where there is one"
    assert "Gilgamesh" in read_text(pdf)


def test_the_bars_scan_beside_any_script() -> None:
    labels = [replace(GERMAN, recipient_lines=lines) for lines in SCRIPTS.values()]
    pages = render_label_previews(labels=labels, dots_per_inch=203)
    assert len(pages) == len(SCRIPTS)
    assert all(GERMAN.tracking_number in {text for _, text in scan([page])} for page in pages[:3])


def test_figures_among_han_take_no_more_room_than_was_measured() -> None:
    label = replace(GERMAN, recipient_lines=SCRIPTS["Japanese"])
    [page] = render_label_previews(labels=[label], dots_per_inch=203)
    strip = {"top_mm": 77.0, "bottom_mm": 78.2, "height_mm": 152.4}
    assert not has_ink_between(page, **strip), "no line runs into the rule below the address"


def test_marks_above_and_below_take_no_room() -> None:
    assert measure_width("กุ") == measure_width("ก")
    assert 0 < measure_width("م") < 1
