"""Import files whose rows are records of their own: in chunks that commit on their own, twice is once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import Columns, CsvFormat, inspect_csv, read_csv
from packhaus.channels.services.import_runs import Run, Step, advance_run, begin_run, finish_run, note_step
from packhaus.channels.services.write_rejects import write_rejects
from packhaus.channels.types import ImportSummary, Progress, Reject
from packhaus.kernel.errors import Invalid

CHUNK_LINES = 5_000
OPERATOR_FILES = UUID(int=0)
"""Stands for the merchant of a file that belongs to none: sites and locations. Only the operator sees its run."""

# Columns of a rejects file: it can be corrected and imported as it is.
IGNORED_COLUMNS = ("line", "column", "code", "reason")

Draft = TypeVar("Draft")


class Record(NamedTuple, Generic[Draft]):
    """A row that could be read."""

    line: int
    draft: Draft


@dataclass(frozen=True, slots=True)
class RecordFile(Generic[Draft]):
    """A kind of file: its columns, how a row becomes a draft, and how drafts are saved.

    `take` runs inside the chunk's transaction and returns the rejects of the records that it did not save.
    """

    kind: str
    columns: Columns
    read: Callable[[Cells], Draft]
    take: Callable[[Sequence[Record[Draft]]], list[Reject]]


@dataclass(slots=True)
class _Chunk(Generic[Draft]):
    next_line: int
    rows: int = 0
    records: list[Record[Draft]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def import_records(
    *,
    scope: Scope,
    merchant_id: UUID,
    path: Path,
    file: RecordFile[Draft],
    now: datetime,
    progress: Progress | None = None,
    encoding: str = "",
    is_queued: bool = False,
) -> ImportSummary:
    """Import a file row by row and return what became of it.

    At most CHUNK_LINES rows are taken in one transaction, with the run's position and the rejects: after an
    interruption the same file goes on where it was, and a file that is done does nothing. A row that is refused stops
    no other. Raises: BadFile (nothing was imported), ImportIsRunning, ResourceBusy (what was committed stays).
    """
    file_format = inspect_csv(path=path, columns=file.columns, encoding=encoding)
    run = begin_run(
        scope=scope, merchant_id=merchant_id, kind=file.kind, file_name=path.name, sha256=file_format.sha256,
        first_line=file_format.first_line, line_count=file_format.line_count, now=now, is_queued=is_queued,
    )  # fmt: skip
    if run.state == "done":
        return _summarise(run, was_done=True)
    resumed_at_line = run.next_line if run.next_line > file_format.first_line else None
    for chunk in _read_chunks(path, file_format, file, run.next_line):
        _take(scope, merchant_id, run, chunk, file)
        if progress:
            progress(run.next_line - 1, file_format.line_count)
    rejects_path = None
    if run.rejected:
        rejects_path = write_rejects(scope=scope, run_id=run.id, path=path, file_format=file_format)
    finish_run(scope=scope, run=run, now=now)
    return _summarise(run, was_done=False, resumed_at_line=resumed_at_line, rejects_path=rejects_path)


def import_operators(
    *,
    scope: Scope,
    path: Path,
    kind: str,
    columns: Columns,
    read: Callable[[Cells], Draft],
    save: Callable[[Sequence[Draft]], object],
    now: datetime,
    progress: Progress | None = None,
    encoding: str = "",
) -> ImportSummary:
    """Import a file of the operator's own whose rows a service takes as one list, as `save_sound` does.

    Raises: BadFile (nothing was imported), ImportIsRunning.
    """

    def take(records: Sequence[Record[Draft]]) -> list[Reject]:
        return save_sound(records, scope=scope, columns={}, save=save)

    return import_records(
        scope=scope, merchant_id=OPERATOR_FILES, path=path, now=now, progress=progress, encoding=encoding,
        file=RecordFile(kind, columns, read, take),
    )  # fmt: skip


def save_sound(
    records: Sequence[Record[Draft]],
    *,
    scope: Scope,
    columns: Mapping[str, str],
    save: Callable[[Sequence[Draft]], object],
    at_most: int = CHUNK_LINES,
) -> list[Reject]:
    """Save the records that a service takes as one list, `at_most` in each, and return the rejects of those it refuses.

    A refusal names its items by index ("skus.3.code"); they are left out and the rest is tried again, as often as the
    rest leans on what fell out (a kit on its part). `columns` says which column a field comes from when they are named
    differently. Raises: Invalid when a refusal names no item.
    """
    pieces = (records[first : first + at_most] for first in range(0, len(records), at_most))
    return [reject for piece in pieces for reject in _save_piece(piece, scope, columns, save)]


def _save_piece(
    records: Sequence[Record[Draft]],
    scope: Scope,
    columns: Mapping[str, str],
    save: Callable[[Sequence[Draft]], object],
) -> list[Reject]:
    rejects: list[Reject] = []
    left = list(records)
    while left:
        try:
            with transaction(scope, savepoint=True):
                save([record.draft for record in left])
        except Invalid as refused:
            blamed = _list_blamed(left, columns, refused)
            if not blamed:
                raise
            rejects += blamed
            lines = {reject.line for reject in blamed}
            left = [record for record in left if record.line not in lines]
        else:
            return rejects
    return rejects


def _list_blamed(
    records: Sequence[Record[Draft]], columns: Mapping[str, str], refused: Invalid
) -> list[Reject]:
    blamed = []
    for problem in refused.problems:
        _, _, place = problem.path.partition(".")
        index, _, rest = place.partition(".")
        name = rest.partition(".")[0]
        column = columns.get(name, name)
        with suppress(ValueError, IndexError):
            blamed.append(Reject(records[int(index)].line, column, problem.code, problem.message))
    return blamed


def _read_chunks(
    path: Path, file_format: CsvFormat, file: RecordFile[Draft], from_line: int
) -> Iterator[_Chunk[Draft]]:
    chunk: _Chunk[Draft] = _Chunk(from_line)
    for row in read_csv(path=path, file_format=file_format, from_line=from_line):
        if chunk.rows == CHUNK_LINES:
            yield chunk
            chunk = _Chunk(chunk.next_line)
        chunk.rows += 1
        chunk.next_line = row.next_line
        _read(row.line, row.cells, file_format.columns, file, chunk)
    if chunk.rows:
        yield chunk


def _read(
    line: int, cells: Sequence[str], columns: Sequence[str], file: RecordFile[Draft], chunk: _Chunk[Draft]
) -> None:
    if len(cells) != len(columns):
        message = f"has {len(cells)} cells, the first line has {len(columns)}"
        chunk.rejects.append(Reject(line, "", "cells", message))
        return
    row = Cells(line, columns, cells)
    draft = file.read(row)
    chunk.rejects += row.rejects
    if not row.rejects:
        chunk.records.append(Record(line, draft))


def _take(scope: Scope, merchant_id: UUID, run: Run, chunk: _Chunk[Draft], file: RecordFile[Draft]) -> None:
    with transaction(scope):
        rejects = [*chunk.rejects, *(file.take(chunk.records) if chunk.records else ())]
        rejected = len({reject.line for reject in rejects})
        step = Step(chunk.next_line, chunk.rows, chunk.rows - rejected, 0, rejected)
        advance_run(run=run, merchant_id=merchant_id, step=step, rejects=rejects)
    note_step(run=run, step=step)


def _summarise(
    run: Run, *, was_done: bool, resumed_at_line: int | None = None, rejects_path: Path | None = None
) -> ImportSummary:
    return ImportSummary(
        run.id, run.rows, run.taken, run.repeated, run.rejected, was_done, resumed_at_line, rejects_path
    )
