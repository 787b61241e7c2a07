"""Import items from a file. Columns: docs/files.md."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.catalog.services.save import save_skus
from packhaus.catalog.types import PackagingDraft, SkuDraft
from packhaus.channels.services.cells import Cells, parse_whole
from packhaus.channels.services.csv_reader import Columns, inspect_csv
from packhaus.channels.services.import_records import (
    IGNORED_COLUMNS,
    RecordFile,
    import_records,
    save_sound,
)
from packhaus.channels.types import ImportSummary, Progress
from packhaus.kernel.money import parse_minor

COLUMNS = Columns(
    known=(
        "sku", "name", "kind", "base_unit", "length_mm", "width_mm", "height_mm", "weight_grams", "upright", "fragile",
        "carries_grams", "hazard", "lots", "serials", "expiry", "minimum_shelf_life_days", "life_days", "lead_days",
        "hs_code", "origin", "barcodes", "packagings", "components", "active", "tags", "cost", "cost_currency",
        *IGNORED_COLUMNS,
    ),
    required=("sku", "name"),
)  # fmt: skip


# Where a column is called otherwise than what it says of an item.
_FIELDS = {
    "upright": "must_stay_upright", "fragile": "is_fragile", "lots": "has_lots", "serials": "has_serials",
    "expiry": "has_expiry", "lead_days": "default_lead_days", "active": "is_active", "cost": "cost_minor",
}  # fmt: skip


def import_catalog(
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
    """Create a merchant's items from a file, or change those whose code exists; the parts of a kit stand before it.

    Of those a column that the file has not stays as it is.
    Raises: BadFile (nothing was imported), ImportIsRunning, ResourceBusy (what was committed stays, run it again).
    """
    columns = inspect_csv(path=path, columns=COLUMNS, encoding=encoding).columns
    fields = [_FIELDS.get(column, column) for column in columns]
    file = RecordFile(
        "catalog",
        COLUMNS,
        read_sku,
        lambda records: save_sound(
            records,
            scope=scope,
            columns={"code": "sku", "default_lead_days": "lead_days"},
            save=lambda drafts: save_skus(
                scope=scope, merchant_id=merchant_id, drafts=drafts, fields=fields, now=now, actor=actor
            ),
        ),
    )
    return import_records(
        scope=scope, merchant_id=merchant_id, path=path, file=file, now=now, progress=progress, encoding=encoding,
        is_queued=is_queued,
    )  # fmt: skip


def read_sku(cells: Cells) -> SkuDraft:
    """Read a row of a catalog file."""
    return SkuDraft(
        code=cells.read_required("sku"),
        name=cells.read_required("name"),
        kind=cells.read_text("kind", "stock").lower(),
        base_unit=cells.read_text("base_unit", "each").lower(),
        length_mm=cells.read_whole("length_mm"),
        width_mm=cells.read_whole("width_mm"),
        height_mm=cells.read_whole("height_mm"),
        weight_grams=cells.read_whole("weight_grams"),
        must_stay_upright=cells.read_flag("upright"),
        is_fragile=cells.read_flag("fragile"),
        carries_grams=cells.find_whole("carries_grams"),
        hazard=cells.read_text("hazard"),
        has_lots=cells.read_flag("lots"),
        has_serials=cells.read_flag("serials"),
        has_expiry=cells.read_flag("expiry"),
        minimum_shelf_life_days=cells.read_whole("minimum_shelf_life_days"),
        life_days=cells.find_whole("life_days"),
        default_lead_days=cells.find_whole("lead_days"),
        hs_code=cells.read_text("hs_code"),
        origin=cells.read_text("origin").upper(),
        barcodes=cells.read_list("barcodes"),
        packagings=_read_packagings(cells),
        components=_read_components(cells),
        is_active=cells.read_flag("active", default=True),
        tags=cells.read_list("tags") or None,
        cost_minor=_read_cost(cells),
        cost_currency=cells.read_text("cost_currency").upper(),
    )


def _read_cost(cells: Cells) -> int | None:
    """Read what one base unit costs, in major units of its currency; empty is not said."""
    text, currency = cells.read_text("cost"), cells.read_text("cost_currency").upper()
    if not text:
        return None
    if not currency:
        cells.refuse("cost_currency", "required", "is empty")
        return None
    try:
        return parse_minor(text, currency)
    except ValueError:
        cells.refuse("cost", "format", f"{text[:20]!r} is no amount of {currency[:3]}")
        return None


def _read_packagings(cells: Cells) -> tuple[PackagingDraft, ...]:
    """Read `CASE:12:400x300x200:5600|PALLET:480`: code, base units and, if known, millimetres and grams."""
    packagings = []
    for text in cells.read_list("packagings"):
        code, *figures = text.split(":")
        try:
            quantity, size, weight = (*figures, "", "")[: max(3, len(figures))]
            sides = [parse_whole(side) for side in size.split("x")] if size else [0, 0, 0]
            length, width, height = sides
            draft = PackagingDraft(
                code.strip(), parse_whole(quantity), length, width, height, parse_whole(weight or "0")
            )
        except ValueError:
            cells.refuse("packagings", "format", f"{text[:40]!r} is not like CASE:12:400x300x200:5600")
        else:
            packagings.append(draft)
    return tuple(packagings)


def _read_components(cells: Cells) -> tuple[tuple[str, int], ...]:
    """Read `MUG:2|LAMP:1`: code and units of each part; a code without a number is one unit."""
    components = []
    for text in cells.read_list("components"):
        code, _, units = text.rpartition(":")
        try:
            components.append((code.strip(), parse_whole(units.strip())) if code else (text, 1))
        except ValueError:
            cells.refuse("components", "format", f"{text[:40]!r} is not like MUG:2")
    return tuple(components)
