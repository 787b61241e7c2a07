"""What must be right about entries before they are booked."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from packhaus.catalog.queries.tracked import TrackedSku
from packhaus.inbound.queries.receivable import ReceivableLine
from packhaus.inbound.types import DAMAGE_REASONS, MOST_UNITS, UNIT_KINDS, Entry
from packhaus.inventory.queries.known_serials import list_known_serials
from packhaus.kernel.errors import FieldProblem, Invalid


def check_entries(
    *, entries: Sequence[Entry], lines: Sequence[ReceivableLine], skus: Mapping[str, TrackedSku]
) -> None:
    """Refuse everything that is wrong. Queries: 1 where serial numbers are named. Raises: Invalid."""
    codes = {line.id: line.sku_code for line in lines}
    named = [
        codes.get(entry.line_id, entry.sku_code) if entry.line_id else entry.sku_code for entry in entries
    ]
    serials = list_known_serials(
        serials=[
            (skus[code].id, entry.serial)
            for code, entry in zip(named, entries, strict=True)
            if entry.serial and code in skus
        ]
    )
    by_id = {line.id: line for line in lines}
    problems = [
        problem
        for index, (code, entry) in enumerate(zip(named, entries, strict=True))
        for problem in _check(f"entries.{index}", code, entry, skus, serials, by_id)
    ]
    if problems:
        raise Invalid(problems)


def _check(
    path: str,
    code: str,
    entry: Entry,
    skus: Mapping[str, TrackedSku],
    serials: set[tuple[UUID, str]],
    lines: Mapping[int, ReceivableLine],
) -> Iterator[FieldProblem]:
    if not 0 < len(entry.client_id) <= 60:
        yield FieldProblem(f"{path}.client_id", "format", "is 1 to 60 characters")
    if not 0 < entry.quantity <= MOST_UNITS:
        yield FieldProblem(f"{path}.quantity", "range", f"is from 1 to {MOST_UNITS} base units")
    if entry.damage_reason and entry.damage_reason not in DAMAGE_REASONS:
        yield FieldProblem(f"{path}.damage_reason", "unknown", f"is one of {', '.join(DAMAGE_REASONS)}")
    if entry.unit_kind and entry.unit_kind not in UNIT_KINDS:
        yield FieldProblem(f"{path}.unit_kind", "unknown", f"is one of {', '.join(UNIT_KINDS)}")
    line = lines.get(entry.line_id) if entry.line_id else None
    if entry.line_id and line is None:
        yield FieldProblem(f"{path}.line", "unknown_line", "is no line of this delivery")
        return
    sku = skus.get(code)
    if sku is None:
        yield FieldProblem(f"{path}.sku", "unknown_sku", f"{code} is not in the catalog")
    elif sku.kind != "stock":
        yield FieldProblem(f"{path}.sku", "no_stock", f"{code} is a {sku.kind}: only its parts have stock")
    else:
        yield from _check_tracking(path, entry, sku, line, serials)


def _check_tracking(
    path: str, entry: Entry, sku: TrackedSku, line: ReceivableLine | None, serials: set[tuple[UUID, str]]
) -> Iterator[FieldProblem]:
    if sku.has_lots and not (entry.lot_code or (line and line.lot_code)):
        yield FieldProblem(f"{path}.lot", "required", f"{sku.code} is kept by lots")
    if sku.has_expiry and entry.expires_on is None and not (line and line.expires_on):
        yield FieldProblem(f"{path}.expires_on", "required", f"{sku.code} expires")
    if sku.has_serials != bool(entry.serial):
        told = "has no serial numbers" if entry.serial else "is kept by serial numbers"
        yield FieldProblem(f"{path}.serial", "required", f"{sku.code} {told}")
    elif entry.serial:
        if entry.quantity != 1:
            yield FieldProblem(f"{path}.quantity", "range", "a serial number is one unit")
        if (sku.id, entry.serial) in serials:
            yield FieldProblem(
                f"{path}.serial", "repeated", f"{entry.serial} is in a house already, or stood further up"
            )
        serials.add((sku.id, entry.serial))
