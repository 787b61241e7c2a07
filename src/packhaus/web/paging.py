"""Pages by key: a query returns one row more than a page when there is more beyond it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from packhaus.web.tables import PAGE_SIZE

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page, and the keys of the pages around it; empty where there is none."""

    rows: Sequence[Row]
    newer_key: str
    older_key: str


def cut_page(
    found: Sequence[Row], *, is_after: bool, is_before: bool, write_key: Callable[[Row], str]
) -> Page[Row]:
    """Cut what a query found to one page; rows are in the order shown, whichever way was asked."""
    has_more = len(found) > PAGE_SIZE
    rows = found[-PAGE_SIZE:] if is_before else found[:PAGE_SIZE]
    if not rows:
        return Page(rows, "", "")
    has_newer = has_more if is_before else is_after
    has_older = True if is_before else has_more
    return Page(rows, write_key(rows[0]) if has_newer else "", write_key(rows[-1]) if has_older else "")


def read_uuid(text: str) -> UUID | None:
    """Read an id of an address; what is none is nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
