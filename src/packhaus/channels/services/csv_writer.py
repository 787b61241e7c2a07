"""Write CSV that a spreadsheet opens as text: a cell that begins like a formula gets an apostrophe.

Source: OWASP, CSV Injection: =, +, -, @, tab and carriage return start a formula; numbers are left alone.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_PIECE = 32 * 1024
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def write_csv(file: TextIO, *, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a header and rows to a text file opened with newline="", and return how many rows."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([make_safe(cell) for cell in row])
        count += 1
    return count


def stream_csv(*, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Write a header and rows as pieces of text, some rows in memory at a time."""
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([make_safe(cell) for cell in row])
        if line.tell() > _PIECE:
            yield _take(line)
    yield _take(line)


def _take(line: io.StringIO) -> str:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text


def make_safe(cell: object) -> str:
    """Return the cell's text as no spreadsheet will execute it; E.164 numbers and amounts stay as they are."""
    text = "" if cell is None else str(cell)
    if text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
