import re
from pathlib import Path

import pytest
from django.template import engines
from django.utils import translation

from packhaus.web.status import STATUSES, Colour, UnknownStatus, get_status

CALM = {"closed", "cancelled", "draft", "done", "voided", "expired"}


@pytest.mark.parametrize(("language", "label"), [("en", "On hold"), ("de", "Angehalten"), ("id", "Ditahan")])
def test_a_status_speaks_three_languages(language: str, label: str) -> None:
    with translation.override(language):
        assert str(get_status("order", "on_hold").label) == label


def test_the_kind_of_thing_decides_what_a_shared_word_means() -> None:
    with translation.override("en"):
        assert str(get_status("payment", "none").label) == "Unpaid"
        assert str(get_status("parcel", "pending").label) == "Awaiting first scan"
        assert get_status("verdict", "done").colour == Colour.GREY
        assert get_status("task", "done").colour == Colour.GREEN


def test_an_unknown_status_is_a_bug_and_not_a_blank() -> None:
    with pytest.raises(UnknownStatus, match=r"order\.levitating"):
        get_status("order", "levitating")


def test_nothing_that_is_over_is_red() -> None:
    assert all(STATUSES[value].colour != Colour.RED for value in CALM)


def test_a_status_is_a_word_beside_a_coloured_dot() -> None:
    with translation.override("en"):
        drawn = engines["django"].from_string('{% status "order" "placed" %}').render()
    assert "status-azure" in drawn
    assert "Placed</span>" in drawn


def test_every_icon_that_a_template_draws_is_in_the_sprite() -> None:
    web = Path(__file__).parents[2] / "src/packhaus/web"
    known = set(re.findall(r'<symbol id="([^"]+)"', (web / "static/vendor/icons/sprite.svg").read_text()))
    drawn = {
        name for file in web.rglob("*.html") for name in re.findall(r'{% icon "([^"]+)"', file.read_text())
    }  # fmt: skip
    assert drawn - known == set()
