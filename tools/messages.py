"""The catalogues of German and Indonesian: `python tools/messages.py extract|compile|check`.

One catalogue for all of Packhaus, at src/packhaus/locale/; Babel does it, no gettext programs are needed. Compiled
files are committed. `extract` adds new strings empty and forgets those that are gone; `check` fails on what is missing,
out of step with the sources, not compiled, or merely repeats the English outside of locale/same-as-english.txt.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PACKAGE = ROOT / "src" / "packhaus"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("de", "id")
METHODS = [
    ("**/tests/**", "ignore"),
    ("**/web/views/components.py", "ignore"),
    ("**/web/templates/web/components.html", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "tools.template_messages:extract_template"),
    ("**/templates/**.txt", "tools.template_messages:extract_template"),
]
KEYWORDS: Any = {
    # An alias of gettext, or with two arguments of pgettext.
    "_": {1: (1,), 2: ((1, "c"), 2)},
    "gettext": None,
    "gettext_lazy": None,
    "lazy": None,
    "noop": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# Plural-Forms stays: Babel does not know the Indonesian one and reads it from the file.
_MOVING_HEADERS = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid|Last-Translator|Language-Team).*\n',
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def extract() -> Catalog:
    """Return a catalogue of every string in the sources, without translations."""
    catalog = Catalog(project="Packhaus", charset="utf-8")
    found = extract_from_dir(PACKAGE, METHODS, {}, KEYWORDS, strip_comment_tags=True)
    for _filename, _line, message, _comments, context in found:
        # No places: a catalogue that changes with every edit is nobody's to review.
        catalog.add(message, context=context)
    return catalog


def get_path(language: str, ending: str) -> Path:
    """Return the file of a language's catalogue."""
    return LOCALE / language / "LC_MESSAGES" / f"django.{ending}"


def load(language: str) -> Catalog:
    """Return the catalogue of a language as committed; an empty one when there is none yet."""
    path = get_path(language, "po")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def render_po(catalog: Catalog) -> bytes:
    """Return the text of a catalogue, sorted, so that two edits seldom meet."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=110, sort_output=True, omit_header=False, ignore_obsolete=True)
    text = re.sub(_MOVING_HEADERS, b"", buffer.getvalue())
    return re.sub(rb"\A(#.*\n)+", b"", text)


def render_mo(catalog: Catalog) -> bytes:
    """Return the compiled catalogue."""
    # Else the moment of compiling is part of the file, and no two are ever equal.
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def write_catalogs() -> None:
    """Bring the committed catalogues in step with the sources."""
    template = extract()
    for language in LANGUAGES:
        catalog = load(language)
        catalog.update(template, no_fuzzy_matching=True)
        get_path(language, "po").parent.mkdir(parents=True, exist_ok=True)
        get_path(language, "po").write_bytes(render_po(catalog))


def compile_catalogs() -> None:
    """Write the compiled catalogues from the committed text."""
    for language in LANGUAGES:
        get_path(language, "mo").write_bytes(render_mo(load(language)))


def check() -> list[str]:
    """Return everything that is wrong with the catalogues, one sentence each."""
    template = extract()
    allowed = set((LOCALE / "same-as-english.txt").read_text().splitlines())
    problems: list[str] = []
    for language in LANGUAGES:
        catalog = load(language)
        problems += [f"{language}: {problem}" for problem in _check_catalog(template, catalog, allowed)]
        path = get_path(language, "mo")
        if not path.exists() or path.read_bytes() != render_mo(catalog):
            problems.append(f"{language}: not compiled; run `make messages`")
    return problems


def _check_catalog(template: Catalog, catalog: Catalog, allowed: set[str]) -> Iterator[str]:
    wanted = {(message.id, message.context) for message in template if message.id}
    for message_id, context in sorted(wanted, key=str):
        message = catalog.get(message_id, context) if context else catalog.get(message_id)
        if message is None:
            yield f"not extracted: {message_id!r}"
        else:
            yield from _check_message(message, allowed)
    known = {(message.id, message.context) for message in catalog if message.id}
    yield from (f"no longer used: {message_id!r}" for message_id, _ in sorted(known - wanted, key=str))


def _check_message(message: Message, allowed: set[str]) -> Iterator[str]:
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    words = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if message.fuzzy:
        yield f"fuzzy: {message.id!r}"
    if not words or not all(words):
        yield f"missing: {message.id!r}"
        return
    holes = set(_PLACEHOLDER.findall(originals[-1]))
    for word in words:
        if word in originals and word not in allowed:
            yield f"repeats the English: {word!r}"
        if set(_PLACEHOLDER.findall(word)) - holes or (
            len(words) == 1 and set(_PLACEHOLDER.findall(word)) != holes
        ):
            yield f"other placeholders: {word!r}"


def main() -> int:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("extract", "compile", "check"))
    command = parser.parse_args().command
    if command == "extract":
        write_catalogs()
    elif command == "compile":
        compile_catalogs()
    else:
        problems = check()
        print("\n".join(problems) or "complete")
        return min(len(problems), 1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
