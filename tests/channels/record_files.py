"""Files of records for tests."""

import csv
from collections.abc import Sequence
from pathlib import Path


def write_rows(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    """Write rows; a row may leave columns out."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_rejects(path: Path) -> list[tuple[str, str, str]]:
    """Return line, column and code of each reject."""
    with path.with_suffix(".rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        return [(row["line"], row["column"], row["code"]) for row in csv.DictReader(file)]
