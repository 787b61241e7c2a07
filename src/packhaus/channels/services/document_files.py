"""Import files whose rows are lines of documents: rows of one number become one, or add to the one that is there."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ClassVar, Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import Columns
from packhaus.channels.services.import_records import Record, RecordFile, import_records
from packhaus.channels.services.line_groups import Draft, LineGroup, blame, save_groups
from packhaus.channels.types import ImportSummary, Progress, Reject
from packhaus.kernel.errors import Conflict, Invalid
from packhaus.network.queries.site_ids import get_site_ids


class DocumentRow(Protocol):
    """A row of such a file: its document's number, and the code of its site."""

    @property
    def number(self) -> str: ...
    @property
    def site(self) -> str: ...


Row = TypeVar("Row", bound=DocumentRow)


class Teller(NamedTuple):
    """Whose file it is, who sends it, and when."""

    scope: Scope
    merchant_id: UUID
    now: datetime
    actor: Actor


class Stored(NamedTuple, Generic[Draft]):
    """A document that is there already, as it was said."""

    id: UUID
    draft: Draft


class Obstacle(NamedTuple):
    """Why a line is not taken: a stable code and a sentence."""

    code: str
    message: str


class DocumentFile(ABC, Generic[Row, Draft]):
    """A kind of file that makes documents of a merchant.

    `number` is the column with a document's number, `path` how refusals of its service begin ("asns.0.lines.2.sku"),
    `renamed` the columns of fields that are called otherwise, `over` the refusal of a document that takes no line any
    more.
    """

    kind: ClassVar[str]
    columns: ClassVar[Columns]
    number: ClassVar[str]
    path: ClassVar[str]
    renamed: ClassVar[Mapping[str, str]]
    over: ClassVar[type[Conflict]]

    @abstractmethod
    def read(self, cells: Cells) -> Row:
        """Read a row."""

    @abstractmethod
    def draft(self, row: Row, site_id: UUID) -> Draft:
        """Return the document that a row alone makes: one line."""

    @abstractmethod
    def say_whole(self, draft: Draft) -> tuple[object, ...]:
        """Return what a row says of the whole: all rows of a document agree about it."""

    @abstractmethod
    def say_head(self, draft: Draft) -> tuple[object, ...]:
        """Return what a file and the document that is there must agree about."""

    @abstractmethod
    def check(self, merchant_id: UUID, drafts: Sequence[Draft]) -> None:
        """Refuse what `place` would refuse, in the caller's transaction. Raises: Invalid."""

    @abstractmethod
    def find_stored(self, merchant_id: UUID, numbers: Sequence[str]) -> dict[str, Stored[Draft]]:
        """Return the documents that are there, by number, in the caller's transaction."""

    @abstractmethod
    def place(self, teller: Teller, drafts: list[Draft]) -> None:
        """Write new documents. Raises: Invalid."""

    @abstractmethod
    def change(self, teller: Teller, stored_id: UUID, draft: Draft) -> None:
        """Write a document anew. Raises: Invalid, `over`."""

    def align(self, before: Draft, draft: Draft) -> Draft:
        """Say lines of a file as they would stand in the document that is there."""
        del before
        return draft

    @abstractmethod
    def list_known(self, before: Draft, draft: Draft) -> Iterable[tuple[int, Obstacle | None]]:
        """Yield the places of lines of a file that are there already, and what is wrong where they differ."""

    def find_obstacle(self, stored: Stored[Draft]) -> Obstacle | None:
        """Return why a document takes no line from a file."""
        del stored
        return None


