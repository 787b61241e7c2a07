"""Import orders from a file: in chunks that commit on their own, twice is once, cut off goes on."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.channels.queries.import_runs import get_merchant_defaults
from packhaus.channels.services.csv_reader import CsvFormat, inspect_csv, read_csv
from packhaus.channels.services.import_runs import Run, Step, advance_run, begin_run, finish_run, note_step
from packhaus.channels.services.order_columns import COLUMNS, find_column, make_layout
from packhaus.channels.services.order_rows import Defaults, FileOrder, group_orders, read_order
from packhaus.channels.services.write_rejects import write_rejects
from packhaus.channels.types import ImportSummary, Progress, Reject
from packhaus.orders.services.place import place_stream
from packhaus.orders.types import OrderDraft, OrderOutcome, PlacedOrder, RefusedOrder

KIND = "orders"
CHUNK_LINES = 5_000


@dataclass(slots=True)
class _Chunk:
    """Orders that are placed and counted in one transaction."""

    next_line: int
    rows: int = 0
    refused: int = 0
    drafts: list[tuple[OrderDraft, FileOrder]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    step: Step = field(init=False)

    def refuse(self, order: FileOrder, rejects: Sequence[Reject]) -> None:
        """Remember an order that is not taken, with every row of it, so that it can be corrected as a whole."""
        self.refused += 1
        self.rejects += rejects
        blamed = {reject.line for reject in rejects}
        where = ", ".join(str(line) for line in sorted(blamed)[:5])
        message = f"its order is not taken: see line {where}"
        self.rejects += [
            Reject(row.line, "", "with_order", message) for row in order.rows if row.line not in blamed
        ]


def import_orders(
    *,
    scope: Scope,
    merchant_id: UUID,
    path: Path,
    now: datetime,
    actor: Actor,
    progress: Progress | None = None,
    encoding: str = "",
    is_queued: bool = False,
) -> ImportSummary:
    """Import an order file of one merchant and return what became of it.

    Orders of at most CHUNK_LINES rows are placed in one transaction together with the run's position and the rejects:
    after any interruption the same file goes on where it was, and a file that is done does nothing. An order that is
    refused takes none of its rows and stops no other; all of its rows stand in the rejects file beside the input.
    Raises: BadFile (nothing was imported), ImportIsRunning, ResourceBusy (what was committed stays, run it again).
    """
    merchant = get_merchant_defaults(scope=scope, merchant_id=merchant_id)
    file_format = inspect_csv(path=path, columns=COLUMNS, encoding=encoding)
    run = begin_run(
        scope=scope, merchant_id=merchant_id, kind=KIND, file_name=path.name, sha256=file_format.sha256,
        first_line=file_format.first_line, line_count=file_format.line_count, now=now, is_queued=is_queued,
    )  # fmt: skip
    if run.state == "done":
        return _summarise(run, was_done=True, resumed_at_line=None, rejects_path=None)
    resumed_at_line = run.next_line if run.next_line > file_format.first_line else None
    defaults = Defaults(merchant.currency, merchant.language, now)
    chunks = _read_chunks(path, file_format, defaults, run.next_line)

    def record(chunk: _Chunk, outcomes: list[OrderOutcome]) -> None:
        chunk.step = _take(run, merchant_id, chunk, outcomes)

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="read") as reader:
        placed = place_stream(
            scope=scope, merchant_id=merchant_id, chunks=_read_ahead(reader, chunks), record=record, now=now,
            actor=actor,
        )  # fmt: skip
        for chunk in placed:
            note_step(run=run, step=chunk.step)
            if progress:
                progress(run.next_line - 1, file_format.line_count)
    rejects_path = (
        write_rejects(scope=scope, run_id=run.id, path=path, file_format=file_format)
        if run.rejected
        else None
    )
    finish_run(scope=scope, run=run, now=now)
    return _summarise(run, was_done=False, resumed_at_line=resumed_at_line, rejects_path=rejects_path)


def _summarise(
    run: Run, *, was_done: bool, resumed_at_line: int | None, rejects_path: Path | None
) -> ImportSummary:
    return ImportSummary(
        run.id, run.rows, run.taken, run.repeated, run.rejected, was_done, resumed_at_line, rejects_path
    )


def _read_chunks(path: Path, file_format: CsvFormat, defaults: Defaults, from_line: int) -> Iterator[_Chunk]:
    layout = make_layout(file_format.columns)
    chunk = _Chunk(from_line)
    seen: set[tuple[str, str]] = set()
    for order in group_orders(
        rows=read_csv(path=path, file_format=file_format, from_line=from_line), layout=layout
    ):
        if chunk.rows and chunk.rows + len(order.rows) > CHUNK_LINES:
            yield chunk
            chunk, seen = _Chunk(chunk.next_line), set()
        chunk.rows += len(order.rows)
        chunk.next_line = order.rows[-1].next_line
        draft, rejects = read_order(order=order, layout=layout, defaults=defaults)
        if draft is None:
            chunk.refuse(order, rejects)
        elif (key := (draft.channel, draft.external_number)) in seen:
            chunk.refuse(order, [_apart(order)])
        else:
            seen.add(key)
            chunk.drafts.append((draft, order))
    if chunk.rows:
        yield chunk


def _apart(order: FileOrder) -> Reject:
    message = "stands further up with other rows between; rows of one order must follow each other"
    return Reject(order.rows[0].line, "order_number", "apart", message)


def _read_ahead(reader: Executor, chunks: Iterator[_Chunk]) -> Iterator[tuple[_Chunk, list[OrderDraft]]]:
    """Yield chunks; the next is read while somebody works on this one."""
    upcoming = reader.submit(next, chunks, None)
    while (chunk := upcoming.result()) is not None:
        upcoming = reader.submit(next, chunks, None)
        yield chunk, [draft for draft, _ in chunk.drafts]


def _take(run: Run, merchant_id: UUID, chunk: _Chunk, outcomes: Sequence[OrderOutcome]) -> Step:
    """Note what became of a chunk's orders, in the transaction that placed them."""
    taken = repeated = 0
    for (draft, order), outcome in zip(chunk.drafts, outcomes, strict=True):
        rejects = _list_rejects(draft, order, outcome)
        if rejects:
            chunk.refuse(order, rejects)
        elif isinstance(outcome, PlacedOrder) and outcome.is_repeat:
            repeated += 1
        else:
            taken += 1
    step = Step(chunk.next_line, chunk.rows, taken, repeated, chunk.refused)
    advance_run(run=run, merchant_id=merchant_id, step=step, rejects=chunk.rejects)
    return step


def _list_rejects(draft: OrderDraft, order: FileOrder, outcome: OrderOutcome) -> list[Reject]:
    if isinstance(outcome, RefusedOrder):
        return [_locate(order, problem.path, problem.code, problem.message) for problem in outcome.problems]
    if outcome.is_repeat and _differs(draft, outcome):
        message = f"was taken before as {outcome.number} with other lines; nothing was changed"
        return [Reject(order.rows[0].line, "order_number", "differs", message)]
    return []


def _differs(draft: OrderDraft, stored: PlacedOrder) -> bool:
    return [(line.sku_code, line.quantity) for line in draft.lines] != [
        (line.sku_code, line.ordered) for line in stored.lines
    ]


def _locate(order: FileOrder, path: str, code: str, message: str) -> Reject:
    index, column = find_column(path)
    return Reject(order.rows[index or 0].line, column, code, message)
