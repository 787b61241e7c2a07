import re

import pytest

from tools.messages import check, load

# Words that the glossary has another one for; of `%(tote)s` nothing is read.
FORSAKEN = {
    "de": r"\bAuftr[aä]g|\bLKW\b|\b[Dd]ie Leitung\b",
    "id": r"(?i)(?<!\()\btote\b|\bpedagang|\bkardus\b|\b(kepala|pemimpin) regu\b|\brak tanya\b|umumkan",
}


def test_german_and_indonesian_are_complete_and_compiled() -> None:
    assert check() == []


@pytest.mark.parametrize("language", FORSAKEN)
def test_a_thing_has_one_word_in_each_language(language: str) -> None:
    told = [str(message.string) for message in load(language)]
    assert [text for text in told if re.search(FORSAKEN[language], text)] == []
