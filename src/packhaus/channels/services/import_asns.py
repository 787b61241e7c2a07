"""Import announced deliveries from a file: each row is a line of one. Columns: docs/files.md."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.queries.tracked import get_tracked_skus
from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import Columns
from packhaus.channels.services.import_records import IGNORED_COLUMNS, Record, RecordFile, import_records
from packhaus.channels.services.line_groups import LineGroup, blame, save_groups
from packhaus.channels.types import ImportSummary, Progress, Reject
from packhaus.inbound.errors import AsnUnderWay
from packhaus.inbound.queries.stored_drafts import StoredDraft, read_stored_drafts
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.services.change import change_asn
from packhaus.inbound.services.check_drafts import check_drafts, name_line
from packhaus.inbound.types import AsnDraft, AsnLineDraft
from packhaus.kernel.errors import Invalid
from packhaus.network.queries.site_ids import get_site_ids

_HEAD = ("site", "supplier", "supplier_name", "carrier")
_COLUMNS = {"number": "asn", "lines": "asn", "supplier_code": "supplier", "carrier_code": "carrier"}
COLUMNS = Columns(
    known=(
        "asn", "expected_on", "sku", "quantity", "lot", "expires_on", "unit", "unit_kind", "order_number", *_HEAD,
        *IGNORED_COLUMNS,
    ),
    required=("asn", "site", "expected_on", "sku", "quantity"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AsnRow:
    """One line of a delivery, with what the row says of the whole."""

    number: str
    site: str
    expected_on: date | None
    head: tuple[str, ...]
    line: AsnLineDraft


AsnGroup = LineGroup[AsnDraft]


def import_asns(
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
    """Announce a merchant's deliveries as a file says; a line that was announced before adds nothing.

    A row of a delivery that is announced already adds its line to it, until it arrives. Emits: AsnAnnounced,
    AsnChanged. Raises: BadFile (nothing was imported), ImportIsRunning, ResourceBusy (what was committed stays).
    """

    def take(records: Sequence[Record[AsnRow]]) -> list[Reject]:
        rejects: list[Reject] = []
        groups = _group(records, get_site_ids(codes=[record.draft.site for record in records]), rejects)
        stored = read_stored_drafts(merchant_id=merchant_id, numbers=list(groups))
        rejects += _announce(
            scope, merchant_id, [groups[it] for it in groups if it not in stored], now, actor
        )
        for number in stored:
            rejects += _extend(scope, merchant_id, stored[number], groups[number], now, actor)
        return rejects

    return import_records(
        scope=scope, merchant_id=merchant_id, path=path, now=now, progress=progress, encoding=encoding,
        is_queued=is_queued,
        file=RecordFile("asns", COLUMNS, read_asn, take),
    )  # fmt: skip


def read_asn(cells: Cells) -> AsnRow:
    """Read a row of a file of announced deliveries."""
    cells.read_required("quantity")
    cells.read_required("expected_on")
    return AsnRow(
        number=cells.read_required("asn"),
        site=cells.read_required("site").upper(),
        expected_on=cells.find_date("expected_on"),
        head=tuple(cells.read_text(column) for column in _HEAD[1:]),
        line=AsnLineDraft(
            sku_code=cells.read_required("sku"),
            quantity=cells.read_whole("quantity"),
            lot_code=cells.read_text("lot"),
            expires_on=cells.find_date("expires_on"),
            unit_code=cells.read_text("unit"),
            unit_kind=cells.read_text("unit_kind").lower(),
            order_number=cells.read_text("order_number"),
        ),
    )


def find_asn_faults(*, scope: Scope, merchant_id: UUID, records: Sequence[Record[AsnRow]]) -> list[Reject]:
    """Return what is wrong with these rows and the deliveries that they make up; nothing is written. Queries: 2."""
    rejects: list[Reject] = []
    with transaction(scope):
        sites = get_site_ids(codes=[record.draft.site for record in records])
        groups = list(_group(records, sites, rejects).values())
        codes = [line.sku_code for group in groups for line in group.draft.lines]
        skus = get_tracked_skus(merchant_id=merchant_id, codes=codes)
    try:
        check_drafts(drafts=[group.draft for group in groups], skus=skus)
    except Invalid as refused:
        for index, group in enumerate(groups):
            problems = [one for one in refused.problems if one.path.startswith(f"asns.{index}.")]
            rejects += blame(group, problems=problems, known=0, columns=_COLUMNS)
    return rejects


def _group(
    records: Sequence[Record[AsnRow]], sites: dict[str, UUID], rejects: list[Reject]
) -> dict[str, AsnGroup]:
    """Put the rows of each delivery together; a row that says something else of the whole is refused.

    The purchase order of the first row is the delivery's; others stand with their lines.
    """
    groups: dict[str, AsnGroup] = {}
    heads: dict[str, tuple[object, ...]] = {}
    for line, row in records:
        if row.site not in sites:
            rejects.append(Reject(line, "site", "unknown_site", f"there is no site {row.site}"))
            continue
        assert row.expected_on
        head = (row.site, row.expected_on, *row.head)
        if heads.setdefault(row.number, head) != head:
            rejects.append(_differ(line, row.number))
            continue
        supplier, supplier_name, carrier = row.head
        group = groups.setdefault(
            row.number,
            LineGroup(
                AsnDraft(
                    row.number, sites[row.site], row.expected_on, (), supplier, supplier_name, row.line.order_number,
                    carrier,
                ),
                [],
            ),
        )  # fmt: skip
        group.add(line, row.line)
    return groups


def _differ(line: int, number: str) -> Reject:
    message = f"another line says that {number} is of another site, day, supplier or carrier"
    return Reject(line, "asn", "differs", message)


def _announce(
    scope: Scope, merchant_id: UUID, groups: Sequence[AsnGroup], now: datetime, actor: Actor
) -> Iterator[Reject]:
    def save(drafts: list[AsnDraft]) -> None:
        announce_asns(scope=scope, merchant_id=merchant_id, drafts=drafts, now=now, actor=actor)

    return save_groups(scope=scope, groups=groups, save=save, path="asns", columns=_COLUMNS)


def _extend(
    scope: Scope, merchant_id: UUID, stored: StoredDraft, group: AsnGroup, now: datetime, actor: Actor
) -> Iterator[Reject]:
    """Add the lines that are not announced yet; one that is announced with other units is refused."""
    before = stored.draft
    if _say_head(before) != _say_head(group.draft):
        yield from (_differ(line, before.number) for line in group.lines)
        return
    known = {name_line(line): line.quantity for line in before.lines}
    group.draft = replace(group.draft, order_number=before.order_number).say_once()
    drop: set[int] = set()
    for position, line in enumerate(group.draft.lines):
        units = known.get(name_line(line))
        if units is None:
            continue
        drop.add(position)
        if units != line.quantity:
            message = f"{line.sku_code} is announced with {units} units already"
            yield Reject(group.lines[position], "quantity", "announced", message)
    group.drop(drop)
    while group.lines:
        draft = replace(before, lines=(*before.lines, *group.draft.lines))
        try:
            with transaction(scope, savepoint=True):
                change_asn(
                    scope=scope, merchant_id=merchant_id, asn_id=stored.id, draft=draft, now=now, actor=actor
                )
        except Invalid as refused:
            yield from blame(group, problems=refused.problems, known=len(before.lines), columns=_COLUMNS)
        except AsnUnderWay as refused:
            yield from (Reject(line, "asn", "asn_under_way", refused.message) for line in group.lines)
            return
        else:
            return


def _say_head(draft: AsnDraft) -> tuple[object, ...]:
    return draft.site_id, draft.expected_on, draft.supplier_code, draft.carrier_code
