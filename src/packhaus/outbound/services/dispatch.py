"""Goods leave: from staging to the customer, the promise ends, the shopper is told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.claims import end_work
from packhaus.inventory.services.move_allocated import AllocatedMove, move_allocated
from packhaus.inventory.types import LocationKind
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.orders.services.fulfillment import lock_fulfillments, move_units
from packhaus.orders.services.non_stock import ship_non_stock
from packhaus.orders.states import DISPATCH
from packhaus.orders.types import Counter, UnitMove
from packhaus.outbound.errors import NothingToDispatch
from packhaus.outbound.events import ShipmentDispatched
from packhaus.outbound.ports import free_door
from packhaus.outbound.services.seals import check_seal
from packhaus.outbound.types import DispatchedShipment
from packhaus.shipping.services.manifests import mark_closed, mark_dispatched, stage_shipments
from packhaus.shipping.types import ManifestRow

MAX_SHIPMENTS = 400

_FULFILLMENTS_OF = """
SELECT id, fulfillment_id, site_id, carrier_code, status FROM shipping_shipment
WHERE id = ANY(%(ids)s::uuid[]) AND status IN ('labelled', 'manifested') ORDER BY id
"""

_ON_MANIFEST = (
    "SELECT id FROM shipping_shipment WHERE manifest_id = %(id)s AND status = 'manifested' ORDER BY id"
)

_SHIPMENTS = """
SELECT s.id, s.merchant_id, s.fulfillment_id, f.order_id, s.site_id, s.carrier_code, s.service_code, s.manifest_id,
       p.numbers
FROM shipping_shipment AS s
JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
JOIN (
    SELECT shipment_id, array_agg(tracking_number ORDER BY number) AS numbers FROM shipping_parcel
    WHERE shipment_id = ANY(%(ids)s::uuid[]) GROUP BY 1
) AS p ON p.shipment_id = s.id
WHERE s.id = ANY(%(ids)s::uuid[]) AND s.status IN ('labelled', 'manifested') AND f.status = ANY(%(sources)s::text[])
ORDER BY s.id
"""

_LINES = """
SELECT l.fulfillment_id, l.id, l.line_id, l.packed FROM orders_fulfillmentline AS l
WHERE l.fulfillment_id = ANY(%(ids)s::uuid[]) AND l.packed > 0 ORDER BY l.id
"""

_CARTONS = """
SELECT b.id, b.handling_unit_id, b.on_hand, p.shipment_id
FROM shipping_parcel AS p JOIN inventory_balance AS b ON b.handling_unit_id = p.handling_unit_id
WHERE p.shipment_id = ANY(%(ids)s::uuid[]) ORDER BY b.id
"""

_WRITE = """
WITH gone AS (
    UPDATE inventory_handlingunit SET is_open = false WHERE id = ANY(%(unit_ids)s::uuid[])
), wave AS (
    UPDATE outbound_wave AS w SET status = 'done'
    WHERE w.id IN (SELECT wave_id FROM orders_fulfillmentorder WHERE id = ANY(%(ids)s::uuid[]))
      AND w.status IN ('released', 'picking') AND NOT EXISTS (
        SELECT FROM orders_fulfillmentorder AS f
        WHERE f.wave_id = w.id AND f.status IN ('released', 'picking', 'picked'))
)
UPDATE orders_fulfillmentorder SET status = %(target)s, dispatched_at = %(now)s
WHERE id = ANY(%(ids)s::uuid[]) AND status = ANY(%(sources)s::text[])
"""


class _Shipment(NamedTuple):
    id: UUID
    merchant_id: UUID
    fulfillment_id: UUID
    order_id: UUID
    site_id: UUID
    carrier_code: str
    service_code: str
    manifest_id: UUID | None
    tracking_numbers: list[str]


class _Carton(NamedTuple):
    balance_id: int
    unit_id: UUID
    on_hand: int
    shipment_id: UUID


def dispatch_shipments(
    *, shipment_ids: Sequence[UUID], now: datetime, actor: Actor
) -> list[DispatchedShipment]:
    """Say that shipments have left; each goes on the open manifest of its site, carrier and next cut-off.

    On hand falls and the promise ends; lines without stock count as shipped with the order's first shipment. What has
    left before is passed over, so that twice is once. Commits per MAX_SHIPMENTS.
    Locks: orders, site_stock, balances. Emits: ShipmentDispatched. Queries: 15 a commit.
    Raises: NothingToDispatch when none of them stands at the dock.
    """
    done: list[DispatchedShipment] = []
    for start in range(0, len(shipment_ids), MAX_SHIPMENTS):
        done += _dispatch_chunk(shipment_ids[start : start + MAX_SHIPMENTS], now, actor)
    if not done:
        raise NothingToDispatch("none of these shipments stands at the dock", shipments=list(shipment_ids))
    return done


def close_manifest(
    *, manifest_id: UUID, seal: str = "", now: datetime, actor: Actor
) -> list[DispatchedShipment]:
    """Close a manifest: what stands on it leaves, what is labelled later goes with the next. Locks: the manifest too.

    `seal` is the number on the truck's seal; its door is free with the closing. Commits per MAX_SHIPMENTS; a second
    call goes on where the first was cut off. Raises: Invalid, ManifestNotFound, ManifestClosed.
    """
    check_seal(seal)
    done: list[DispatchedShipment] = []
    is_open = True
    while is_open:
        left, is_open = _dispatch_or_close(manifest_id, seal, now, actor)
        done += left
    return done


@again_when_busy
def _dispatch_or_close(
    manifest_id: UUID, seal: str, now: datetime, actor: Actor
) -> tuple[list[DispatchedShipment], bool]:
    """Let the next shipments of a manifest leave; with none left it closes. Tell whether it is still open."""
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(_ON_MANIFEST, {"id": manifest_id})
        if not found:
            _let_truck_go(mark_closed(manifest_id=manifest_id, now=now, seal=seal), now)
            return [], False
        return _dispatch([id_ for (id_,) in found][:MAX_SHIPMENTS], now, actor), True


def name_truck(*, site_id: UUID, carrier_code: str) -> str:
    """Return the key of the claims of those who load a carrier's truck."""
    return f"{site_id}/{carrier_code}"


