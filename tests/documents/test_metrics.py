import pytest

from packhaus.kernel.documents.metrics import fit_text, measure_width

SIZES = (20.0, 16.0, 14.0, 10.0, 6.0)


@pytest.mark.parametrize(
    ("lines", "size", "count"),
    [
        (("Jörg Müller",), 20.0, 1),
        (("Dewi Kusumawardhani Prasetyaningrum",), 14.0, 1),  # smaller rather than broken
        (("Word " * 14,), 20.0, 3),  # broken rather than tiny
        (tuple("abcdefgh"), 10.0, 8),  # the height decides
    ],
)
def test_text_takes_the_largest_size_that_fits(lines: tuple[str, ...], size: float, count: int) -> None:
    fitted = fit_text(lines=lines, sizes=SIZES, width_mm=94, height_mm=33)
    assert (fitted.size, len(fitted.lines)) == (size, count)


def test_a_word_wider_than_the_box_is_broken_without_losing_a_letter() -> None:
    fitted = fit_text(lines=("x" * 120,), sizes=(10.0,), width_mm=30, height_mm=60)
    assert "".join(fitted.lines) == "x" * 120
    assert all(measure_width(line) * 10 <= 30 * 72 / 25.4 for line in fitted.lines)


def test_what_cannot_fit_ends_in_an_ellipsis() -> None:
    fitted = fit_text(lines=("x" * 500,), sizes=(10.0,), width_mm=30, height_mm=9)
    assert len(fitted.lines) == 2
    assert fitted.lines[-1].endswith("…")


def test_a_letter_the_font_does_not_have_counts_as_a_square() -> None:
    assert measure_width("漢") == 1.0
    assert measure_width("ß") < 1.0
