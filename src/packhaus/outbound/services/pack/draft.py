"""The cartons on the bench before they are closed: what fits into them, what they weigh, what they cost to send."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.money import Money
from packhaus.outbound.errors import FulfillmentNotFound
from packhaus.outbound.services.pack.boxes import weigh_box
from packhaus.outbound.services.pack.cartons import list_allowed_types
from packhaus.outbound.services.pack.cash import share_cash
from packhaus.outbound.services.pack.plan import measure_inside, measure_outside, plan_boxes
from packhaus.outbound.services.pack.read import PackWork, read_pack_work
from packhaus.outbound.services.pack.shipment import draft_shipment
from packhaus.outbound.types import Box, PlannedBox
from packhaus.shipping.queries.carton_types import CartonTypeRow
from packhaus.shipping.services.choose_services import choose_services
from packhaus.shipping.types import ParcelDraft


class DraftBox(NamedTuple):
    """A carton as it stands on the bench."""

    box: PlannedBox
    is_fitting: bool


class PackDraft(NamedTuple):
    """The cartons of one order with what they cost; `postage` is None where no service takes them.

    `cost` is the postage with the cartons' own prices, those in its currency, as the plan compares them.
    """

    boxes: tuple[DraftBox, ...]
    carton_codes: tuple[str, ...]
    service_code: str
    postage: Money | None
    to_collect: Money | None
    cost: Money | None = None


def draft_pack(*, scope: Scope, fulfillment_id: UUID, boxes: Sequence[Box] = (), now: datetime) -> PackDraft:
    """Say how the given cartons, or the planned ones, would be packed and sent; nothing is written.

    A box may be empty and units may be missing: what is wrong with the whole says `pack_fulfillments`.
    Queries: 4, those of `choose_services`, two more with cash on delivery. Raises: FulfillmentNotFound.
    """
    with transaction(scope):
        work = read_pack_work(fulfillment_ids=[fulfillment_id]).get(fulfillment_id)
        if work is None:
            raise FulfillmentNotFound("there is no such fulfillment order", fulfillment_id=fulfillment_id)
        types = list_allowed_types(work.header)
        planned = plan_boxes(work=work, types=types)
        drawn = tuple(_arrange(box, planned, work, types) for box in boxes) or tuple(
            DraftBox(box, is_fitting=True) for box in planned
        )
        return _rate(drawn, work, types, now)


def _rate(
    boxes: tuple[DraftBox, ...], work: PackWork, types: Sequence[CartonTypeRow], now: datetime
) -> PackDraft:
    header = work.header
    parcels = tuple(
        ParcelDraft(header.id, one.box.carton_code, *one.box.size_mm, one.box.weight_grams, ())
        for one in boxes
        if one.box.items
    )
    cash = share_cash(fulfillment_ids=[header.id])[header.id] if header.is_cod else 0
    [rate] = choose_services(drafts=[draft_shipment(work, parcels, cod_minor=cash)], now=now)
    codes = tuple(row.code for row in types)
    to_collect = Money(cash, header.currency) if header.is_cod else None
    if isinstance(rate, dict):
        return PackDraft(boxes, codes, "", None, to_collect)
    postage = Money(sum(rate.costs_minor), rate.service.currency) if rate.service.currency else None
    cost = postage + _sum_cartons(boxes, types, postage.currency) if postage else None
    return PackDraft(boxes, codes, rate.service.code, postage, to_collect, cost)


def _sum_cartons(boxes: Sequence[DraftBox], types: Sequence[CartonTypeRow], currency: str) -> Money:
    prices = {row.code: row.cost_minor for row in types if row.currency == currency}
    return Money(sum(prices.get(one.box.carton_code, 0) for one in boxes if one.box.items), currency)


def _arrange(
    box: Box, planned: Sequence[PlannedBox], work: PackWork, types: Sequence[CartonTypeRow]
) -> DraftBox:
    same = next(
        (one for one in planned if one.carton_code == box.carton_code and one.items == box.items), None
    )
    if same:
        return DraftBox(same, is_fitting=True)
    if not box.items:
        return DraftBox(_take_empty(box, types), is_fitting=True)
    weighed = weigh_box(box, work, types)
    return DraftBox(weighed, is_fitting=weighed.inner_mm is None or bool(weighed.placements))


def _take_empty(box: Box, types: Sequence[CartonTypeRow]) -> PlannedBox:
    kind = next((row for row in types if row.code == box.carton_code), None)
    if kind is None:
        return PlannedBox(box.carton_code, (0, 0, 0), 0, ())
    return PlannedBox(
        kind.code, measure_outside(kind), kind.tare_grams, (), (), None, measure_inside(kind), 1_000
    )
