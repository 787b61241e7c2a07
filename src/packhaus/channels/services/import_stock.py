"""Import opening stock from a file: each row is a receipt. Columns: docs/files.md."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import file_digest
from pathlib import Path
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.catalog.queries.tracked import TrackedSku, get_tracked_skus
from packhaus.channels.services.cells import Cells
from packhaus.channels.services.csv_reader import Columns
from packhaus.channels.services.import_records import IGNORED_COLUMNS, Record, RecordFile, import_records
from packhaus.channels.types import ImportSummary, Progress, Reject
from packhaus.inventory.queries.known_serials import list_known_serials
from packhaus.inventory.queries.location_ids import LocationId, get_location_ids
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.inventory.types import LOCATION_RULES, LocationKind
from packhaus.network.queries.site_ids import get_site_ids

MAX_UNITS = 10**9
COLUMNS = Columns(
    known=(
        "site", "location", "sku", "quantity", "lot", "expires_on", "received_on", "serial", *IGNORED_COLUMNS,
    ),
    required=("site", "location", "sku", "quantity"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StockRow:
    """Units in a location, by the codes that the file uses."""

    site: str
    location: str
    sku: str
    quantity: int
    lot: str
    expires_on: date | None
    received_on: date | None
    serial: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows of a chunk name, as far as it exists."""

    sites: dict[str, UUID]
    locations: dict[tuple[UUID, str], LocationId]
    skus: dict[str, TrackedSku]
    serials: set[tuple[UUID, str]]


def import_stock(
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
    """Receive a merchant's units into locations of sites, as a file says; the same file again adds nothing.

    For the operator, whose locations they are. Emits: StockReceived, StockFreed.
    Raises: BadFile (nothing was imported), ImportIsRunning, ResourceBusy (what was committed stays, run it again).
    """
    with path.open("rb") as content:
        document_id = file_digest(content, "sha256").hexdigest()[:40]

    def take(records: Sequence[Record[StockRow]]) -> list[Reject]:
        known = _read_known([record.draft for record in records], merchant_id)
        rejects = [reject for record in records for reject in _check(record, known, now)]
        refused = {reject.line for reject in rejects}
        sound = [record.draft for record in records if record.line not in refused]
        for site in dict.fromkeys(row.site for row in sound):
            lines = [_draft_line(row, known, merchant_id) for row in sound if row.site == site]
            receive_stock(
                scope=scope, site_id=known.sites[site], lines=lines, document_id=document_id, now=now, actor=actor
            )  # fmt: skip
        return rejects

    return import_records(
        scope=scope, merchant_id=merchant_id, path=path, now=now, progress=progress, encoding=encoding,
        is_queued=is_queued,
        file=RecordFile("stock", COLUMNS, read_stock, take),
    )  # fmt: skip


def read_stock(cells: Cells) -> StockRow:
    """Read a row of a stock file."""
    cells.read_required("quantity")
    return StockRow(
        site=cells.read_required("site").upper(),
        location=cells.read_required("location"),
        sku=cells.read_required("sku"),
        quantity=cells.read_whole("quantity"),
        lot=cells.read_text("lot"),
        expires_on=cells.find_date("expires_on"),
        received_on=cells.find_date("received_on"),
        serial=cells.read_text("serial"),
    )


def _read_known(drafts: Sequence[StockRow], merchant_id: UUID) -> _Known:
    sites = get_site_ids(codes=[row.site for row in drafts])
    skus = get_tracked_skus(merchant_id=merchant_id, codes=[row.sku for row in drafts])
    return _Known(
        sites,
        get_location_ids(places=[(sites[row.site], row.location) for row in drafts if row.site in sites]),
        skus,
        list_known_serials(
            serials=[(skus[row.sku].id, row.serial) for row in drafts if row.serial and row.sku in skus]
        ),
    )


def _draft_line(row: StockRow, known: _Known, merchant_id: UUID) -> ReceiptLine:
    return ReceiptLine(
        merchant_id=merchant_id,
        sku_id=known.skus[row.sku].id,
        quantity=row.quantity,
        location_id=known.locations[known.sites[row.site], row.location].id,
        lot_code=row.lot,
        expires_on=row.expires_on,
        received_on=row.received_on,
        serial=row.serial or None,
    )


def _check(record: Record[StockRow], known: _Known, now: datetime) -> Iterator[Reject]:
    line, row = record
    if not 0 < row.quantity <= MAX_UNITS:
        yield Reject(line, "quantity", "range", f"is from 1 to {MAX_UNITS} base units")
    if row.received_on and row.received_on > now.date():
        yield Reject(line, "received_on", "range", "lies in the future")
    yield from _check_place(line, row, known)
    sku = known.skus.get(row.sku)
    if sku is None:
        yield Reject(line, "sku", "unknown_sku", f"{row.sku} is not in the catalog")
    elif sku.kind != "stock":
        yield Reject(line, "sku", "no_stock", f"{row.sku} is a {sku.kind}: only its parts have stock")
    else:
        yield from _check_tracking(line, row, sku, known)


def _check_place(line: int, row: StockRow, known: _Known) -> Iterator[Reject]:
    site_id = known.sites.get(row.site)
    if site_id is None:
        yield Reject(line, "site", "unknown_site", f"there is no site {row.site}")
        return
    location = known.locations.get((site_id, row.location))
    if location is None:
        yield Reject(line, "location", "unknown_location", f"{row.site} has no location {row.location}")
    elif LOCATION_RULES[LocationKind(location.kind)].is_virtual:
        yield Reject(line, "location", "virtual", f"nothing lies in {row.location}: it is no real place")


def _check_tracking(line: int, row: StockRow, sku: TrackedSku, known: _Known) -> Iterator[Reject]:
    if len(row.lot) > 40 or len(row.serial) > 40:
        yield Reject(line, "lot" if len(row.lot) > 40 else "serial", "format", "has at most 40 characters")
    if sku.has_lots and not row.lot:
        yield Reject(line, "lot", "required", f"{sku.code} is kept by lots")
    if sku.has_expiry and row.expires_on is None:
        yield Reject(line, "expires_on", "required", f"{sku.code} expires")
    if sku.has_serials != bool(row.serial):
        message = "has no serial numbers" if row.serial else "is kept by serial numbers"
        yield Reject(line, "serial", "required", f"{sku.code} {message}")
    elif row.serial:
        if row.quantity != 1:
            yield Reject(line, "quantity", "range", "a serial number is one unit")
        if (sku.id, row.serial) in known.serials:
            yield Reject(
                line, "serial", "repeated", f"{row.serial} is in a house already, or stood further up"
            )
        known.serials.add((sku.id, row.serial))
