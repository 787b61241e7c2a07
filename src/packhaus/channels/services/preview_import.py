"""Look into a file before anything of it is written: its first rows, and what is wrong with those that were read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.queries.kinds import get_sku_ids
from packhaus.channels.queries.import_runs import get_merchant_defaults
from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import CsvFormat, CsvRow, inspect_csv, read_csv
from packhaus.channels.services.import_kinds import MERCHANT_FILES
from packhaus.channels.services.import_records import Record
from packhaus.channels.services.order_columns import find_column, make_layout
from packhaus.channels.services.order_rows import Defaults, FileOrder, group_orders, read_order
from packhaus.channels.types import Reject
from packhaus.orders.services.check_drafts import find_draft_problems
from packhaus.orders.types import OrderDraft

ROWS_SHOWN = 5
ROWS_READ = 1_000
REJECTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """A file as it was understood; of the rows that were read, those that would be refused for what stands in them."""

    columns: Sequence[str]
    rows: Sequence[CsvRow]
    line_count: int
    rows_read: int
    rejects: Sequence[Reject]
    refused: int


def preview_import(
    *, scope: Scope, merchant_id: UUID, kind: str, path: Path, encoding: str, now: datetime
) -> ImportPreview:
    """Read the first ROWS_READ rows of a file and say what is wrong with them; nothing is written or locked.

    What only the import itself can know (stock, barcodes of other items, orders taken before) is not looked at.
    Raises: BadFile; NotFound for a merchant out of scope. Queries: 1 to 3.
    """
    asked = MERCHANT_FILES[kind]
    file_format = inspect_csv(path=path, columns=asked.columns, encoding=encoding)
    found = list(islice(read_csv(path=path, file_format=file_format), ROWS_READ))
    shown = [CsvRow(row.line, row.next_line, list(row.cells)) for row in found[:ROWS_SHOWN]]
    records: list[Record[Any]] = []
    if asked.read is None:
        rejects, skus = _read_orders(scope, merchant_id, found, file_format, now)
    else:
        rejects, skus, records = _read_records(found, file_format, asked.read)
    if asked.find_faults is not None:
        rejects += asked.find_faults(scope=scope, merchant_id=merchant_id, records=records)
    if asked.has_known_skus:
        rejects += _find_unknown(scope, merchant_id, skus)
    return ImportPreview(
        file_format.columns,
        shown,
        file_format.line_count,
        len(found),
        sorted(rejects)[:REJECTS_SHOWN],
        len({reject.line for reject in rejects}),
    )


def _read_orders(
    scope: Scope, merchant_id: UUID, found: Sequence[CsvRow], file_format: CsvFormat, now: datetime
) -> tuple[list[Reject], list[tuple[int, str]]]:
    merchant = get_merchant_defaults(scope=scope, merchant_id=merchant_id)
    defaults = Defaults(merchant.currency, merchant.language, now)
    layout = make_layout(file_format.columns)
    rejects: list[Reject] = []
    sound: list[tuple[FileOrder, OrderDraft]] = []
    for order in group_orders(rows=found, layout=layout):
        draft, refused = read_order(order=order, layout=layout, defaults=defaults)
        rejects += refused
        if draft is not None:
            sound.append((order, draft))
    drafts = [draft for _order, draft in sound]
    problems = find_draft_problems(scope=scope, merchant_id=merchant_id, drafts=drafts)
    for (order, _draft), wrong in zip(sound, problems, strict=True):
        rejects += [_locate(order, one.path, one.code, one.message) for one in wrong]
    skus = [
        (row.line, line.sku_code)
        for order, draft in sound
        for row, line in zip(order.rows, draft.lines, strict=True)
    ]
    return rejects, skus


def _locate(order: FileOrder, path: str, code: str, message: str) -> Reject:
    index, column = find_column(path)
    return Reject(order.rows[index or 0].line, column, code, message)


def _read_records(
    found: Sequence[CsvRow], file_format: CsvFormat, read: Callable[[Cells], Any]
) -> tuple[list[Reject], list[tuple[int, str]], list[Record[Any]]]:
    rejects: list[Reject] = []
    skus: list[tuple[int, str]] = []
    sound: list[Record[Any]] = []
    width = len(file_format.columns)
    for row in found:
        if len(row.cells) != width:
            message = f"has {len(row.cells)} cells, the first line has {width}"
            rejects.append(Reject(row.line, "", "cells", message))
            continue
        cells = Cells(row.line, file_format.columns, row.cells)
        read_row = read(cells)
        rejects += cells.rejects
        if not cells.rejects:
            sound.append(Record(row.line, read_row))
        skus.append((row.line, cells.read_text("sku")))
    return rejects, skus, sound


def _find_unknown(scope: Scope, merchant_id: UUID, skus: Sequence[tuple[int, str]]) -> Iterator[Reject]:
    codes = sorted({code for _line, code in skus if code})
    if not codes:
        return
    with transaction(scope):
        known = get_sku_ids(merchant_id=merchant_id, codes=codes)
    for line, code in skus:
        if code and code not in known:
            yield Reject(line, "sku", "unknown_sku", f"{code} is not in the catalog")
