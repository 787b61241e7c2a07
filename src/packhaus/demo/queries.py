"""What the demo asks of the database, beyond the apps' own queries: it knows articles and lines by the file's names."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_BINS = """
SELECT b.sku_id, b.location_id, sum(b.on_hand)::bigint
FROM inventory_balance AS b JOIN inventory_location AS l ON l.id = b.location_id
WHERE b.sku_id = ANY(%(sku_ids)s::uuid[]) AND l.can_be_allocated AND b.condition = 'sellable'
GROUP BY b.sku_id, b.location_id, l.kind, l.walk_sequence, l.site_id
ORDER BY sum(b.on_hand) DESC, l.walk_sequence, b.location_id
"""

_LINES = """
SELECT o.external_number, o.id, l.position, l.id
FROM orders_order AS o JOIN orders_orderline AS l ON l.order_id = o.id
WHERE o.external_number = ANY(%(numbers)s::text[]) AND l.parent_line_id IS NULL
ORDER BY o.external_number, l.position
"""

_SHOP_NUMBERS = "SELECT number, external_number FROM orders_order WHERE number = ANY(%(numbers)s::text[])"

_TOO_LATE = """
SELECT r.id, o.external_number, l.position, r.quantity - r.stopped, r.requested_at
FROM orders_cancelrequest AS r
JOIN orders_fulfillmentorder AS f ON f.id = r.fulfillment_id AND f.status IN ('dispatched', 'delivered')
JOIN orders_order AS o ON o.id = f.order_id
JOIN orders_orderline AS l ON l.id = r.line_id
WHERE r.status <> 'open' AND r.quantity > r.stopped
ORDER BY r.id
"""


class TooLate(NamedTuple):
    """Units that were asked back while they were packed, and have left."""

    request_id: int
    order: str
    position: int
    units: int
    requested_at: datetime


class OrderLines(NamedTuple):
    """An order's id and its lines' ids by position."""

    order_id: UUID
    lines: dict[int, int]


def get_shop_numbers(*, numbers: Collection[str]) -> dict[str, str]:
    """Return how the shops call these orders. Queries: 1."""
    with transaction(Scope.operator()):
        return dict(rows.fetch_tuples(_SHOP_NUMBERS, {"numbers": list(numbers)}))


def list_bins(*, sku_ids: Collection[UUID]) -> dict[UUID, list[list[int]]]:
    """Return where articles lie: [location, units] of each, the fullest first."""
    found: defaultdict[UUID, list[list[int]]] = defaultdict(list)
    with transaction(Scope.operator()):
        for sku_id, location_id, units in rows.fetch_tuples(_BINS, {"sku_ids": list(sku_ids)}):
            found[sku_id].append([location_id, units])
    return found


def find_lines(*, numbers: Iterable[str]) -> dict[str, OrderLines]:
    """Return the orders that have been taken, by the file's numbers."""
    found: dict[str, OrderLines] = {}
    with transaction(Scope.operator()):
        for number, order_id, position, line_id in rows.fetch_tuples(_LINES, {"numbers": list(numbers)}):
            found.setdefault(number, OrderLines(order_id, {})).lines[position] = line_id
    return found


def list_too_late(*, known: Collection[int]) -> list[TooLate]:
    """Return what the floor could not stop and what has been dispatched since, but for known requests."""
    with transaction(Scope.operator()):
        found = [TooLate._make(row) for row in rows.fetch_tuples(_TOO_LATE)]
    return [late for late in found if late.request_id not in known]


_TASKS = """
SELECT t.id, t.quantity, k.code, l.code
FROM outbound_picktask AS t
JOIN catalog_sku AS k ON k.id = t.sku_id
JOIN inventory_location AS l ON l.id = t.location_id
WHERE t.batch_id = %(batch_id)s AND t.status IN ('open', 'claimed')
ORDER BY t.sequence, t.id
"""


class OpenTask(NamedTuple):
    """A stop that is still to be made."""

    id: int
    quantity: int
    sku: str
    location: str


def list_open_tasks(*, batch_id: UUID) -> list[OpenTask]:
    """Return a batch's stops in walking order."""
    with transaction(Scope.operator()):
        return [OpenTask._make(row) for row in rows.fetch_tuples(_TASKS, {"batch_id": batch_id})]


_PICKED = """
SELECT f.id FROM orders_fulfillmentorder AS f JOIN orders_order AS o ON o.id = f.order_id
WHERE f.site_id = %(site_id)s AND f.status = 'picked' AND f.carrier_code = %(carrier)s AND NOT f.cancel_requested
  AND (o.policy = 'ship_available' OR NOT EXISTS (
      SELECT FROM orders_orderline AS l WHERE l.order_id = o.id AND l.backordered > 0))
ORDER BY f.number
"""

_AT_THE_DOCK = """
SELECT s.id FROM shipping_shipment AS s
WHERE s.site_id = %(site_id)s AND s.status IN ('labelled', 'manifested') AND s.carrier_code = %(carrier)s
ORDER BY s.order_number, s.id
"""

_OPEN_MANIFESTS = """
SELECT id FROM shipping_manifest
WHERE site_id = %(site_id)s AND carrier_code = %(carrier)s AND status = 'open' AND cut_off_at <= %(now)s
ORDER BY cut_off_at
"""


def list_picked(*, site_id: UUID, carrier: str) -> list[UUID]:
    """Return fulfillment orders that wait to be packed; those that go complete wait for the rest of them."""
    return _list_ids(_PICKED, site_id=site_id, carrier=carrier)


def list_at_the_dock(*, site_id: UUID, carrier: str) -> list[UUID]:
    """Return shipments that a carrier will take, whichever service was chosen when they were packed."""
    return _list_ids(_AT_THE_DOCK, site_id=site_id, carrier=carrier)


def list_due_manifests(*, site_id: UUID, carrier: str, now: datetime) -> list[UUID]:
    """Return open manifests whose cut-off has come."""
    return _list_ids(_OPEN_MANIFESTS, site_id=site_id, carrier=carrier, now=now)


def _list_ids(sql: str, **parameters: object) -> list[UUID]:
    with transaction(Scope.operator()):
        return [id_ for (id_,) in rows.fetch_tuples(sql, parameters)]


_PUT_AWAYS = """
SELECT id FROM inbound_putawaytask
WHERE asn_id = %(asn_id)s AND status = 'open' AND to_location_id IS NOT NULL ORDER BY id
"""


def list_put_aways(*, asn_id: UUID) -> list[UUID]:
    """Return the tasks of a delivery that have a place to go to."""
    with transaction(Scope.operator()):
        return [row[0] for row in rows.fetch_tuples(_PUT_AWAYS, {"asn_id": asn_id})]
