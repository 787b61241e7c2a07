"""Pages by key: fifty rows after the last one seen, at the same cost on the thousandth page as on the first."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from packhaus.kernel import rows

Row = TypeVar("Row")
PAGE_SIZE = 50
COUNTED_AT_MOST = 10_001
_LARGEST = chr(0x10FFFF)


class Key(NamedTuple):
    """A column that orders a list and the type its value has in SQL; the last one is unique."""

    column: str
    sql_type: str


@dataclass(frozen=True, slots=True)
class PageOf:
    """Which page of a list: after or before a key that an earlier page gave; neither is the first page.

    `counted_at_most` is how far the total counts: 0 counts nothing, where only the rows matter. Of size 0 there are no
    rows, only the total.
    """

    after: str = ""
    before: str = ""
    is_descending: bool = False
    size: int = PAGE_SIZE
    counted_at_most: int = COUNTED_AT_MOST


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, the keys of what lies before and after them (empty where nothing does), and how many match.

    `total` counts no further than the page asked for.
    """

    rows: list[Row]
    newer_key: str
    older_key: str
    total: int


def fetch_page(
    row_type: type[Row],
    sql: str,
    parameters: Mapping[str, Any],
    *,
    keys: Sequence[Key],
    page: PageOf,
    count_sql: str = "",
) -> Page[Row]:
    """Return one page of a SELECT without ORDER BY, whose columns hold the keys and are never null in them.

    `count_sql` selects the same rows for less, where that is possible. Queries: 2; 1 without rows or without a total.
    """
    total = 0
    if page.counted_at_most:
        total = int(rows.fetch_value(_count(count_sql or sql, page.counted_at_most), parameters) or 0)
    if not page.size:
        return Page([], "", "", total)
    position = _decode(page.after or page.before, len(keys))
    goes_back = bool(page.before) and position is not None
    is_descending = page.is_descending != goes_back
    bound = {f"key_{place}": value for place, value in enumerate(position or ())}
    text = _write_page(sql, keys, is_descending=is_descending, is_first=position is None)
    found = rows.fetch_rows(row_type, text, {**parameters, **bound, "page_size": page.size + 1})
    has_more = len(found) > page.size
    shown = found[: page.size]
    if goes_back:
        shown.reverse()
    is_start, is_end = (not has_more, False) if goes_back else (position is None, not has_more)
    return Page(
        rows=shown,
        newer_key="" if is_start or not shown else _encode(shown[0], keys),
        older_key="" if is_end or not shown else _encode(shown[-1], keys),
        total=total,
    )


def bound_prefix(text: str) -> str:
    """Return the upper bound of the range of texts that start with this one (the database sorts by code point)."""
    return text + _LARGEST


def _count(sql: str, limit: int) -> str:
    return f"SELECT count(*) FROM (SELECT FROM ({sql}) AS matching LIMIT {limit:d}) AS counted"  # noqa: S608 - constants


def _write_page(sql: str, keys: Sequence[Key], *, is_descending: bool, is_first: bool) -> str:
    direction, sign = ("DESC", "<") if is_descending else ("ASC", ">")
    columns = ", ".join(key.column for key in keys)
    values = ", ".join(f"%(key_{place})s::text::{key.sql_type}" for place, key in enumerate(keys))
    condition = "" if is_first else f"WHERE ({columns}) {sign} ({values})"
    order = ", ".join(f"{key.column} {direction}" for key in keys)
    return f"SELECT * FROM ({sql}) AS page {condition} ORDER BY {order} LIMIT %(page_size)s"  # noqa: S608 - constants


def _encode(row: object, keys: Sequence[Key]) -> str:
    values = [str(getattr(row, key.column)) for key in keys]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _decode(text: str, width: int) -> list[str] | None:
    """Return the values of a key; a damaged one leads to the first page, as an old address should."""
    if not text:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        return None
    is_whole = isinstance(values, list) and len(values) == width
    return values if is_whole and all(isinstance(value, str) for value in values) else None
