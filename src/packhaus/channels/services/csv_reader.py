"""Read CSV files that people send: any size in bounded memory, clear about what is wrong in which line.

`inspect_csv` reads the whole file once, fast, and finds everything that makes it unreadable as a whole, so that an
import never stops halfway for a reason that was there from the start. `read_csv` then streams its rows.
"""

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from packhaus.channels.errors import BadFile
from packhaus.kernel.errors import FieldProblem

MAX_ROW_CHARACTERS = 65_536
MAX_COLUMNS = 200
DELIMITERS = (",", ";", "\t")
ENCODINGS = ("utf-8", "utf-16", "cp1252")
_BLOCK_BYTES = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a kind of file may have and which it must have; names are lower case."""

    known: tuple[str, ...]
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvFormat:
    """What was found out about a file before its rows are read."""

    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    first_line: int
    sha256: bytes
    line_count: int


class CsvRow(NamedTuple):
    """One row: the line it begins in, the line after it, and its cells as written."""

    line: int
    next_line: int
    cells: list[str]


def inspect_csv(*, path: Path, columns: Columns, encoding: str = "") -> CsvFormat:
    """Find out encoding, delimiter, columns and hash, and refuse a file that cannot be read to its end.

    UTF-8 with or without a mark and UTF-16 are recognised; cp1252 is read only when `encoding` says so, and what is
    said is refused when the file shows that it is another. Raises: BadFile naming the line.
    """
    found = _agree(path, encoding)
    digest, line_count, has_quotes = _scan(path, found)
    delimiter, names, first_line = _read_header(path, found, columns)
    if has_quotes:
        for _ in _parse(path, found, delimiter):
            pass
    return CsvFormat(found, delimiter, names, first_line, digest, line_count)


def read_csv(*, path: Path, file_format: CsvFormat, from_line: int = 0) -> Iterator[CsvRow]:
    """Yield the rows that begin at or after a line; empty lines are passed over. Raises: BadFile."""
    first = max(file_format.first_line, from_line)
    for row in _parse(path, file_format.encoding, file_format.delimiter):
        if row.line >= first and row.cells:
            yield row


def _agree(path: Path, wanted: str) -> str:
    """Return how to read the file: as it shows itself, unless it was said and may be so."""
    found = _recognise(path)
    is_so = {
        "": True,
        "utf-8": found.startswith("utf-8"),
        "utf-16": found.startswith("utf-16"),
        "cp1252": found == "utf-8" and not _is_utf_8_beyond_ascii(path),
    }[wanted]
    if not is_so:
        name = found.removesuffix("-sig").upper()
        raise BadFile.at_line(
            1, "encoding", f"is {name} and not {wanted.upper()}: say so, or leave it to be found out"
        )
    return wanted if wanted == "cp1252" else found


def _is_utf_8_beyond_ascii(path: Path) -> bool:
    """Tell whether the file is UTF-8 with other signs than ASCII: in cp1252 hardly any text is by accident."""
    decoder, is_ascii = codecs.getincrementaldecoder("utf-8")(), True
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            is_ascii = is_ascii and block.isascii()
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                return False
    return not is_ascii


def _recognise(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding
    if len(start) == 4 and start[1] == start[3] == 0:
        return "utf-16-le"
    if len(start) == 4 and start[0] == start[2] == 0:
        return "utf-16-be"
    return "utf-8"


def _scan(path: Path, encoding: str) -> tuple[bytes, int, bool]:
    """Return hash, number of lines and whether there are quotes; stop at what can't be read, without reading on."""
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder(encoding)()
    line, carried, has_quotes = 1, 0, False
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK_BYTES)
            digest.update(block)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                raise _undecodable(error, encoding, line) from error
            pieces = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            _check_pieces(pieces, line, carried)
            if "\0" in text:
                raise _find_nul(pieces, line)
            carried = len(pieces[-1]) + (carried if len(pieces) == 1 else 0)
            line += len(pieces) - 1
            has_quotes = has_quotes or '"' in text
            if not block:
                return digest.digest(), line, has_quotes