def _let_truck_go(manifest: ManifestRow, now: datetime) -> None:
    """Free the door at which it stood, and nobody loads it any more."""
    free_door(site_id=manifest.site_id, carrier_code=manifest.carrier_code, now=now)
    truck = name_truck(site_id=manifest.site_id, carrier_code=manifest.carrier_code)
    end_work(scope=Scope.operator(), kind="load", keys=[truck], now=now)


@again_when_busy
def _dispatch_chunk(ids: Sequence[UUID], now: datetime, actor: Actor) -> list[DispatchedShipment]:
    with transaction(Scope.operator()):
        return _dispatch(ids, now, actor)


def _dispatch(ids: Sequence[UUID], now: datetime, actor: Actor) -> list[DispatchedShipment]:
    found = rows.fetch_tuples(_FULFILLMENTS_OF, {"ids": list(ids)})
    if not found:
        return []
    lock_fulfillments([fulfillment_id for _, fulfillment_id, *_ in found])
    fresh = [(id_, site, carrier) for id_, _, site, carrier, status in found if status == "labelled"]
    if fresh:
        places = [(site, carrier) for _, site, carrier in fresh]
        stage_shipments(shipment_ids=[id_ for id_, *_ in fresh], places=places, now=now)
    parameters = {"ids": [id_ for id_, *_ in found], "sources": list(DISPATCH.sources)}
    shipments = [_Shipment._make(row) for row in rows.fetch_tuples(_SHIPMENTS, parameters)]
    if not shipments:
        return []
    units = _leave(shipments, now, actor)
    _record(shipments, units, now, actor)
    return [
        DispatchedShipment(one.id, one.fulfillment_id, one.order_id, units[one.fulfillment_id])
        for one in shipments
    ]


def _leave(shipments: Sequence[_Shipment], now: datetime, actor: Actor) -> dict[UUID, int]:
    orders = {one.fulfillment_id: one.order_id for one in shipments}
    lines = rows.fetch_tuples(_LINES, {"ids": list(orders)})
    found = rows.fetch_tuples(_CARTONS, {"ids": [one.id for one in shipments]})
    cartons = [_Carton._make(row) for row in found]
    rows.execute(
        _WRITE,
        {
            "unit_ids": list({carton.unit_id for carton in cartons}),
            "ids": list(orders),
            "target": DISPATCH.target,
            "sources": list(DISPATCH.sources),
            "now": now,
        },
    )
    mark_dispatched(shipment_ids=[one.id for one in shipments], now=now)
    changes = [UnitMove(id_, line_id, orders[owner], packed) for owner, id_, line_id, packed in lines]
    move_units(changes=changes, source=Counter.PACKED, target=Counter.SHIPPED, now=now, refreshes=False)
    ship_non_stock(order_ids=list(set(orders.values())), now=now)
    move_allocated(
        moves=_list_moves(shipments, cartons),
        reason="dispatch",
        document_kind="shipment",
        ends_promise=True,
        happened_at=now,
        actor=actor,
    )
    units: defaultdict[UUID, int] = defaultdict(int)
    for owner, _, _, packed in lines:
        units[owner] += packed
    return units


def _list_moves(shipments: Sequence[_Shipment], cartons: Sequence[_Carton]) -> list[AllocatedMove]:
    sites = {one.id: one.site_id for one in shipments}
    return [
        AllocatedMove(
            carton.balance_id,
            carton.on_hand,
            get_site_location(site_id=sites[carton.shipment_id], kind=LocationKind.CUSTOMER),
            None,
            str(carton.shipment_id),
        )
        for carton in cartons
    ]


def _record(shipments: Sequence[_Shipment], units: dict[UUID, int], now: datetime, actor: Actor) -> None:
    facts = [
        ShipmentDispatched(
            merchant_id=one.merchant_id,
            aggregate_id=one.order_id,
            fulfillment_id=str(one.fulfillment_id),
            shipment_id=str(one.id),
            carrier_code=one.carrier_code,
            service_code=one.service_code,
            tracking_numbers=one.tracking_numbers,
            units=units[one.fulfillment_id],
        )
        for one in shipments
    ]
    record(facts, happened_at=now, actor=actor)
