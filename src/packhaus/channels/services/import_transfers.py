"""Import transfers between sites from a file: each row is a line of one. Columns: docs/files.md."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import Columns
from packhaus.channels.services.import_records import IGNORED_COLUMNS, Record, RecordFile, import_records
from packhaus.channels.types import ImportSummary, Progress, Reject
from packhaus.kernel.errors import Invalid
from packhaus.network.queries.site_ids import get_site_ids
from packhaus.transfers.errors import TransferNumberTaken
from packhaus.transfers.queries.numbers import find_transfer_ids
from packhaus.transfers.services.draft import draft_transfers
from packhaus.transfers.services.extend import extend_transfer
from packhaus.transfers.types import TitlePasses, TransferDraft, TransferLineDraft

COLUMNS = Columns(
    known=(
        "transfer", "from_site", "to_site", "expected_on", "sku", "quantity", "carrier", "title_passes",
        *IGNORED_COLUMNS,
    ),
    required=("transfer", "from_site", "to_site", "expected_on", "sku", "quantity"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One line of a transfer, with what the row says of the whole."""

    number: str
    from_site: str
    to_site: str
    expected_on: date | None
    carrier: str
    title_passes: str
    line: TransferLineDraft


@dataclass(slots=True)
class _Group:
    """The rows of one transfer that are still to be taken, and their lines in the file."""

    draft: TransferDraft
    lines: list[int] = field(default_factory=list)

    def drop(self, positions: set[int]) -> None:
        """Leave out the lines that were refused."""
        kept = [place for place in range(len(self.lines)) if place not in positions]
        self.draft = replace(self.draft, lines=tuple(self.draft.lines[place] for place in kept))
        self.lines = [self.lines[place] for place in kept]


def import_transfers(
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
    """Draft a merchant's transfers as a file says; a line that is there already adds nothing.

    A row of a transfer that is a draft adds its line to it. Emits: TransferDrafted. Raises: BadFile (nothing was
    imported), ImportIsRunning, ResourceBusy (what was committed stays).
    """

    def take(records: Sequence[Record[TransferRow]]) -> list[Reject]:
        codes = {code for _line, row in records for code in (row.from_site, row.to_site)}
        rejects: list[Reject] = []
        groups = _group(records, get_site_ids(codes=codes), rejects)
        known = find_transfer_ids(merchant_id=merchant_id, numbers=list(groups))
        for number, group in groups.items():
            rejects += _take(scope, merchant_id, group, known.get(number), now, actor)
        return rejects

    return import_records(
        scope=scope, merchant_id=merchant_id, path=path, now=now, progress=progress, encoding=encoding,
        is_queued=is_queued,
        file=RecordFile("transfers", COLUMNS, read_transfer, take),
    )  # fmt: skip


def read_transfer(cells: Cells) -> TransferRow:
    """Read a row of a file of transfers."""
    cells.read_required("quantity")
    cells.read_required("expected_on")
    title = cells.read_text("title_passes", TitlePasses.NEVER).lower()
    if title not in set(TitlePasses):
        cells.refuse("title_passes", "unknown", f"is one of {', '.join(TitlePasses)}")
    return TransferRow(
        number=cells.read_required("transfer"),
        from_site=cells.read_required("from_site").upper(),
        to_site=cells.read_required("to_site").upper(),
        expected_on=cells.find_date("expected_on"),
        carrier=cells.read_text("carrier")[:24],
        title_passes=title,
        line=TransferLineDraft(cells.read_required("sku"), cells.read_whole("quantity")),
    )


def _group(
    records: Sequence[Record[TransferRow]], sites: dict[str, UUID], rejects: list[Reject]
) -> dict[str, _Group]:
    """Put the rows of each transfer together; a row that says something else of the whole is refused."""
    groups: dict[str, _Group] = {}
    for line, row in records:
        unknown = [name for name in ("from_site", "to_site") if getattr(row, name) not in sites]
        if unknown:
            code = getattr(row, unknown[0])
            rejects.append(Reject(line, unknown[0], "unknown_site", f"there is no site {code}"))
            continue
        assert row.expected_on
        head = TransferDraft(
            sites[row.from_site], sites[row.to_site], row.expected_on, (), row.number, row.carrier, row.title_passes
        )  # fmt: skip
        group = groups.setdefault(row.number, _Group(head))
        if replace(group.draft, lines=()) != head:
            message = (
                f"another line says that {row.number} goes elsewhere, on another day or by another carrier"
            )
            rejects.append(Reject(line, "transfer", "differs", message))
            continue
        group.draft = replace(group.draft, lines=(*group.draft.lines, row.line))
        group.lines.append(line)
    return groups


def _take(
    scope: Scope, merchant_id: UUID, group: _Group, known: UUID | None, now: datetime, actor: Actor
) -> Iterator[Reject]:
    """Draft a transfer, or add its lines to the draft that is there; after a refusal, without what it blames."""
    while group.lines:
        try:
            if known is None:
                draft_transfers(
                    scope=scope, merchant_id=merchant_id, drafts=[group.draft], now=now, actor=actor
                )
            else:
                extend_transfer(scope=scope, transfer_id=known, lines=group.draft.lines, now=now, actor=actor)
        except Invalid as refused:
            yield from _blame(group, refused)
        except TransferNumberTaken as refused:
            yield from (Reject(line, "transfer", "number_taken", refused.message) for line in group.lines)
            return
        else:
            return


def _blame(group: _Group, refused: Invalid) -> Iterator[Reject]:
    """Yield the rejects of a refusal and leave its lines out; what is wrong with the whole is wrong with every line."""
    blamed: set[int] = set()
    for problem in refused.problems:
        _, _, place = problem.path.partition(".lines.")
        index, _, name = place.partition(".")
        if index.isdecimal():
            blamed.add(int(index))
            yield Reject(group.lines[int(index)], name, problem.code, problem.message)
    if not blamed:
        problem = refused.problems[0]
        column = {"number": "transfer", "lines": "transfer"}.get(
            problem.path.rpartition(".")[2], problem.path.rpartition(".")[2]
        )
        yield from (Reject(line, column, problem.code, problem.message) for line in group.lines)
        blamed = set(range(len(group.lines)))
    group.drop(blamed)
