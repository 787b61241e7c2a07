"""From drafts to numbered lines: SKUs found, kits taken apart, amounts added up. No database here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from packhaus.decide.promising import DemandLine
from packhaus.kernel.errors import FieldProblem
from packhaus.orders.queries.intake import KitPart, StockRow
from packhaus.orders.types import LineDraft


class SkuRow(NamedTuple):
    """What a line needs of its SKU."""

    id: str
    kind: str


class PreparedLine(NamedTuple):
    """A line that will be written; parts of a kit follow their kit and carry a share of its total."""

    position: int
    sku_id: str
    sku_kind: str
    quantity: int
    unit_price_minor: int
    discount_minor: int
    tax_minor: int
    tax_rate: str | None
    total_minor: int
    parent_position: int | None


@dataclass(slots=True)
class Stock:
    """The rows read, by what the plan asks; `unlisted` are items in stock by kind that no site has a row of."""

    skus: dict[str, SkuRow]
    free: dict[tuple[str, str], int]
    headroom: dict[tuple[str, str], int | None]
    rows: dict[tuple[str, str], int]
    unlisted: list[str]


def index_stock(found: Sequence[StockRow]) -> Stock:
    """Arrange the rows of one read by (site, SKU)."""
    stock = Stock({}, {}, {}, {}, [])
    for code, sku_id, kind, stock_id, site_id, free, headroom in found:
        stock.skus[code] = SkuRow(sku_id, kind)
        if stock_id is not None and site_id is not None:
            key = (site_id, sku_id)
            stock.free[key] = free
            stock.headroom[key] = headroom
            stock.rows[key] = stock_id
        elif kind == "stock":
            stock.unlisted.append(sku_id)
    return stock


def find_unknown(lines: Sequence[LineDraft], skus: Mapping[str, SkuRow]) -> list[FieldProblem]:
    """Return a problem for every line whose SKU the merchant does not have."""
    return [
        FieldProblem(f"lines.{index}.sku", "unknown_sku", f"{line.sku_code} is not in the catalog")
        for index, line in enumerate(lines)
        if line.sku_code not in skus
    ]


def prepare_lines(
    lines: Sequence[LineDraft],
    skus: Mapping[str, SkuRow],
    kits: Mapping[str, Sequence[KitPart]],
    *,
    after: int = 0,
) -> list[PreparedLine]:
    """Return the lines to write, kit parts behind their kit, numbered after those the order has."""
    prepared: list[PreparedLine] = []
    for line in lines:
        sku = skus[line.sku_code]
        total = line.quantity * line.unit_price_minor - line.discount_minor
        position = after + len(prepared) + 1
        prepared.append(
            PreparedLine(
                position,
                sku.id,
                sku.kind,
                line.quantity,
                line.unit_price_minor,
                line.discount_minor,
                line.tax_minor,
                None if line.tax_rate is None else str(line.tax_rate),
                total,
                None,
            )
        )
        if sku.kind == "kit":
            prepared += _prepare_parts(position, line.quantity, total, kits[sku.id], skus)
    return prepared


def _prepare_parts(
    parent: int, kit_quantity: int, kit_total: int, parts: Sequence[KitPart], skus: Mapping[str, SkuRow]
) -> list[PreparedLine]:
    """Split the kit's total over its parts by units, exact to the minor unit: the last part takes the rest."""
    units = sum(part.quantity for part in parts)
    shares = [kit_total * part.quantity // units for part in parts]
    shares[-1] = kit_total - sum(shares[:-1])
    return [
        PreparedLine(
            parent + index,
            skus[part.code].id,
            skus[part.code].kind,
            kit_quantity * part.quantity,
            0,
            0,
            0,
            None,
            share,
            parent,
        )
        for index, (part, share) in enumerate(zip(parts, shares, strict=True), start=1)
    ]


def list_demand_lines(lines: Sequence[PreparedLine]) -> tuple[DemandLine, ...]:
    """Return what stock has to be found for; the line's position is its key in the plan."""
    kits = {line.position: line.quantity for line in lines if line.sku_kind == "kit"}
    return tuple(
        DemandLine(line.position, line.sku_id, line.quantity)
        if line.parent_position is None
        else DemandLine(
            line.position,
            line.sku_id,
            line.quantity,
            kit=line.parent_position,
            kits=kits[line.parent_position],
        )
        for line in lines
        if line.sku_kind == "stock"
    )
