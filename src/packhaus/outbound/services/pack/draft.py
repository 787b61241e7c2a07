"""The cartons on the bench before they are closed: what fits into them, what they weigh, what they cost to send."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.decide.cartonize import CartonType, Item, PalletType, cartonize
from packhaus.kernel.money import Money
from packhaus.outbound.errors import FulfillmentNotFound
from packhaus.outbound.services.pack.boxes import weigh_box
from packhaus.outbound.services.pack.cash import share_cash
from packhaus.outbound.services.pack.plan import as_item_size, plan_boxes
from packhaus.outbound.services.pack.read import PackLine, PackWork, read_pack_work
from packhaus.outbound.services.pack.shipment import draft_shipment
from packhaus.outbound.types import Box, PlannedBox
from packhaus.shipping.queries.carton_types import CartonTypeRow, list_carton_types
from packhaus.shipping.queries.priced_services import list_priced_services
from packhaus.shipping.services.rate import rate_shipment
from packhaus.shipping.types import ParcelDraft


class DraftBox(NamedTuple):
    """A carton as it stands on the bench; `inner_mm` is None for an item that travels as it is."""

    box: PlannedBox
    inner_mm: tuple[int, int, int] | None
    is_fitting: bool


class PackDraft(NamedTuple):
    """The cartons of one order with what they cost; `postage` is None where no service takes them."""

    boxes: tuple[DraftBox, ...]
    carton_codes: tuple[str, ...]
    service_code: str
    postage: Money | None
    to_collect: Money | None


def draft_pack(*, scope: Scope, fulfillment_id: UUID, boxes: Sequence[Box] = ()) -> PackDraft:
    """Say how the given cartons, or the planned ones, would be packed and sent; nothing is written.

    A box may be empty and units may be missing: what is wrong with the whole says `pack_fulfillments`.
    Queries: 4, two more while prices are not fresh, two more with cash on delivery. Raises: FulfillmentNotFound.
    """
    with transaction(scope):
        work = read_pack_work(fulfillment_ids=[fulfillment_id]).get(fulfillment_id)
        if work is None:
            raise FulfillmentNotFound("there is no such fulfillment order", fulfillment_id=fulfillment_id)
        types = list_carton_types(merchant_id=work.header.merchant_id)
        planned = plan_boxes(lines=work.lines, types=types)
        drawn = tuple(_arrange(box, planned, work, types) for box in boxes) or tuple(
            DraftBox(box, _find_inside(box.carton_code, types), is_fitting=True) for box in planned
        )
        return _rate(drawn, work, types)


def _rate(boxes: tuple[DraftBox, ...], work: PackWork, types: Sequence[CartonTypeRow]) -> PackDraft:
    header = work.header
    parcels = tuple(
        ParcelDraft(header.id, one.box.carton_code, *one.box.size_mm, one.box.weight_grams, ())
        for one in boxes
        if one.box.items
    )
    rate = rate_shipment(draft=draft_shipment(header, parcels), services=list_priced_services())
    cash = share_cash(fulfillment_ids=[header.id])[header.id] if header.is_cod else 0
    codes = tuple(row.code for row in types)
    to_collect = Money(cash, header.currency) if header.is_cod else None
    if isinstance(rate, dict):
        return PackDraft(boxes, codes, "", None, to_collect)
    postage = Money(sum(rate.costs_minor), rate.service.currency) if rate.service.currency else None
    return PackDraft(boxes, codes, rate.service.code, postage, to_collect)


def _arrange(
    box: Box, planned: Sequence[PlannedBox], work: PackWork, types: Sequence[CartonTypeRow]
) -> DraftBox:
    inner = _find_inside(box.carton_code, types)
    same = next(
        (one for one in planned if one.carton_code == box.carton_code and one.items == box.items), None
    )
    if same:
        return DraftBox(same, inner, is_fitting=True)
    kind = next((row for row in types if row.code == box.carton_code), None)
    if kind is None or inner is None or not box.items:
        size = (kind.outer_length_mm, kind.outer_width_mm, kind.outer_height_mm) if kind else (0, 0, 0)
        empty = PlannedBox(box.carton_code, size, kind.tare_grams if kind else 0, box.items)
        return DraftBox(weigh_box(box, work, types) if box.items else empty, inner, is_fitting=True)
    weighed = weigh_box(box, work, types)
    lines = {line.id: line for line in work.lines}
    packed = cartonize(
        items=[_as_item(lines[line], units) for line, units in box.items],
        cartons=[CartonType(kind.code, inner, kind.max_weight_grams, kind.tare_grams)],
        pallet=PalletType(),
    ).cartons
    if len(packed) != 1 or packed[0].carton is None:
        return DraftBox(weighed, inner, is_fitting=False)
    arranged = PlannedBox(
        weighed.carton_code, weighed.size_mm, weighed.weight_grams, weighed.items, packed[0].placements
    )
    return DraftBox(arranged, inner, is_fitting=True)


def _as_item(line: PackLine, units: int) -> Item:
    size, weight = as_item_size(line)
    return Item(line.id, units, size, weight, line.must_stay_upright)


def _find_inside(code: str, types: Sequence[CartonTypeRow]) -> tuple[int, int, int] | None:
    kind = next((row for row in types if row.code == code), None)
    return (kind.inner_length_mm, kind.inner_width_mm, kind.inner_height_mm) if kind else None
