"""Import purchase orders from a file: each row is a line of one. Columns: docs/files.md."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import Columns
from packhaus.channels.services.import_records import IGNORED_COLUMNS, Record, RecordFile, import_records
from packhaus.channels.services.line_groups import LineGroup, blame, save_groups
from packhaus.channels.types import ImportSummary, Progress, Reject
from packhaus.inbound.errors import PurchaseFinished
from packhaus.inbound.queries.purchases.delivered import has_cancelled_units
from packhaus.inbound.queries.purchases.stored import StoredPurchase, read_stored_purchases
from packhaus.inbound.services.purchases.change import change_purchase
from packhaus.inbound.services.purchases.check import check_purchases
from packhaus.inbound.services.purchases.place import place_purchases
from packhaus.inbound.types import PurchaseDraft, PurchaseLineDraft
from packhaus.kernel.errors import Invalid
from packhaus.network.queries.site_ids import get_site_ids

COLUMNS = Columns(
    known=(
        "order", "site", "supplier", "supplier_name", "sku", "quantity", "packaging", "expected_on", *IGNORED_COLUMNS,
    ),
    required=("order", "site", "supplier", "sku", "quantity", "expected_on"),
)  # fmt: skip
_COLUMNS = {"number": "order", "lines": "order", "supplier_code": "supplier"}
PurchaseGroup = LineGroup[PurchaseDraft]


@dataclass(frozen=True, slots=True)
class PurchaseFileRow:
    """One line of an order, with what the row says of the whole; without a day it is refused before it is used."""

    number: str
    site: str
    supplier: str
    supplier_name: str
    sku: str
    quantity: int
    packaging: str
    expected_on: date | None


def import_purchases(
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
    """Place a merchant's purchase orders as a file says; a line that was ordered before adds nothing.

    A row of an order that is placed already adds its line to it, while it is open. Emits: PurchasePlaced,
    PurchaseChanged. Raises: BadFile (nothing was imported), ImportIsRunning, ResourceBusy (what was committed stays).
    """

    def take(records: Sequence[Record[PurchaseFileRow]]) -> list[Reject]:
        rejects: list[Reject] = []
        groups = _group(records, get_site_ids(codes=[record.draft.site for record in records]), rejects)
        stored = read_stored_purchases(merchant_id=merchant_id, numbers=list(groups))
        new = [groups[number] for number in groups if number not in stored]
        rejects += _place(scope, merchant_id, new, now, actor)
        for number, known in stored.items():
            rejects += _extend(scope, merchant_id, known, groups[number], now, actor)
        return rejects

    return import_records(
        scope=scope, merchant_id=merchant_id, path=path, now=now, progress=progress, encoding=encoding,
        is_queued=is_queued,
        file=RecordFile("purchases", COLUMNS, read_purchase, take),
    )  # fmt: skip


def read_purchase(cells: Cells) -> PurchaseFileRow:
    """Read a row of a file of purchase orders."""
    cells.read_required("quantity")
    cells.read_required("expected_on")
    return PurchaseFileRow(
        number=cells.read_required("order"),
        site=cells.read_required("site").upper(),
        supplier=cells.read_required("supplier"),
        supplier_name=cells.read_text("supplier_name"),
        sku=cells.read_required("sku"),
        quantity=cells.read_whole("quantity"),
        packaging=cells.read_text("packaging"),
        expected_on=cells.find_date("expected_on"),
    )


def find_purchase_faults(
    *, scope: Scope, merchant_id: UUID, records: Sequence[Record[PurchaseFileRow]]
) -> list[Reject]:
    """Return what is wrong with these rows and the orders that they make up; nothing is written. Queries: 3."""
    rejects: list[Reject] = []
    with transaction(scope):
        sites = get_site_ids(codes=[record.draft.site for record in records])
        groups = list(_group(records, sites, rejects).values())
        try:
            check_purchases(merchant_id=merchant_id, drafts=[group.draft for group in groups])
        except Invalid as refused:
            for index, group in enumerate(groups):
                problems = [one for one in refused.problems if one.path.startswith(f"orders.{index}.")]
                rejects += blame(group, problems=problems, known=0, columns=_COLUMNS)
    return rejects


def _group(
    records: Sequence[Record[PurchaseFileRow]], sites: dict[str, UUID], rejects: list[Reject]
) -> dict[str, PurchaseGroup]:
    """Put the rows of each order together; a row that says something else of the whole is refused."""
    groups: dict[str, PurchaseGroup] = {}
    heads: dict[str, tuple[str, ...]] = {}
    for line, row in records:
        if row.site not in sites:
            rejects.append(Reject(line, "site", "unknown_site", f"there is no site {row.site}"))
            continue
        head = (row.site, row.supplier, row.supplier_name)
        if heads.setdefault(row.number, head) != head:
            rejects.append(_differ(line, row.number))
            continue
        assert row.expected_on
        draft = PurchaseDraft(row.number, sites[row.site], row.supplier, (), row.supplier_name)
        group = groups.setdefault(row.number, LineGroup(draft, []))
        group.add(line, PurchaseLineDraft(row.sku, row.quantity, row.expected_on, row.packaging))
    return groups


def _differ(line: int, number: str) -> Reject:
    return Reject(line, "order", "differs", f"another line says that {number} is of another site or supplier")


def _place(
    scope: Scope, merchant_id: UUID, groups: Sequence[PurchaseGroup], now: datetime, actor: Actor
) -> Iterator[Reject]:
    def save(drafts: list[PurchaseDraft]) -> None:
        place_purchases(scope=scope, merchant_id=merchant_id, drafts=drafts, now=now, actor=actor)

    return save_groups(scope=scope, groups=groups, save=save, path="orders", columns=_COLUMNS)


def _extend(
    scope: Scope, merchant_id: UUID, stored: StoredPurchase, group: PurchaseGroup, now: datetime, actor: Actor
) -> Iterator[Reject]:
    """Add the lines that are not ordered yet; one that is ordered with other units is refused."""
    before = stored.draft
    if (before.site_id, before.supplier_code) != (group.draft.site_id, group.draft.supplier_code):
        yield from (_differ(line, before.number) for line in group.lines)
        return
    yield from _drop_known(before, group)
    if group.lines and has_cancelled_units(stored.id):
        message = f"units of {before.number} were cancelled: change it on its page"
        yield from (Reject(line, "order", "cancelled", message) for line in group.lines)
        return
    while group.lines:
        draft = replace(before, lines=(*before.lines, *group.draft.lines))
        try:
            with transaction(scope, savepoint=True):
                change_purchase(
                    scope=scope,
                    merchant_id=merchant_id,
                    order_id=stored.id,
                    draft=draft,
                    now=now,
                    actor=actor,
                )
        except Invalid as refused:
            yield from blame(group, problems=refused.problems, known=len(before.lines), columns=_COLUMNS)
        except PurchaseFinished as refused:
            yield from (Reject(line, "order", "purchase_finished", refused.message) for line in group.lines)
            return
        else:
            return


def _drop_known(before: PurchaseDraft, group: PurchaseGroup) -> Iterator[Reject]:
    known = {(line.sku_code, line.expected_on): line for line in before.lines}
    drop: set[int] = set()
    for position, line in enumerate(group.draft.lines):
        found = known.get((line.sku_code, line.expected_on))
        if found is None:
            continue
        drop.add(position)
        if found != line:
            message = f"{line.sku_code} is ordered for that day with another quantity already"
            yield Reject(group.lines[position], "quantity", "ordered", message)
    group.drop(drop)
