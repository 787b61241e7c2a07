"""The sheets of a rate card as tables of text: headings, cells by their names, and as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from packhaus.kernel.errors import FieldProblem
from packhaus.shipping.types.rate_sheets import MOST_ROWS, SHEETS, Table

MOST_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table under its headings; row 1 is the headings, as a spreadsheet counts."""

    kind: str
    headings: tuple[str, ...]
    rows: Table

    def name_cell(self, row: int, column: str) -> str:
        """Return where a cell is, as a spreadsheet calls it; without such a column, the row."""
        if column not in self.headings:
            return f"{self.kind}!{max(row, 1)}"
        return f"{self.kind}!{name_column(self.headings.index(column))}{max(row, 1)}"


def read_sheet(kind: str, table: Table, problems: list[FieldProblem]) -> Sheet | None:
    """Read the headings of a table; what is wrong with them is added to the problems, and there is no sheet."""
    columns = SHEETS[kind]
    if not table or not any(cell.strip() for cell in table[0]):
        problems.append(FieldProblem(f"{kind}!A1", "required", "has its headings in the first row"))
        return None
    headings = tuple(_read_heading(kind, cell) for cell in table[0])
    before = len(problems)
    for place, heading in enumerate(headings):
        cell = f"{kind}!{name_column(place)}1"
        if heading and heading in headings[:place]:
            problems.append(FieldProblem(cell, "twice", "stands twice"))
        elif heading and heading not in columns.known and not columns.is_open:
            listed = ", ".join(columns.known)
            problems.append(FieldProblem(cell, "unknown", f"is no column of this sheet; it has {listed}"))
    problems += [
        FieldProblem(f"{kind}!1", "required", f"has no column {name}")
        for name in columns.required
        if name not in headings
    ]
    if len(table) > MOST_ROWS:
        problems.append(FieldProblem(kind, "too_many", f"has at most {MOST_ROWS} rows"))
    return Sheet(kind, headings, table[1:]) if len(problems) == before else None


def write_table(table: Table) -> str:
    """Write a table as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue()


def read_table(text: str) -> list[list[str]]:
    """Read a table that `write_table` wrote."""
    return list(csv.reader(io.StringIO(text)))


def trim_table(table: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return a table without the empty rows and columns after its last cell."""
    kept = [[cell.strip() for cell in row] for row in table]
    while kept and not any(kept[-1]):
        kept.pop()
    width = max((place + 1 for row in kept for place, cell in enumerate(row) if cell), default=0)
    return [[*row[:width], *[""] * (width - len(row))] for row in kept]


def name_column(place: int) -> str:
    """Return the letters of a column, from 0 on: A to Z, AA and so on."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _read_heading(kind: str, cell: str) -> str:
    """Return a heading as it is known: zones are named as they are written."""
    plain = cell.strip().lower().replace(" ", "_")
    return plain if plain in SHEETS[kind].known or not SHEETS[kind].is_open else cell.strip()
