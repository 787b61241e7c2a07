"""Every row lock of outbound but those of slotting, after the orders': waves, batches, then stock."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.outbound.errors import BatchNotFound, WallNotFound, WaveNotFound, WorkOrderNotFound
from packhaus.outbound.types import PickScan

# Orders first: everything that changes a line's counters waits for them. Tasks and allocations are locked as well, so
# that a scan which had to wait sees what the other one left. Six relations: with two more, planning took longer than
# all the rest of a scan.
_STOPS = """
SELECT n.place, t.id, t.batch_id, t.slot, t.status, t.quantity, t.picked, t.merchant_id, t.fulfillment_id,
       t.fulfillment_line_id, t.allocation_id, t.location_id, t.sku_id, a.line_id, a.wave_id, a.balance_id, f.order_id,
       f.site_id, s.tote_id,
       EXISTS (SELECT FROM outbound_scan AS d WHERE d.device = n.device AND d.client_id = n.client_id)
FROM unnest(%(task_ids)s::bigint[], %(devices)s::text[], %(client_ids)s::text[]) WITH ORDINALITY
     AS n(task_id, device, client_id, place)
JOIN outbound_picktask AS t ON t.id = n.task_id
JOIN orders_fulfillmentorder AS f ON f.id = t.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
JOIN outbound_allocation AS a ON a.id = t.allocation_id
JOIN outbound_batchslot AS s ON s.fulfillment_id = f.id
ORDER BY o.id, t.id, n.place FOR NO KEY UPDATE OF o, t, a
"""

_FREE_UNITS = """
SELECT site_id, on_hand - promised - held - safety FROM inventory_sitestock
WHERE sku_id = %(sku_id)s AND owner_id = merchant_id AND site_id = ANY(%(site_ids)s::uuid[])
ORDER BY sku_id, site_id, id FOR NO KEY UPDATE
"""

_WAVE = "SELECT number, site_id, status FROM outbound_wave WHERE id = %(id)s FOR NO KEY UPDATE"

_BATCH = "SELECT status, picker_id, number FROM outbound_pickbatch WHERE id = %(id)s FOR NO KEY UPDATE"

_WALL = "SELECT location_id FROM outbound_putwall WHERE id = %(id)s FOR NO KEY UPDATE"

_WAVES = "SELECT id FROM outbound_wave WHERE id = ANY(%(ids)s::uuid[]) ORDER BY id FOR NO KEY UPDATE"

_BATCHES = "SELECT id FROM outbound_pickbatch WHERE id = ANY(%(ids)s::uuid[]) ORDER BY id FOR NO KEY UPDATE"

_NEXT_BATCHES = """
SELECT id FROM outbound_pickbatch WHERE wave_id = %(wave_id)s AND status = 'open' AND method <> 'zone'
ORDER BY rank, id LIMIT %(count)s FOR NO KEY UPDATE SKIP LOCKED
"""

# An emptied tote stays where it was unpacked until somebody takes it.
_EMPTY_TOTES = """
SELECT u.id, u.code FROM inventory_handlingunit AS u
WHERE u.location_id IN (
    SELECT p.id FROM inventory_location AS t JOIN inventory_location AS p ON p.site_id = t.site_id
    WHERE t.id = %(location_id)s AND (p.id = t.id OR p.kind = 'packing')
  ) AND u.kind = 'tote' AND u.is_open AND u.merchant_id IS NULL
ORDER BY u.code LIMIT %(count)s FOR UPDATE OF u SKIP LOCKED
"""

_NAMED_TOTES = """
SELECT id, code, merchant_id IS NULL AND kind = 'tote' FROM inventory_handlingunit
WHERE code = ANY(%(codes)s::text[]) AND is_open ORDER BY code FOR UPDATE
"""

_TOTES_TO_SWAP = """
SELECT u.id, u.code, u.merchant_id IS NULL AND NOT EXISTS (
    SELECT FROM inventory_balance AS b WHERE b.handling_unit_id = u.id
)
FROM inventory_handlingunit AS u
JOIN inventory_location AS l ON l.id = u.location_id AND l.site_id = %(site_id)s
WHERE u.kind = 'tote' AND u.is_open AND (u.code = %(code)s OR u.id = %(own_id)s)
ORDER BY u.code FOR UPDATE OF u
"""

_SITE_STOCK = """
SELECT s.id FROM inventory_sitestock AS s
JOIN (SELECT DISTINCT sku_id, site_id FROM unnest(%(sku_ids)s::uuid[], %(site_ids)s::uuid[]) AS k(sku_id, site_id))
  AS k USING (sku_id, site_id)
