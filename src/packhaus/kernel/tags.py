"""Tags: short codes by which people find and sort things."""

import re
from collections.abc import Iterable, Iterator

from packhaus.kernel.errors import FieldProblem

TAGS_AT_MOST = 20
TAG_CHARACTERS = 24
# A code, so that the journal may keep it: no blanks, no @.
_CODE = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{TAG_CHARACTERS - 1}}}")


def read_tag(typed: str) -> str:
    """Make a tag of what somebody typed, as far as that goes."""
    return typed.strip().lower().replace(" ", "-")


def is_tag(text: str) -> bool:
    """Tell whether a text is a tag."""
    return _CODE.fullmatch(text) is not None


def list_tag_problems(tags: Iterable[str], *, path: str) -> Iterator[FieldProblem]:
    """Yield a problem for each text that is no tag; `path` has {place} where its number goes."""
    for place, tag in enumerate(tags):
        if not is_tag(tag):
            message = "letters a to z, digits, hyphens; at most 24"
            yield FieldProblem(path.format(place=place), "format", message)