def _check_pieces(pieces: list[str], line: int, carried: int) -> None:
    if carried + len(pieces[0]) > MAX_ROW_CHARACTERS or max(map(len, pieces)) > MAX_ROW_CHARACTERS:
        offset = 0
        if carried + len(pieces[0]) <= MAX_ROW_CHARACTERS:
            offset = next(index for index, piece in enumerate(pieces) if len(piece) > MAX_ROW_CHARACTERS)
        raise BadFile.at_line(
            line + offset, "too_long", f"is longer than {MAX_ROW_CHARACTERS} characters; is this a CSV file?"
        )


def _find_nul(pieces: list[str], line: int) -> BadFile:
    offset = next(offset for offset, piece in enumerate(pieces) if "\0" in piece)
    return BadFile.at_line(line + offset, "nul", "holds a NUL byte; save the file as UTF-8 text")


def _undecodable(error: UnicodeDecodeError, encoding: str, line: int) -> BadFile:
    before = error.object[: error.start].decode(encoding, "replace")
    name = encoding.removesuffix("-sig").upper()
    return BadFile.at_line(
        line + before.count("\n"),
        "encoding",
        f"is not {name} (byte 0x{error.object[error.start]:02x}): save the file as UTF-8, "
        "or say that it is Windows-1252 (--encoding cp1252)",
    )


def _read_header(path: Path, encoding: str, columns: Columns) -> tuple[str, tuple[str, ...], int]:
    """Return the delimiter under which the first row has the most known columns, the columns, the next line."""
    best: tuple[int, str, CsvRow] | None = None
    for delimiter in DELIMITERS:
        row = next((row for row in _parse(path, encoding, delimiter) if row.cells), None)
        if row is None:
            raise BadFile.at_line(1, "empty", "the file is empty; the first line names the columns")
        known = len({_fold(cell) for cell in row.cells} & set(columns.known))
        if best is None or known > best[0]:
            best = known, delimiter, row
    assert best is not None
    _, delimiter, header = best
    names = tuple(_fold(cell) for cell in header.cells)
    problems = _check_header(names, columns, header.line)
    if problems:
        raise BadFile(problems)
    return delimiter, names, header.next_line


def _fold(cell: str) -> str:
    return cell.strip().lower().replace(" ", "_")


def _check_header(names: tuple[str, ...], columns: Columns, line: int) -> list[FieldProblem]:
    where = f"line {line}"
    problems = [
        FieldProblem(where, "missing_column", f"column {name} is missing")
        for name in columns.required
        if name not in names
    ]
    problems += [
        FieldProblem(
            where, "unknown_column", f"column {name[:40]!r} is not known; known: {', '.join(columns.known)}"
        )
        for name in names[:MAX_COLUMNS]
        if name not in columns.known
    ]
    problems += [
        FieldProblem(where, "repeated_column", f"column {name} stands there twice")
        for name in sorted({name for name in names if names.count(name) > 1 and name in columns.known})
    ]
    return problems


class _Lines:
    """The lines of a file for the parser; a row that spans too many of them is an open quote."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text
        self.row_line = 1
        self.row_characters = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_ROW_CHARACTERS + 2)
        self.row_characters += len(line)
        if self.row_characters > MAX_ROW_CHARACTERS + 2:
            raise _open_quote(self.row_line)
        if not line:
            raise StopIteration
        return line


def _open_quote(line: int) -> BadFile:
    return BadFile.at_line(
        line, "quotes", "has a quote that is never closed; a quote inside a cell is doubled"
    )


def _parse(path: Path, encoding: str, delimiter: str) -> Iterator[CsvRow]:
    with path.open("r", encoding=encoding, newline="") as text:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise _open_quote(lines.row_line) from error
            if cells is None:
                return
            yield CsvRow(lines.row_line, reader.line_num + 1, cells)
            lines.row_line, lines.row_characters = reader.line_num + 1, 0