WHERE s.owner_id = s.merchant_id ORDER BY s.sku_id, s.site_id, s.id FOR NO KEY UPDATE OF s
"""

# Packaging has no serials: a carton is none's own.
_FREE_BALANCES = """
WITH stock AS MATERIALIZED (
    SELECT s.sku_id, s.site_id, s.owner_id, s.on_hand - s.promised - s.held AS free
    FROM inventory_sitestock AS s
    JOIN (SELECT DISTINCT sku_id, site_id FROM unnest(%(sku_ids)s::uuid[], %(site_ids)s::uuid[]) AS k(sku_id, site_id))
      AS k USING (sku_id, site_id)
    ORDER BY s.sku_id, s.site_id, s.id FOR NO KEY UPDATE OF s
), bin AS MATERIALIZED (
    SELECT b.id, b.merchant_id, b.sku_id, b.location_id, b.owner_id, b.lot_id, b.handling_unit_id,
           b.on_hand - b.allocated AS free
    FROM inventory_balance AS b
    WHERE b.sku_id IN (SELECT sku_id FROM stock) AND b.condition = 'sellable' AND b.serial IS NULL
      AND b.on_hand > b.allocated
    ORDER BY b.id FOR NO KEY UPDATE OF b
)
SELECT b.merchant_id, b.sku_id, l.site_id, b.owner_id, b.location_id, b.lot_id, b.handling_unit_id AS unit_id, b.free,
       k.free AS site_free
FROM bin AS b
JOIN inventory_location AS l ON l.id = b.location_id AND l.counts_as_on_hand
JOIN stock AS k ON k.sku_id = b.sku_id AND k.site_id = l.site_id AND k.owner_id = b.owner_id
ORDER BY b.sku_id, l.site_id, l.kind = 'packing' DESC, l.kind = 'pick_face' DESC, b.id
"""

_STOCK_EVERYWHERE = """
SELECT s.id FROM inventory_sitestock AS s WHERE s.sku_id = ANY(%(sku_ids)s::uuid[]) AND s.owner_id = s.merchant_id
ORDER BY s.sku_id, s.site_id, s.id FOR NO KEY UPDATE
"""

_BINS_OF = """
SELECT b.id FROM inventory_balance AS b
WHERE b.id = ANY(%(balance_ids)s::bigint[])
   OR b.sku_id = ANY(%(sku_ids)s::uuid[]) AND (
        SELECT l.site_id = ANY(%(site_ids)s::uuid[]) AND (l.can_be_allocated OR l.kind = 'quarantine')
        FROM inventory_location AS l WHERE l.id = b.location_id)
ORDER BY b.id FOR NO KEY UPDATE
"""

_FACES = """
SELECT id FROM outbound_pickface
WHERE site_id = %(site_id)s AND (%(sku_ids)s::uuid[] IS NULL OR sku_id = ANY(%(sku_ids)s::uuid[]))
ORDER BY id FOR NO KEY UPDATE
"""

_REPLENISHMENTS = """
SELECT t.id, t.merchant_id, t.site_id, t.sku_id, t.balance_id, t.from_location_id, t.to_location_id, t.quantity,
       t.status, t.claimed_by, s.code, f.code
FROM outbound_replenishmenttask AS t
JOIN inventory_location AS s ON s.id = t.from_location_id
JOIN inventory_location AS f ON f.id = t.to_location_id
WHERE t.id = ANY(%(ids)s::bigint[]) ORDER BY t.id FOR NO KEY UPDATE OF t
"""

# Both ends at once, in order: the ledger locks them again next.
_SOURCES = """
SELECT b.id, b.location_id, b.sku_id, b.owner_id, b.lot_id, b.serial, b.handling_unit_id, b.on_hand, b.allocated
FROM inventory_balance AS b
WHERE b.id = ANY(%(balance_ids)s::bigint[])
   OR b.location_id = ANY(%(location_ids)s::bigint[]) AND b.sku_id = ANY(%(sku_ids)s::uuid[])
