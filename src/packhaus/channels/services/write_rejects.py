"""The rejects file: every row that was not taken, why, and the row itself, ready to be corrected and imported."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.channels.queries.import_runs import list_rejects
from packhaus.channels.services.csv_reader import CsvFormat, read_csv
from packhaus.channels.services.csv_writer import write_csv


def write_rejects(*, scope: Scope, run_id: UUID, path: Path, file_format: CsvFormat) -> Path | None:
    """Write a run's rejects beside its file (`orders.rejects.csv`) and return where; None when there are none."""
    target = path.with_suffix(".rejects.csv")
    partial = target.with_suffix(".part")
    own = ("line", "column", "code", "reason")
    kept = [place for place, name in enumerate(file_format.columns) if name not in own]
    with partial.open("w", encoding="utf-8-sig", newline="") as file:
        count = write_csv(
            file,
            columns=[*own, *(file_format.columns[place] for place in kept)],
            rows=_list_rows(scope, run_id, path, file_format, kept),
        )
    if not count:
        partial.unlink()
        return None
    partial.replace(target)
    return target


def _list_rows(
    scope: Scope, run_id: UUID, path: Path, file_format: CsvFormat, kept: list[int]
) -> Iterator[list[object]]:
    originals = read_csv(path=path, file_format=file_format)
    for line, group in groupby(list_rejects(scope=scope, run_id=run_id), key=lambda reject: reject.line):
        rejects = list(group)
        original = next(row for row in originals if row.line == line)
        cells = [*original.cells, *[""] * len(file_format.columns)]
        yield [
            line,
            ", ".join(dict.fromkeys(reject.column for reject in rejects if reject.column)),
            rejects[0].code,
            "; ".join(f"{reject.column} {reject.message}".strip() for reject in rejects),
            *(cells[place] for place in kept),
        ]
