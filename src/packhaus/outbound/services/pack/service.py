"""Pack fulfillment orders: cartons, labels, and the goods at the dock."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.claims import end_work
from packhaus.inventory.services.move_allocated import move_allocated
from packhaus.journal.services import record
from packhaus.kernel.states import IllegalTransition
from packhaus.orders.services.fulfillment import lock_fulfillments, move_units
from packhaus.orders.states import PACK
from packhaus.orders.types import Counter, UnitMove
from packhaus.outbound.errors import FulfillmentNotFound, PackingStopped
from packhaus.outbound.events import FulfillmentPacked
from packhaus.outbound.packing_events import WeightAccepted
from packhaus.outbound.services.pack.boxes import PlatedBox, close_boxes, plate_boxes
from packhaus.outbound.services.pack.cartons import list_allowed_types
from packhaus.outbound.services.pack.cash import share_cash
from packhaus.outbound.services.pack.moves import list_moves
from packhaus.outbound.services.pack.pallets import make_pallets
from packhaus.outbound.services.pack.plan import FoundPlan, find_plan
from packhaus.outbound.services.pack.read import PackWork, read_pack_work
from packhaus.outbound.services.pack.shipment import draft_shipment
from packhaus.outbound.services.pack.write import PackedWork, write_packed
from packhaus.outbound.services.vas.gate import refuse_open_vas
from packhaus.outbound.types import Pack, PackedFulfillment, PlannedBox
from packhaus.shipping.queries.priced_services import list_priced_services
from packhaus.shipping.services.shipments import create_shipments
from packhaus.shipping.types import LabelledShipment, ParcelDraft, ParcelItemDraft, ShipmentDraft

MAX_FULFILLMENTS = 400


def pack_fulfillments(*, packs: Sequence[Pack], now: datetime, actor: Actor) -> list[PackedFulfillment]:
    """Pack picked fulfillment orders into the given boxes, or as planned, and buy their labels; one outcome per pack.

    Units move from tote to a carton at staging, counters from picked to packed; the tote is free again. Every picked
    unit must be in a box. Commits per MAX_FULFILLMENTS orders, all or none of them.
    Cartons are planned before anything is locked. Locks: orders, then balances. Emits: FulfillmentPacked,
    WeightAccepted for each weight that a lead answered for.
    Queries: 15 a commit (3 more with pallets and cash, 1 where merchants have services).
    Raises: IllegalTransition, PackingStopped (held, a cancel request is open, or the order
        ships complete and units of it wait), VasOpen, NotInTote, NoService.
    """
    packed: list[PackedFulfillment] = []
    for start in range(0, len(packs), MAX_FULFILLMENTS):
        chunk = packs[start : start + MAX_FULFILLMENTS]
        packed += _pack_chunk(chunk, _plan_ahead(chunk), now, actor)
    return packed


def _plan_ahead(packs: Sequence[Pack]) -> dict[UUID, FoundPlan]:
    """Plan the cartons while nobody waits for these orders."""
    with transaction(Scope.operator()):
        works = read_pack_work(fulfillment_ids=[pack.fulfillment_id for pack in packs])
        types = {id_: list_allowed_types(work.header) for id_, work in works.items()}
        list_priced_services()
    return {id_: find_plan(work=work, types=types[id_]) for id_, work in works.items()}


@again_when_busy
def _pack_chunk(
    packs: Sequence[Pack], ahead: dict[UUID, FoundPlan], now: datetime, actor: Actor
) -> list[PackedFulfillment]:
    with transaction(Scope.operator(), savepoint=True):
        return _pack(packs, ahead, now, actor)


def _pack(
    packs: Sequence[Pack], ahead: dict[UUID, FoundPlan], now: datetime, actor: Actor
) -> list[PackedFulfillment]:
    ids = [pack.fulfillment_id for pack in packs]
    lock_fulfillments(ids)
    works = read_pack_work(fulfillment_ids=ids)
    _check(ids, works)
    boxes = [
        close_boxes(pack=pack, work=works[pack.fulfillment_id], ahead=ahead.get(pack.fulfillment_id))
        for pack in packs
    ]
    plated = _plate(boxes)
    pallets = make_pallets(plated)
    packed = [PackedWork(works[id_], own, on) for id_, own, on in zip(ids, plated, pallets, strict=True)]
    write_packed(packed=packed, now=now)
    shipments = create_shipments(drafts=_list_drafts(packed), now=now)
    _move(packed, now, actor)
    _record(packed, shipments, now, actor)
    _record_weights(packs, works, now)
    end_work(scope=Scope.operator(), kind="pack", keys=[str(id_) for id_ in ids], now=now)
    return [
        PackedFulfillment(
            shipment.fulfillment_id, shipment.id, shipment.carrier_code, shipment.service_code,
            shipment.parcel_ids, shipment.tracking_numbers,
        )
        for shipment in shipments
    ]  # fmt: skip


def _check(ids: Sequence[UUID], works: dict[UUID, PackWork]) -> None:
    absent = [id_ for id_ in ids if id_ not in works]
    if absent:
        raise FulfillmentNotFound("there is no such fulfillment order", fulfillment_ids=absent)
    headers = [works[id_].header for id_ in ids]
    elsewhere = {header.number: header.status for header in headers if header.status not in PACK.sources}
    if elsewhere:
        listed = ", ".join(f"{number} is {status}" for number, status in list(elsewhere.items())[:20])
        raise IllegalTransition(
            f"pack is legal from picked; {listed}", transition="pack", elsewhere=elsewhere
        )
    stopped = {header.number: header.stopped_by for header in headers if header.stopped_by}
    if stopped:
        raise PackingStopped(f"stop: {', '.join(stopped)}", stopped=stopped)
    served = [header.id for header in headers if header.may_have_vas]
    if served:
        refuse_open_vas(fulfillment_ids=served)


def _plate(boxes: Sequence[Sequence[PlannedBox]]) -> list[list[PlatedBox]]:
    """Give the boxes of all orders their plates at once."""
    supply = iter(plate_boxes([box for own in boxes for box in own]))
    return [[next(supply) for _ in own] for own in boxes]


def _list_drafts(packed: Sequence[PackedWork]) -> list[ShipmentDraft]:
    cash = share_cash(fulfillment_ids=[one.work.header.id for one in packed if one.work.header.is_cod])
    return [
        draft_shipment(
            one.work,
            tuple(_as_parcel(one, plated) for plated in one.boxes),
            cod_minor=cash.get(one.work.header.id, 0),
        )
        for one in packed
    ]


def _as_parcel(one: PackedWork, plated: PlatedBox) -> ParcelDraft:
    lines = {line.id: line for line in one.work.lines}
    pallet = one.pallet_of(plated)
    return ParcelDraft(
        plated.unit_id,
        plated.box.carton_code,
        *plated.box.size_mm,
        weight_grams=plated.box.weight_grams,
        items=tuple(
            ParcelItemDraft(lines[line].line_id, lines[line].sku_id, units)
            for line, units in plated.box.items
        ),
        pallet_sscc=pallet.sscc if pallet else "",
    )


def _move(packed: Sequence[PackedWork], now: datetime, actor: Actor) -> None:
    changes = [
        UnitMove(line.id, line.line_id, one.work.header.order_id, line.picked)
        for one in packed
        for line in one.work.lines
    ]
    move_units(changes=changes, source=Counter.PICKED, target=Counter.PACKED, now=now)
    move_allocated(
        moves=[move for one in packed for move in list_moves(work=one.work, boxes=one.boxes)],
        reason="pack",
        document_kind="fulfillment",
        happened_at=now,
        actor=actor,
    )


def _record_weights(packs: Sequence[Pack], works: dict[UUID, PackWork], now: datetime) -> None:
    """Record who answered for a weight that is off: the lead, not who packed."""
    for pack in packs:
        header = works[pack.fulfillment_id].header
        for one in pack.accepted:
            fact = WeightAccepted(
                merchant_id=header.merchant_id,
                aggregate_id=header.order_id,
                fulfillment_id=str(header.id),
                box=one.box,
                weighed_grams=one.weighed_grams,
                expected_grams=one.expected_grams,
                reason=one.reason.value,
            )
            record([fact], happened_at=now, actor=one.approver)


def _record(
    packed: Sequence[PackedWork], shipments: Sequence[LabelledShipment], now: datetime, actor: Actor
) -> None:
    facts = [
        FulfillmentPacked(
            merchant_id=one.work.header.merchant_id,
            aggregate_id=one.work.header.order_id,
            fulfillment_id=str(one.work.header.id),
            shipment_id=str(shipment.id),
            parcels=len(one.boxes),
            units=sum(line.picked for line in one.work.lines),
        )
        for one, shipment in zip(packed, shipments, strict=True)
    ]
    record(facts, happened_at=now, actor=actor)