def import_documents(
    file: DocumentFile[Row, Draft],
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
    """Place a merchant's documents as a file says; a line that is there already adds nothing.

    A row of a document that is there adds its line to it, while it takes any.
    Raises: BadFile (nothing was imported), ImportIsRunning, ResourceBusy (what was committed stays).
    """
    teller = Teller(scope, merchant_id, now, actor)

    def take(records: Sequence[Record[Row]]) -> list[Reject]:
        rejects: list[Reject] = []
        groups = _group(file, records, rejects)
        stored = file.find_stored(merchant_id, list(groups))
        new = [groups[number] for number in groups if number not in stored]
        place = partial(file.place, teller)
        rejects += save_groups(scope=scope, groups=new, save=place, path=file.path, columns=file.renamed)
        for number, known in stored.items():
            rejects += _extend(file, teller, known, groups[number])
        return rejects

    return import_records(
        scope=scope, merchant_id=merchant_id, path=path, now=now, progress=progress, encoding=encoding,
        is_queued=is_queued,
        file=RecordFile(file.kind, file.columns, file.read, take),
    )  # fmt: skip


def find_faults(
    file: DocumentFile[Row, Draft], *, scope: Scope, merchant_id: UUID, records: Sequence[Record[Row]]
) -> list[Reject]:
    """Return what is wrong with these rows and the documents that they make up; nothing is written. Queries: 2 or 3."""
    rejects: list[Reject] = []
    with transaction(scope):
        groups = list(_group(file, records, rejects).values())
        try:
            file.check(merchant_id, [group.draft for group in groups])
        except Invalid as refused:
            for index, group in enumerate(groups):
                problems = [one for one in refused.problems if one.path.startswith(f"{file.path}.{index}.")]
                rejects += blame(group, problems=problems, known=0, columns=file.renamed)
    return rejects


def _group(
    file: DocumentFile[Row, Draft], records: Sequence[Record[Row]], rejects: list[Reject]
) -> dict[str, LineGroup[Draft]]:
    """Put the rows of each document together; a row that says something else of the whole is refused. Queries: 1."""
    sites = get_site_ids(codes=[record.draft.site for record in records])
    groups: dict[str, LineGroup[Draft]] = {}
    for line, row in records:
        if row.site not in sites:
            rejects.append(Reject(line, "site", "unknown_site", f"there is no site {row.site}"))
            continue
        draft = file.draft(row, sites[row.site])
        group = groups.get(row.number)
        if group is None:
            groups[row.number] = LineGroup(draft, [line])
        elif file.say_whole(group.draft) == file.say_whole(draft):
            group.add(line, *draft.lines)
        else:
            rejects.append(_differ(file, line, row.number))
    return groups


def _differ(file: DocumentFile[Row, Draft], line: int, number: str) -> Reject:
    return Reject(
        line,
        file.number,
        "differs",
        f"the lines of {number} disagree about what holds for the whole of it, such as its site or supplier",
    )


def _extend(
    file: DocumentFile[Row, Draft], teller: Teller, stored: Stored[Draft], group: LineGroup[Draft]
) -> Iterator[Reject]:
    """Add the lines that are not there yet; one that is there with another quantity is refused."""
    before = stored.draft
    if file.say_head(before) != file.say_head(group.draft):
        yield from (_differ(file, line, before.number) for line in group.lines)
        return
    group.draft = file.align(before, group.draft)
    yield from _drop_known(file, before, group)
    obstacle = file.find_obstacle(stored) if group.lines else None
    if obstacle:
        yield from (Reject(line, file.number, *obstacle) for line in group.lines)
        return
    while group.lines:
        try:
            with transaction(teller.scope, savepoint=True):
                file.change(teller, stored.id, group.follow(before))
        except Invalid as refused:
            yield from blame(group, problems=refused.problems, known=len(before.lines), columns=file.renamed)
        except file.over as refused:
            yield from (Reject(line, file.number, file.over.code, refused.message) for line in group.lines)
            return
        else:
            return


def _drop_known(file: DocumentFile[Row, Draft], before: Draft, group: LineGroup[Draft]) -> Iterator[Reject]:
    known = dict(file.list_known(before, group.draft))
    for place, problem in known.items():
        if problem:
            yield Reject(group.lines[place], "quantity", *problem)
    group.drop(set(known))
