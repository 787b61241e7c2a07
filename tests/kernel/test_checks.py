"""Conditions of constraints, asked of the database as it would ask itself."""

import pytest
from django.db.models import F

from packhaus.kernel.database.checks import are_not_negative, is_one_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("word", ["open", "closed", ""])
def test_a_word_of_the_list_is_taken(word: str) -> None:
    assert is_one_of("status", ["open", "closed", ""]).check({"status": word})


@pytest.mark.parametrize("word", ["opened", "reopen", "open|closed", "open\n", "OPEN", ""])
def test_any_other_word_is_refused(word: str) -> None:
    assert not is_one_of("status", ["open", "closed"]).check({"status": word})


@pytest.mark.parametrize(
    ("picked", "packed", "is_right"),
    [(0, 0, True), (3, 2, True), (2, 3, False), (-1, -1, False), (0, -1, False)],
)
def test_no_counter_may_be_negative(picked: int, packed: int, *, is_right: bool) -> None:
    condition = are_not_negative("picked", "packed", F("picked") - F("packed"))
    assert condition.check({"picked": picked, "packed": packed}) is is_right
