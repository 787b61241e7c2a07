"""Answers written straight from the domain's frozen rows: what is declared is the row's own type."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson
from django.http import HttpResponse

from packhaus.kernel.keyset import Page

Row = TypeVar("Row")
_OPTIONS = orjson.OPT_NON_STR_KEYS


@dataclass(frozen=True, slots=True)
class PageOut(Generic[Row]):
    """One page. `next` and `previous` are the `after` and `before` of the neighbours, empty where there is none.

    `total` counts to 10,001 at most.
    """

    items: list[Row]
    next: str
    previous: str
    total: int


def answer(value: Any, status: int = 200) -> HttpResponse:
    """Answer a value as JSON."""
    return answer_bytes(write_json(value), status)


def write_json(value: Any) -> bytes:
    """Write a value as JSON."""
    return orjson.dumps(value, default=_write, option=_OPTIONS)


def answer_bytes(body: bytes, status: int = 200) -> HttpResponse:
    """Answer JSON that is written already."""
    return HttpResponse(body, status=status, content_type="application/json")


def answer_page(page: Page[Any]) -> HttpResponse:
    """Write one page of a list."""
    return answer(PageOut(page.rows, page.older_key, page.newer_key, page.total))


def answer_nothing() -> HttpResponse:
    """Say that it is done, and that there is nothing to add."""
    return HttpResponse(status=204)


def _write(value: Any) -> Any:
    as_dict = getattr(value, "_asdict", None)
    return as_dict() if as_dict else str(value)
