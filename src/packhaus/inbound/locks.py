"""Every row lock of inbound: purchase orders, announced deliveries, doors, put-away tasks; then site stock, balances.

A site's receiving place is its door: who plans or confirms put-away holds it until commit, so that nobody else keeps
the same room. Claims do without.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.inbound.errors import AsnNotFound, PurchaseNotFound, PutAwayTaskNotFound, SketchNotFound
from packhaus.inbound.queries.put_away.waiting_goods import IS_MEANT
from packhaus.inbound.states import HOLDING
from packhaus.inventory.errors import UnknownLocation
from packhaus.kernel import rows
from packhaus.kernel.errors import ResourceBusy

_ASNS = """
SELECT a.id, a.merchant_id, a.site_id, a.number, a.status,
       (SELECT s.country FROM network_site AS s WHERE s.id = a.site_id), NOT a.is_announced, a.comes_from
FROM inbound_asn AS a WHERE a.id = ANY(%(ids)s::uuid[]) ORDER BY a.id FOR NO KEY UPDATE
"""

# The door after the delivery: its place is looked up by the row that is locked.
_DELIVERY = """
WITH asn AS MATERIALIZED (
    SELECT a.id, a.merchant_id, a.site_id, a.number, a.status, NOT a.is_announced AS is_unannounced, a.comes_from
    FROM inbound_asn AS a WHERE a.id = %(id)s FOR NO KEY UPDATE
), door AS MATERIALIZED (
    SELECT l.id FROM inventory_location AS l WHERE l.id = (
        SELECT x.id FROM inventory_location AS x
        WHERE x.site_id = (SELECT a.site_id FROM asn AS a) AND x.kind = 'receiving'
        ORDER BY x.walk_sequence, x.id LIMIT 1)
    FOR NO KEY UPDATE
)
SELECT a.id, a.merchant_id, a.site_id, a.number, a.status,
       (SELECT s.country FROM network_site AS s WHERE s.id = a.site_id), a.is_unannounced, a.comes_from,
       (SELECT d.id FROM door AS d)
FROM asn AS a
"""

_SKETCH = "SELECT merchant_id, asn_id FROM inbound_asnsketch WHERE id = %(id)s FOR NO KEY UPDATE"

_PURCHASES = """
SELECT o.id, o.merchant_id, o.number, o.status FROM inbound_purchaseorder AS o
WHERE o.id = ANY(%(ids)s::uuid[]) ORDER BY o.id FOR NO KEY UPDATE
"""

_DOORS = """
SELECT id, site_id FROM inventory_location WHERE id IN (
    SELECT DISTINCT ON (site_id) id FROM inventory_location
    WHERE site_id = ANY(%(site_ids)s::uuid[]) AND kind = 'receiving' ORDER BY site_id, walk_sequence, id
)
ORDER BY id FOR NO KEY UPDATE
"""

_DOCK = "SELECT id, code FROM inbound_dockdoor WHERE site_id = %(site_id)s ORDER BY id FOR NO KEY UPDATE"

_APPOINTMENTS = """
SELECT p.id, p.asn_id, p.slot_id, p.status, p.pallets, s.door_id, d.code, s.starts_at, s.ends_at, s.deliveries
FROM inbound_dockappointment AS p JOIN inbound_dockslot AS s ON s.id = p.slot_id
JOIN inbound_dockdoor AS d ON d.id = s.door_id
WHERE p.asn_id = ANY(%(asn_ids)s::uuid[]) AND p.status = ANY(%(holding)s::text[])
ORDER BY s.id, p.id FOR NO KEY UPDATE OF p, s
"""

# Deliveries that came, or come, with the newest truck of one of them.
_SHARING = """
SELECT DISTINCT o.asn_id FROM inbound_dockappointment AS o
WHERE o.status <> 'cancelled' AND o.slot_id = (
    SELECT p.slot_id FROM inbound_dockappointment AS p
    WHERE p.asn_id = %(asn_id)s AND p.status <> 'cancelled' ORDER BY p.booked_at DESC, p.id DESC LIMIT 1)
"""

_LOADS = """
SELECT p.id, p.asn_id, p.slot_id, p.status, s.door_id, d.code, s.starts_at, s.ends_at, p.arrived_at, p.docked_at,
       p.unloading_at, p.unloaded_at, p.departed_at
FROM inbound_dockappointment AS p JOIN inbound_dockslot AS s ON s.id = p.slot_id
JOIN inbound_dockdoor AS d ON d.id = s.door_id
WHERE p.asn_id = ANY(%(asn_ids)s::uuid[]) AND p.status <> 'cancelled' AND p.slot_id = (
    SELECT n.slot_id FROM inbound_dockappointment AS n
    WHERE n.asn_id = %(asn_id)s AND n.status <> 'cancelled' ORDER BY n.booked_at DESC, n.id DESC LIMIT 1)
