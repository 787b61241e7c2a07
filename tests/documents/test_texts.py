from collections.abc import Mapping

import pytest

from packhaus.kernel.documents.texts import LANGUAGES, pick_language
from packhaus.outbound.documents.dispatch_list_texts import DISPATCH_LIST_TEXTS
from packhaus.outbound.documents.packing_slip_texts import PACKING_SLIP_TEXTS
from packhaus.outbound.documents.pick_list_texts import PICK_LIST_TEXTS
from packhaus.shipping.documents.label_texts import LABEL_TEXTS
from packhaus.transfers.documents.transfer_note_texts import TRANSFER_NOTE_TEXTS

# Words that are the same in another language because they are.
SAME_AS_ENGLISH = {("id", "Lot"), ("de", "In")}
TABLES = [DISPATCH_LIST_TEXTS, LABEL_TEXTS, PACKING_SLIP_TEXTS, PICK_LIST_TEXTS, TRANSFER_NOTE_TEXTS]


@pytest.mark.parametrize("table", TABLES)
def test_every_word_of_a_document_exists_in_every_language(table: Mapping[str, Mapping[str, str]]) -> None:
    for key, words in table.items():
        assert set(words) == set(LANGUAGES), key
        assert all(words.values()), key


@pytest.mark.parametrize("table", TABLES)
def test_no_translation_merely_repeats_the_english(table: Mapping[str, Mapping[str, str]]) -> None:
    repeated = {
        (language, words["en"])
        for words in table.values()
        for language in ("de", "id")
        if words[language] == words["en"]
    }
    assert repeated <= SAME_AS_ENGLISH


@pytest.mark.parametrize(
    ("tag", "language"), [("de-AT", "de"), ("id_ID", "id"), ("EN", "en"), ("fr", "en"), ("", "en")]
)
def test_a_language_that_we_do_not_speak_is_english(tag: str, language: str) -> None:
    assert pick_language(tag) == language