ORDER BY b.id FOR NO KEY UPDATE
"""


class ReplenishmentRow(NamedTuple):
    """A task of replenishment, locked."""

    id: int
    merchant_id: UUID
    site_id: UUID
    sku_id: UUID
    balance_id: int
    from_location_id: int
    to_location_id: int
    quantity: int
    status: str
    claimed_by: UUID | None
    source_code: str
    face_code: str


class SourceRow(NamedTuple):
    """A balance that units are taken from or brought to, locked."""

    id: int
    location_id: int
    sku_id: UUID
    owner_id: UUID
    lot_id: int | None
    serial: str | None
    unit_id: UUID | None
    on_hand: int
    allocated: int


_WORK_ORDER = """
SELECT id, number, merchant_id, site_id, kind, sku_id, quantity - done, to_location_id, status
FROM outbound_workorder WHERE number = %(number)s FOR NO KEY UPDATE
"""


class WorkRow(NamedTuple):
    """A work order with how many units of it are left."""

    id: UUID
    number: str
    merchant_id: UUID
    site_id: UUID
    kind: str
    sku_id: UUID
    left: int
    to_location_id: int
    status: str


class FreeBalance(NamedTuple):
    """Units in one place that nobody has, and how many of its owner's at the site are promised and held by nobody."""

    merchant_id: UUID
    sku_id: UUID
    site_id: UUID
    owner_id: UUID
    location_id: int
    lot_id: int | None
    unit_id: UUID | None
    free: int
    site_free: int


class StopRow(NamedTuple):
    """One scan's stop: where from, where to, for whom, and how far it is."""

    place: int
    task_id: int
    batch_id: UUID
    slot: int
    status: str
    quantity: int
    picked: int
    merchant_id: UUID
    fulfillment_id: UUID
    fulfillment_line_id: int
    allocation_id: int
    location_id: int
    sku_id: UUID
    line_id: int
    wave_id: UUID
    balance_id: int
    order_id: UUID
    site_id: UUID
    tote_id: UUID
    is_repeat: bool


def lock_stops(scans: Sequence[PickScan]) -> dict[int, StopRow]:
    """Lock what the scans name and return it by the scan's place, from 1. Queries: 1."""
    found = rows.fetch_tuples(
        _STOPS,
        {
            "task_ids": [scan.task_id for scan in scans],
            "devices": [scan.device for scan in scans],
            "client_ids": [scan.client_id for scan in scans],
        },
    )
    return {row[0]: StopRow._make(row) for row in found}