ORDER BY p.id FOR NO KEY UPDATE OF p, s
"""

_TASK = """
SELECT id, merchant_id, site_id, asn_id, sku_id, lot_id, serial, condition, unit_id, quantity, from_location_id,
       to_location_id, status, claimed_by, cancel_reason
FROM inbound_putawaytask AS t
"""

_TASKS = _TASK + "WHERE id = ANY(%(ids)s::uuid[]) ORDER BY id FOR NO KEY UPDATE"

TASKS_OF_GOODS = f"""
{_TASK} WHERE asn_id = %(asn_id)s AND {IS_MEANT.format(unit="t.unit_id", sku="t.sku_id")} ORDER BY id FOR NO KEY UPDATE
"""
"""Locks a delivery's put-away tasks for some cartons and loose items, the door being locked: a part of a statement."""

_TASK_SITES = "SELECT DISTINCT site_id FROM inbound_putawaytask WHERE id = ANY(%(ids)s::uuid[])"


class LockedAsn(NamedTuple):
    """An announced delivery that nobody else changes until commit; the country is its site's."""

    id: UUID
    merchant_id: UUID
    site_id: UUID
    number: str
    status: str
    country: str
    is_unannounced: bool
    comes_from: str


def lock_asns(ids: Sequence[UUID]) -> list[LockedAsn]:
    """Lock announced deliveries, whose lines change only under this lock. Queries: 1. Raises: AsnNotFound."""
    found = [LockedAsn._make(row) for row in rows.fetch_tuples(_ASNS, {"ids": list(ids)})]
    if len(found) != len(set(ids)):
        raise AsnNotFound("there is no such announced delivery")
    return found


def lock_delivery(asn_id: UUID) -> tuple[LockedAsn, int]:
    """Lock a delivery and the door of its site, and return both. Queries: 1. Raises: AsnNotFound, UnknownLocation."""
    found = rows.fetch_tuples(_DELIVERY, {"id": asn_id})
    if not found:
        raise AsnNotFound("there is no such announced delivery")
    asn, door_id = LockedAsn._make(found[0][:-1]), found[0][-1]
    if door_id is None:
        raise UnknownLocation("the site has no receiving location", site=asn.site_id, kind="receiving")
    return asn, door_id


def lock_sketch(sketch_id: UUID) -> tuple[UUID, UUID | None]:
    """Lock a begun announcement; return its merchant and the delivery it became. Queries: 1. Raises: SketchNotFound."""
    found = rows.fetch_tuples(_SKETCH, {"id": sketch_id})
    if not found:
        raise SketchNotFound("there is no such begun announcement")
    merchant_id, asn_id = found[0]
    return merchant_id, asn_id


class LockedPurchase(NamedTuple):
    """A purchase order that nobody else changes until commit."""

    id: UUID
    merchant_id: UUID
    number: str
    status: str


def lock_purchases(ids: Sequence[UUID]) -> list[LockedPurchase]:
    """Lock purchase orders, whose lines change only under this lock. Queries: 1. Raises: PurchaseNotFound."""
    found = [LockedPurchase._make(row) for row in rows.fetch_tuples(_PURCHASES, {"ids": list(ids)})]
    if len(found) != len(set(ids)):
        raise PurchaseNotFound("there is no such purchase order")
    return found


class LockedTask(NamedTuple):
    """A put-away task that nobody else changes until commit."""

    id: UUID
    merchant_id: UUID
    site_id: UUID
    asn_id: UUID
    sku_id: UUID | None
    lot_id: int | None
    serial: str
    condition: str
    unit_id: UUID | None
    quantity: int
    from_location_id: int
    to_location_id: int | None
    status: str
    claimed_by: UUID | None
    cancel_reason: str


