import re

from tools.messages import check, load


def test_german_and_indonesian_are_complete_and_compiled() -> None:
    assert check() == []


def test_german_has_one_word_for_an_order() -> None:
    # The glossary's; a print job and a work order have words of their own, in which the other one is a part.
    told = [str(message.string) for message in load("de")]
    assert [text for text in told if re.search(r"\bAuftr[aä]g", text)] == []
