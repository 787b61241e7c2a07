"""What a merchant's own words and brand must be like before they may be saved."""

from collections.abc import Collection, Iterator

from packhaus.decide.contrast import carries_white
from packhaus.decide.wording import WordingFault, list_faults
from packhaus.kernel.errors import FieldProblem
from packhaus.messaging.mime import is_usable_address
from packhaus.messaging.services.places import SURE, list_places
from packhaus.messaging.types import BrandDraft, Wording, WordingKey

LONGEST = {"subject": 120, "headline": 120, "button": 40, "body": 3000}
MOST_LINES = 60
# About five texts in a row; a longer one is cut by some networks.
LONGEST_SMS = 600
LONGEST_FOOTER, LONGEST_NAME = 500, 60


def check_wording(words: Wording, *, key: WordingKey) -> list[FieldProblem]:
    """Return everything that is wrong with words for a kind of message."""
    if key.channel == "sms":
        return list(_check("body", words.body, key, longest=LONGEST_SMS))
    problems: list[FieldProblem] = []
    for name in ("subject", "headline", "button"):
        problems += _check(name, getattr(words, name), key, longest=LONGEST[name], only=SURE)
    problems += _check("body", words.body, key, longest=LONGEST["body"])
    if len(words.body.splitlines()) > MOST_LINES:
        problems.append(FieldProblem("body", "too_long", f"has at most {MOST_LINES} lines"))
    return problems


def check_brand(draft: BrandDraft) -> Iterator[FieldProblem]:
    """Find what is wrong with how messages are to look."""
    if len(draft.sender_name) > LONGEST_NAME or not draft.sender_name.isprintable():
        yield FieldProblem("sender_name", "format", "is at most 60 printable characters")
    if draft.colour and not carries_white(draft.colour):
        yield FieldProblem(
            "colour", "contrast", "white words cannot be read on this colour: choose a darker one"
        )
    if draft.reply_to and not is_usable_address(draft.reply_to):
        yield FieldProblem("reply_to", "format", "is an e-mail address, or empty")
    for language, footer in draft.footers.items():
        path = f"footer_{language}"
        if len(footer) > LONGEST_FOOTER:
            yield FieldProblem(path, "too_long", f"is at most {LONGEST_FOOTER} characters")
        for fault in list_faults(footer, places=(), sure=()):
            yield _tell(path, fault)


def _check(
    name: str, text: str, key: WordingKey, *, longest: int, only: Collection[str] | None = None
) -> Iterator[FieldProblem]:
    if not text.strip():
        yield FieldProblem(name, "required", "is empty")
    if len(text) > longest:
        yield FieldProblem(name, "too_long", f"is at most {longest} characters")
    if only is not None and len(text.splitlines()) > 1:
        yield FieldProblem(name, "format", "is one line")
    places = list_places(key.kind)
    for fault in list_faults(text, places=places, sure=places if only is None else only):
        yield _tell(name, fault)


def _tell(name: str, fault: WordingFault) -> FieldProblem:
    """Say where a fault is and what to do about it."""
    line, value, near = fault.line, fault.value, fault.near
    match fault.code:
        case "unknown" if near:
            return FieldProblem(
                name, "unknown", f"line {line}: there is no placeholder {value}; did you mean {near}?"
            )
        case "unknown":
            return FieldProblem(name, "unknown", f"line {line}: there is no placeholder {value}")
        case "unsure":
            return FieldProblem(
                name, "unsure", f"line {line}: {value} is empty in some messages and stands only in the text"
            )
        case "brace":
            return FieldProblem(
                name, "brace", f"line {line}: a brace stands alone; braces are for placeholders"
            )
        case "address":
            return FieldProblem(
                name, "address", f"line {line}: {value} is no address of a page that begins with https://"
            )
    return FieldProblem(
        name, "hidden", f"line {line}: there is a character that cannot be seen; type the line anew"
    )