def lock_doors(site_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Lock the doors of sites and return them by site: room is kept and taken only under this lock. Queries: 1."""
    return {site_id: id_ for id_, site_id in rows.fetch_tuples(_DOORS, {"site_ids": list(site_ids)})}


def lock_door(site_id: UUID) -> int:
    """Lock the door of a site and return it. Queries: 1. Raises: UnknownLocation when it has none."""
    doors = lock_doors([site_id])
    if site_id not in doors:
        raise UnknownLocation("the site has no receiving location", site=site_id, kind="receiving")
    return doors[site_id]


def lock_dock(site_id: UUID) -> dict[int, str]:
    """Lock the doors at which a site's trucks stand and return their codes: slots change only so. Queries: 1."""
    return dict(rows.fetch_tuples(_DOCK, {"site_id": site_id}))


class LockedAppointment(NamedTuple):
    """An appointment that keeps a door, of a delivery that is locked."""

    id: UUID
    asn_id: UUID
    slot_id: UUID
    status: str
    pallets: int
    door_id: int
    door_code: str
    starts_at: datetime
    ends_at: datetime
    deliveries: int


class LockedLoad(NamedTuple):
    """What the truck of a delivery, which is locked, has done so far; also one that is gone or did not come."""

    id: UUID
    asn_id: UUID
    slot_id: UUID
    status: str
    door_id: int
    door_code: str
    starts_at: datetime
    ends_at: datetime
    arrived_at: datetime | None
    docked_at: datetime | None
    unloading_at: datetime | None
    unloaded_at: datetime | None
    departed_at: datetime | None


class LockedTruck(NamedTuple):
    """A delivery, and what keeps the door of its truck: its own appointment first, then those of what comes with it.

    Without `loads` no door is kept. A merchant sees its own deliveries only.
    """

    asn: LockedAsn
    asns: dict[UUID, LockedAsn]
    loads: list[LockedAppointment]

    @property
    def own(self) -> LockedAppointment | None:
        """The delivery's own appointment."""
        return self.loads[0] if self.loads else None

    @property
    def is_mixed(self) -> bool:
        """Tell whether somebody else's deliveries come with it."""
        return bool(self.loads) and self.loads[0].deliveries > len(self.loads)


def lock_truck(asn_id: UUID, *, besides: Sequence[UUID] = ()) -> LockedTruck:
    """Lock a delivery with everything that comes with it and the appointments that keep the door, and others besides.

    Nobody joins a truck without the lock of each of its deliveries. Queries: 4. Raises: AsnNotFound, ResourceBusy.
    """
    asns = _lock_sharing(asn_id, besides)
    known = lock_appointments(list(asns))
    own = known.get(asn_id)
    mates = [one for one in known.values() if own and one.slot_id == own.slot_id and one.asn_id != asn_id]
    return LockedTruck(asns[asn_id], asns, [own, *mates] if own else [])


def lock_loads(asn_id: UUID) -> tuple[dict[UUID, LockedAsn], list[LockedLoad]]:
    """Lock what came with the newest truck of a delivery, its own load first. Queries: 4. Raises: as `lock_truck`."""
    asns = _lock_sharing(asn_id, ())
    told = rows.fetch_tuples(_LOADS, {"asn_id": asn_id, "asn_ids": list(asns)})
    loads = sorted(map(LockedLoad._make, told), key=lambda one: one.asn_id != asn_id)
    return asns, loads


def _lock_sharing(asn_id: UUID, besides: Sequence[UUID]) -> dict[UUID, LockedAsn]:
    wanted = {asn_id, *besides} | _list_sharing(asn_id)
    found = {one.id: one for one in lock_asns(sorted(wanted))}
    if not _list_sharing(asn_id) <= wanted:
        raise ResourceBusy("a delivery was put on the truck meanwhile")
    return found


def _list_sharing(asn_id: UUID) -> set[UUID]:
    return {found for (found,) in rows.fetch_tuples(_SHARING, {"asn_id": asn_id})}


def lock_appointments(asn_ids: Sequence[UUID]) -> dict[UUID, LockedAppointment]:
    """Lock the appointments of deliveries that keep a door, and return them by delivery. Queries: 1."""
    found = rows.fetch_tuples(_APPOINTMENTS, {"asn_ids": list(asn_ids), "holding": list(HOLDING)})
    return {one.asn_id: one for one in map(LockedAppointment._make, found)}


def lock_tasks(ids: Sequence[UUID]) -> list[LockedTask]:
    """Lock put-away tasks, after the doors of their sites. Queries: 3. Raises: PutAwayTaskNotFound."""
    sites = [site_id for (site_id,) in rows.fetch_tuples(_TASK_SITES, {"ids": list(ids)})]
    lock_doors(sites)
    found = [LockedTask._make(row) for row in rows.fetch_tuples(_TASKS, {"ids": list(ids)})]
    if len(found) != len(set(ids)):
        raise PutAwayTaskNotFound("there is no such put-away task")
    return found


def find_task(task_id: UUID) -> LockedTask | None:
    """Return a put-away task as it is, without its lock. Queries: 1."""
    found = rows.fetch_tuples(_TASK + "WHERE id = %(id)s", {"id": task_id})
    return LockedTask._make(found[0]) if found else None
