"""What must be right about a purchase order before it is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.catalog.queries.tracked import TrackedSku, get_tracked_skus
from packhaus.inbound.queries.purchases.packs import get_pack_units
from packhaus.inbound.types import MOST_LINES, MOST_UNITS, PurchaseDraft, PurchaseLineDraft
from packhaus.kernel.errors import FieldProblem, Invalid

_LONGEST = {"number": 40, "supplier_code": 24, "supplier_name": 120}


@dataclass(frozen=True, slots=True)
class OrderedItems:
    """The items of drafts by code, and how many units their packs hold by the codes of item and pack."""

    skus: Mapping[str, TrackedSku]
    pack_units: Mapping[tuple[str, str], int]

    def count_in_pack(self, line: PurchaseLineDraft) -> int:
        """Return the base units of one pack of a line."""
        return self.pack_units[line.sku_code, line.packaging] if line.packaging else 1


def check_purchases(*, merchant_id: UUID, drafts: Sequence[PurchaseDraft]) -> OrderedItems:
    """Return the items of the drafts, or refuse everything that is wrong with any.

    Queries: 2. Raises: Invalid ("orders.0.lines.2.sku").
    """
    items = find_items(merchant_id=merchant_id, drafts=drafts)
    problems = [
        problem for index, draft in enumerate(drafts) for problem in _check(f"orders.{index}", draft, items)
    ]
    if problems:
        raise Invalid(problems)
    return items


def find_items(*, merchant_id: UUID, drafts: Sequence[PurchaseDraft]) -> OrderedItems:
    """Return the items that drafts name, as far as the catalog has them. Queries: 2."""
    codes = {line.sku_code for draft in drafts for line in draft.lines}
    return OrderedItems(
        get_tracked_skus(merchant_id=merchant_id, codes=codes),
        get_pack_units(merchant_id=merchant_id, codes=codes),
    )


def _check(path: str, draft: PurchaseDraft, items: OrderedItems) -> Iterator[FieldProblem]:
    for field in ("number", "supplier_code"):
        if not getattr(draft, field).strip():
            yield FieldProblem(f"{path}.{field}", "required", "is empty")
    if "/" in draft.number:
        yield FieldProblem(f"{path}.number", "format", "has no slash")
    for field, most in _LONGEST.items():
        if len(getattr(draft, field)) > most:
            yield FieldProblem(f"{path}.{field}", "too_long", f"has at most {most} characters")
    if not 0 < len(draft.lines) <= MOST_LINES:
        yield FieldProblem(f"{path}.lines", "range", f"has 1 to {MOST_LINES} lines")
    seen: set[object] = set()
    for position, line in enumerate(draft.lines):
        place = f"{path}.lines.{position}"
        yield from _check_line(place, line, items)
        if (line.sku_code, line.expected_on) in seen:
            yield FieldProblem(f"{place}.sku", "repeated", "stands in another line for the same day")
        seen.add((line.sku_code, line.expected_on))


def _check_line(path: str, line: PurchaseLineDraft, items: OrderedItems) -> Iterator[FieldProblem]:
    sku = items.skus.get(line.sku_code)
    if sku is None:
        yield FieldProblem(f"{path}.sku", "unknown_sku", f"{line.sku_code} is not in the catalog")
        return
    if sku.kind != "stock":
        yield FieldProblem(
            f"{path}.sku", "no_stock", f"{line.sku_code} is a {sku.kind}: only its parts have stock"
        )
    if line.packaging and (line.sku_code, line.packaging) not in items.pack_units:
        yield FieldProblem(
            f"{path}.packaging", "unknown_packaging", f"{line.sku_code} has no packaging {line.packaging}"
        )
    elif not 0 < line.quantity * items.count_in_pack(line) <= MOST_UNITS:
        yield FieldProblem(f"{path}.quantity", "range", f"is from 1 to {MOST_UNITS} base units")
