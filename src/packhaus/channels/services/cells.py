"""Read the cells of one row by column name, and collect everything that is wrong with them."""

from collections.abc import Mapping, Sequence
from datetime import date

from packhaus.channels.types import Reject

_TRUE = frozenset({"1", "true", "yes", "y", "x"})
_FALSE = frozenset({"", "0", "false", "no", "n"})
_MAX_DIGITS = 15
_MOST_DEGREES = 180.0


class Cells:
    """One row; a reader returns its default where a cell is empty, absent or wrong, and remembers what was wrong."""

    __slots__ = ("_cells", "line", "rejects")

    def __init__(self, line: int, columns: Sequence[str], cells: Sequence[str]) -> None:
        self.line = line
        self.rejects: list[Reject] = []
        self._cells: Mapping[str, str] = dict(zip(columns, (cell.strip() for cell in cells), strict=True))

    def read_text(self, column: str, default: str = "") -> str:
        """Return a cell's text."""
        return self._cells.get(column) or default

    def read_required(self, column: str) -> str:
        """Return a cell's text; empty is wrong."""
        text = self.read_text(column)
        if not text:
            self.refuse(column, "required", "is empty")
        return text

    def read_list(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell that are divided by |."""
        return tuple(part for part in map(str.strip, self.read_text(column).split("|")) if part)

    def read_whole(self, column: str, default: int = 0) -> int:
        """Return a cell's whole number."""
        text = self.read_text(column)
        if not text:
            return default
        try:
            return parse_whole(text)
        except ValueError:
            self.refuse(column, "format", f"{text[:20]!r} is not a whole number")
            return default

    def find_whole(self, column: str) -> int | None:
        """Return a cell's whole number, or None when it is empty."""
        return self.read_whole(column) if self.read_text(column) else None

    def read_degrees(self, column: str, default: float | None) -> float:
        """Return a cell's decimal number of degrees; empty is wrong without a default."""
        if default is not None and not self.read_text(column):
            return default
        text = self.read_required(column)
        try:
            degrees = float(text) if text else 0.0
        except ValueError:
            degrees = float("nan")
        if not -_MOST_DEGREES <= degrees <= _MOST_DEGREES:
            self.refuse(column, "format", f"{text[:20]!r} is not a number of degrees like 53.8008")
            return 0.0
        return degrees

    def read_flag(self, column: str, *, default: bool = False) -> bool:
        """Return a cell's yes or no."""
        text = self.read_text(column).lower()
        if text in _TRUE:
            return True
        if text not in _FALSE:
            self.refuse(column, "format", f"{text[:20]!r} is not yes or no")
        return default if not text else False

    def find_date(self, column: str) -> date | None:
        """Return a cell's day, or None when it is empty."""
        text = self.read_text(column)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.refuse(column, "format", f"{text[:20]!r} is not a day like 2027-03-31")
            return None

    def refuse(self, column: str, code: str, message: str) -> None:
        """Remember that a cell is wrong."""
        self.rejects.append(Reject(self.line, column, code, message))


def parse_whole(text: str) -> int:
    """Read digits with an optional sign. Raises: ValueError for anything else, and for more than 15 of them."""
    if len(text) > _MAX_DIGITS or not text.removeprefix("-").isdecimal() or not text.isascii():
        raise ValueError(text)
    return int(text)
