"""What the domain says is wrong, in the reader's language: sentences by their pattern, fields by their label.

The domain writes English with its values in it. A sentence stands once, in `told_sentences`, with names in place of the
values; `tests/web/test_told.py` finds those that are missing.
"""

import re
from functools import cache

from django.utils.translation import gettext as _

from packhaus.web.told_fields import FIELDS
from packhaus.web.told_sentences import SENTENCES
from packhaus.web.words import TERMS

_PARTS = {"sku": "sku_code", "quantity": "quantity", "price": "unit_price_minor", "each": "each"}
_LINE = re.compile(r"(?:line|service)_(\d+)_(\w+)|(sku|quantity|price|each)_(\d+)")
_FILE_LINE = re.compile(r"line (\d+)")
_RANGE = re.compile(r"(\w+)_(?:first|last)")
_VALUE = re.compile(r"%\((\w+)\)s")


def name_field(name: str) -> str:
    """Return what a field of a form is called; one without a label is shown by its name."""
    line = _LINE.fullmatch(name)
    if line:
        at, part = (line[1], line[2]) if line[1] else (line[4], _PARTS[line[3]])
        return _("%(field)s, row %(row)s") % {"field": name_field(part), "row": int(at) + 1}
    of_file = _FILE_LINE.fullmatch(name)
    if of_file:
        return _("Line %(row)s") % {"row": of_file[1]}
    span = _RANGE.fullmatch(name)
    if span:
        return name_field(span[1])
    if name in TERMS:
        return str(TERMS[name])
    return _(FIELDS[name]) if name in FIELDS else name


def tell_problem(message: str) -> str:
    """Return a sentence of the domain in the language of now; one that is not known stays as it is."""
    for pattern, sentence in _list_patterns():
        found = pattern.fullmatch(message)
        if found:
            return _(sentence) % found.groupdict() if found.groupdict() else _(sentence)
    return message


@cache
def _list_patterns() -> list[tuple[re.Pattern[str], str]]:
    """Compile the sentences: those with more words of their own are asked first."""
    ordered = sorted(SENTENCES, key=lambda sentence: -len(_VALUE.sub("", sentence)))
    return [(re.compile(_read_pattern(one), re.DOTALL), one) for one in ordered]


def _read_pattern(sentence: str) -> str:
    words = _VALUE.split(sentence)  # words and names of values by turns
    return "".join(f"(?P<{part}>.+)" if place % 2 else re.escape(part) for place, part in enumerate(words))
