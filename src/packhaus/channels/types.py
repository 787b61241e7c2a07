"""Words of imports."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

Progress = Callable[[int, int], None]
"""Told after each chunk: the line reached and the lines there are."""


class Reject(NamedTuple):
    """One row that was not taken: its line, the column to blame (empty: the row), a stable code and a sentence."""

    line: int
    column: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did. `rows` counts rows of the file; the others count orders (or records of another kind)."""

    run_id: UUID
    rows: int
    taken: int
    repeated: int
    rejected: int
    was_done: bool
    resumed_at_line: int | None
    rejects_path: Path | None