def lock_free_units(*, sku_id: UUID, site_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Lock a SKU's stock at sites and return what each could promise. Queries: 1."""
    return dict(rows.fetch_tuples(_FREE_UNITS, {"sku_id": sku_id, "site_ids": list(site_ids)}))


def lock_wave(wave_id: UUID) -> tuple[str, UUID, str]:
    """Lock a wave and return its number, site and status. Queries: 1. Raises: WaveNotFound."""
    found = rows.fetch_tuples(_WAVE, {"id": wave_id})
    if not found:
        raise WaveNotFound("there is no such wave", wave_id=wave_id)
    number, site_id, status = found[0]
    return number, site_id, status


def lock_wall(wall_id: UUID) -> int:
    """Lock a wall and return where it stands: who sorts there takes turns. Queries: 1. Raises: WallNotFound."""
    found = rows.fetch_tuples(_WALL, {"id": wall_id})
    if not found:
        raise WallNotFound("there is no such wall", wall_id=wall_id)
    return int(found[0][0])


def lock_waves(wave_ids: Sequence[UUID]) -> None:
    """Lock waves. Queries: 1."""
    rows.fetch_tuples(_WAVES, {"ids": list(wave_ids)})


def lock_next_batches(*, wave_id: UUID, count: int) -> list[UUID]:
    """Claim up to so many open walks of a wave, in turn, that nobody else is claiming. Queries: 1."""
    found = rows.fetch_tuples(_NEXT_BATCHES, {"wave_id": wave_id, "count": count})
    return [id_ for (id_,) in found]


def lock_batches(batch_ids: Sequence[UUID]) -> None:
    """Lock walks. Queries: 1."""
    rows.fetch_tuples(_BATCHES, {"ids": list(batch_ids)})


def lock_batch(batch_id: UUID) -> tuple[str, UUID | None, str]:
    """Lock a batch and return its status, picker and number. Queries: 1. Raises: BatchNotFound."""
    found = rows.fetch_tuples(_BATCH, {"id": batch_id})
    if not found:
        raise BatchNotFound("there is no such batch", batch_id=batch_id)
    status, picker_id, number = found[0]
    return status, picker_id, number


def claim_empty_totes(*, location_id: int, count: int) -> list[tuple[UUID, str]]:
    """Claim up to so many empty totes that nobody else is claiming. Queries: 1."""
    found = rows.fetch_tuples(_EMPTY_TOTES, {"location_id": location_id, "count": count})
    return [(id_, code) for id_, code in found]


def lock_named_totes(codes: Sequence[str]) -> list[tuple[UUID, str, bool]]:
    """Lock the open units of these codes; the last field says that it is an empty tote. Queries: 1."""
    found = rows.fetch_tuples(_NAMED_TOTES, {"codes": list(codes)})
    return [(id_, code, is_empty) for id_, code, is_empty in found]


def lock_totes_to_swap(*, site_id: UUID, own_id: UUID, code: str) -> list[tuple[UUID, str, bool]]:
    """Lock a slot's tote and the one of this code at the site; the last field says that it is empty. Queries: 1."""
    found = rows.fetch_tuples(_TOTES_TO_SWAP, {"site_id": site_id, "own_id": own_id, "code": code})
    return [(id_, name, is_empty) for id_, name, is_empty in found]


def lock_site_stock(keys: Sequence[tuple[UUID, UUID]]) -> None:
    """Lock the stock of (SKU, site) pairs for what changes them one after the other. Queries: 1."""
    parameters = {"sku_ids": [sku_id for sku_id, _ in keys], "site_ids": [site_id for _, site_id in keys]}
    rows.fetch_tuples(_SITE_STOCK, parameters)


def lock_work_order(number: str) -> WorkRow:
    """Lock a work order. Queries: 1. Raises: WorkOrderNotFound."""
    found = rows.fetch_tuples(_WORK_ORDER, {"number": number})
    if not found:
        raise WorkOrderNotFound("there is no such work order", number=number)
    return WorkRow._make(found[0])


def lock_free_balances(*, keys: Sequence[tuple[UUID, UUID]]) -> list[FreeBalance]:
    """Lock (SKU, site) pairs with their places, and return these, packing places first. Queries: 1."""
    parameters = {"sku_ids": [sku_id for sku_id, _ in keys], "site_ids": [site_id for _, site_id in keys]}
    return [FreeBalance._make(row) for row in rows.fetch_tuples(_FREE_BALANCES, parameters)]


def lock_stock_everywhere(*, sku_ids: Sequence[UUID]) -> None:
    """Lock the stock of SKUs at every site: where units are missing, another may have to send them. Queries: 1."""
    rows.fetch_tuples(_STOCK_EVERYWHERE, {"sku_ids": list(sku_ids)})


def lock_bins_of(*, keys: Sequence[tuple[UUID, UUID]], balance_ids: Sequence[int]) -> None:
    """Lock these balances and every bin of (SKU, site) pairs that may be picked from instead. Queries: 1."""
    parameters = {
        "balance_ids": list(balance_ids),
        "sku_ids": [sku_id for sku_id, _ in keys],
        "site_ids": [site_id for _, site_id in keys],
    }
    rows.fetch_tuples(_BINS_OF, parameters)


def lock_faces(*, site_id: UUID, sku_ids: Sequence[UUID] | None) -> int:
    """Lock the pick faces of SKUs (all, when None) so that only one plans them; return how many. Queries: 1."""
    parameters = {"site_id": site_id, "sku_ids": None if sku_ids is None else list(sku_ids)}
    return len(rows.fetch_tuples(_FACES, parameters))


def lock_replenishments(task_ids: Sequence[int]) -> dict[int, ReplenishmentRow]:
    """Lock tasks of replenishment and return them by id. Queries: 1."""
    found = rows.fetch_tuples(_REPLENISHMENTS, {"ids": list(task_ids)})
    return {row[0]: ReplenishmentRow._make(row) for row in found}


def lock_sources(
    *, balance_ids: Sequence[int], location_ids: Sequence[int], sku_ids: Sequence[UUID]
) -> dict[int, SourceRow]:
    """Lock balances and what lies at the places their units go to. Queries: 1."""
    parameters = {
        "balance_ids": list(balance_ids),
        "location_ids": list(location_ids),
        "sku_ids": list(sku_ids),
    }
    return {row[0]: SourceRow._make(row) for row in rows.fetch_tuples(_SOURCES, parameters)}
