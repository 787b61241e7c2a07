"""Cells of a rate card's sheets read into whole units; every problem is noted at its cell."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from packhaus.decide.rating import PARTS
from packhaus.kernel.errors import FieldProblem
from packhaus.kernel.money import parse_minor
from packhaus.shipping.sheets.tables import Sheet
from packhaus.shipping.types.rate_sheets import METRIC

GRAMS_PER_POUND: Final = Decimal("453.59237")
MM_PER_INCH: Final = Decimal("25.4")
_GRAMS_PER_KILOGRAM, _MM_PER_CENTIMETRE = Decimal(1_000), Decimal(10)
_MOST: Final = Decimal(10**9)
_YES, _NO = frozenset({"yes", "true", "1", "ja", "ya"}), frozenset({"no", "false", "0", "nein", "tidak"})


class RowReader:
    """Reads the cells of one row after the other; `row` is counted as a spreadsheet does."""

    def __init__(self, sheet: Sheet, *, currency: str, measures: str, problems: list[FieldProblem]) -> None:
        self.sheet = sheet
        self.row = 1
        self._places = {name: place for place, name in enumerate(sheet.headings) if name}
        self._cells: list[str] = []
        self._currency = currency
        self._is_metric = measures == METRIC
        self._problems = problems

    def go_to(self, row: int, cells: list[str]) -> bool:
        """Go to a row; False when nothing stands in it."""
        self.row, self._cells = row, cells
        return any(cells)

    def refuse(self, column: str, code: str, message: str) -> None:
        """Note a problem of a cell of this row."""
        self._problems.append(FieldProblem(self.sheet.name_cell(self.row, column), code, message))

    def read(self, column: str, *, is_required: bool = False, at_most: int = 60) -> str:
        """Read a cell's text."""
        place = self._places.get(column)
        text = self._cells[place] if place is not None and place < len(self._cells) else ""
        if is_required and not text:
            self.refuse(column, "required", "is empty")
        elif len(text) > at_most:
            self.refuse(column, "too_long", f"is at most {at_most} characters")
        return text

    def read_codes(self, column: str) -> tuple[str, ...]:
        """Read codes with spaces between them."""
        return tuple(self.read(column, at_most=1_000).upper().split())

    def read_choice(self, column: str, choices: tuple[str, ...]) -> str:
        """Read one of these words, or nothing."""
        text = self.read(column).lower()
        if text and text not in choices:
            self.refuse(column, "unknown", f"is one of {', '.join(choices)}")
            return ""
        return text

    def read_flag(self, column: str) -> bool | None:
        """Read yes or no, or nothing."""
        text = self.read(column).lower()
        if text and text not in _YES | _NO:
            self.refuse(column, "unknown", "is yes or no")
        return None if text not in _YES | _NO else text in _YES

    def read_country(self, column: str, *, is_required: bool = False) -> str:
        """Read a country's code, or * for all others."""
        text = self.read(column, is_required=is_required).upper()
        if text and text != "*" and not (len(text) == 2 and text.isascii() and text.isalpha()):
            self.refuse(column, "format", "is two capital letters (ISO 3166-1), or * for all others")
        return text

    def read_amount(self, column: str) -> int | None:
        """Read an amount into minor units of the card's currency; nothing where the cell is empty."""
        text = self.read(column)
        if not text:
            return None
        try:
            amount = parse_minor(text, self._currency)
        except ValueError:
            amount = -1
        if not 0 <= amount <= _MOST:
            self.refuse(column, "format", f"is an amount of {self._currency}, such as 12.50")
            return None
        return amount

    def read_weight(self, column: str) -> int | None:
        """Read a weight into the whole grams that are no more than it."""
        return self._scale(column, _GRAMS_PER_KILOGRAM if self._is_metric else GRAMS_PER_POUND)

    def read_length(self, column: str) -> int | None:
        """Read a length into whole millimetres."""
        return self._scale(column, _MM_PER_CENTIMETRE if self._is_metric else MM_PER_INCH)

    def read_divisor(self, column: str) -> int | None:
        """Read how much space counts as a kilogram or pound into cubic millimetres a kilogram."""
        if self._is_metric:
            return self._scale(column, _MM_PER_CENTIMETRE**3)
        return self._scale(column, MM_PER_INCH**3 * 1_000 / GRAMS_PER_POUND, is_rounded=True)

    def read_volume(self, column: str) -> int | None:
        """Read a space into cubic millimetres."""
        return self._scale(column, (_MM_PER_CENTIMETRE if self._is_metric else MM_PER_INCH) ** 3)

    def read_percent(self, column: str) -> int | None:
        """Read a percentage into parts of 100,000."""
        number = self._read_number(column)
        if number is None:
            return None
        parts = number * PARTS / 100
        if parts > PARTS * 10 or parts != parts.to_integral_value():
            self.refuse(column, "format", "is a percentage such as 7.5, with at most three decimals")
            return None
        return int(parts)

    def read_count(self, column: str) -> int:
        """Read a whole number; nothing is 0."""
        number = self._read_number(column) or Decimal(0)
        if number != number.to_integral_value():
            self.refuse(column, "format", "is a whole number")
        return int(number)

    def read_day(self, column: str) -> date | None:
        """Read a day."""
        text = self.read(column)
        if not text:
            return None
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            self.refuse(column, "format", "is a day such as 2026-12-24")
            return None

    def _scale(self, column: str, unit: Decimal, *, is_rounded: bool = False) -> int | None:
        number = self._read_number(column)
        if number is None:
            return None
        return int((number * unit).to_integral_value()) if is_rounded else int(number * unit)

    def _read_number(self, column: str) -> Decimal | None:
        text = self.read(column).replace(",", ".")
        if not text:
            return None
        try:
            number = Decimal(text) if text.replace(".", "", 1).isdecimal() and text.isascii() else Decimal(-1)
        except InvalidOperation:
            number = Decimal(-1)
        if not 0 <= number <= _MOST:
            self.refuse(column, "format", "is a number that is not negative, such as 2.5")
            return None
        return number
