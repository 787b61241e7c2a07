"""Somebody moves goods on the floor; what orders were allocated of them comes along, or needs a lead."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.queries.nested_units import WITHIN
from packhaus.inventory.services.claims import leave_work
from packhaus.inventory.services.move_units import Moved, move_units
from packhaus.journal.services.scans import take_scan
from packhaus.kernel import rows
from packhaus.outbound.errors import GoodsAllocated
from packhaus.outbound.services.replenish.travel import (
    Readdress,
    Traveller,
    Travels,
    lock_travellers,
    readdress,
)
from packhaus.outbound.services.stop import release_allocations

# Off the shelf an allocation has no row of its own: it has travelled with its units already and goes on doing so.
_ALLOCATED = f"""{WITHIN}
SELECT b.id, b.on_hand, b.allocated, l.can_be_allocated, l.code
FROM inventory_balance AS b JOIN inventory_location AS l ON l.id = b.location_id
WHERE b.allocated > 0 AND (b.handling_unit_id IN (SELECT id FROM within) OR b.id = ANY(%(balance_ids)s::bigint[]))
ORDER BY b.id
"""  # noqa: S608 - constants

# Whatever has no right place is refused later, by the move itself.
_IS_PICKED_FROM = """
SELECT coalesce((
    SELECT l.can_be_allocated AND NOT l.is_blocked FROM inventory_location AS l
    WHERE l.id = coalesce((SELECT u.location_id FROM inventory_handlingunit AS u WHERE u.id = %(unit_id)s::uuid),
                          %(location_id)s::bigint)), false)
"""

_HOLDERS = """
SELECT DISTINCT w.number, coalesce(w.cut_off_at::text, '') FROM outbound_allocation AS a
JOIN outbound_wave AS w ON w.id = a.wave_id
WHERE a.balance_id = ANY(%(ids)s::bigint[]) AND a.quantity > a.picked ORDER BY 1 LIMIT 5
"""


@dataclass(frozen=True, slots=True)
class Haul:
    """What is moved: units with all they hold, loose units by balance; to a place, or into another unit.

    `claim` is the key of the person's own claim that ends with it.
    """

    to_location_id: int
    unit_ids: Sequence[UUID] = ()
    loose: Mapping[int, int] = field(default_factory=dict)
    to_unit_id: UUID | None = None
    claim: str = ""


@again_when_busy
def haul_goods(
    *, haul: Haul, is_lead: bool, device: str = "", client_id: str = "", now: datetime, actor: Actor
) -> list[Moved]:
    """Move goods with the allocations that can travel; a lead takes along those that pickers are on the way for, too.

    Where nobody picks, none can: with a lead they are allocated in other bins at once, with new stops, or wait again.
    The same scan twice is once, and answers that nothing moved. Locks: orders and walks of what travels, units,
    balances. Queries: 11 and those of the orders that travel, whatever moves; 1 more with a claim.
    Raises: GoodsAllocated naming the waves, UnknownUnit, UnitInItself, ShortBalance.
    """
    with transaction(Scope.operator()):
        target = str(haul.to_unit_id or haul.to_location_id)
        if not take_scan(device=device, client_id=client_id, operation="move", document_id=target):
            return []
        along, chosen = _choose_along(haul, is_lead=is_lead, now=now, actor=actor)
        moved = move_units(
            scope=Scope.operator(), unit_ids=haul.unit_ids, to_location_id=haul.to_location_id,
            to_unit_id=haul.to_unit_id, loose=haul.loose, along=along, now=now, actor=actor,
        )  # fmt: skip
        where = {one.balance_id: one for one in moved}
        readdress(
            [
                Readdress(
                    one.id, one.balance_id, where[one.balance_id].location_id, where[one.balance_id].unit_id
                )
                for one in chosen
                if one.balance_id in where
            ]
        )
        if haul.claim:
            leave_work(kind="move", key=haul.claim, person_id=UUID(actor.id), now=now)
        return moved


def _choose_along(
    haul: Haul, *, is_lead: bool, now: datetime, actor: Actor
) -> tuple[dict[int, int], list[Traveller]]:
    parameters = {"unit_ids": list(haul.unit_ids), "balance_ids": list(haul.loose)}
    found = rows.fetch_tuples(_ALLOCATED, parameters)
    if any(row[3] for row in found) and not _is_picked_from(haul):
        return _give_way(found, haul, is_lead=is_lead, now=now, actor=actor), []
    shelved = [id_ for id_, _, _, can_be_allocated, _ in found if can_be_allocated]
    by_balance: defaultdict[int, list[Traveller]] = defaultdict(list)
    for one in lock_travellers(shelved, Travels.ALL if is_lead else Travels.UNCLAIMED) if shelved else []:
        by_balance[one.balance_id].append(one)
    along: dict[int, int] = {}
    chosen: list[Traveller] = []
    for id_, on_hand, allocated, can_be_allocated, code in found:
        units = haul.loose.get(id_, on_hand)
        excess = units - (on_hand - allocated)
        if not can_be_allocated:
            along[id_] = max(excess, 0)
        elif excess > 0:
            own = _cover(by_balance[id_], excess, units)
            if own is None:
                raise _refusal(shelved, code)
            chosen += own
            along[id_] = sum(one.quantity for one in own)
    return along, chosen


def _is_picked_from(haul: Haul) -> bool:
    target = {"unit_id": haul.to_unit_id, "location_id": haul.to_location_id}
    return bool(rows.fetch_value(_IS_PICKED_FROM, target))


def _give_way(
    found: Sequence[tuple[Any, ...]], haul: Haul, *, is_lead: bool, now: datetime, actor: Actor
) -> dict[int, int]:
    """Let orders find other units for those that go where nobody picks; what is off the shelf already travels on."""
    along: dict[int, int] = {}
    for id_, on_hand, allocated, can_be_allocated, code in found:
        excess = haul.loose.get(id_, on_hand) - (on_hand - allocated)
        if not can_be_allocated:
            along[id_] = max(excess, 0)
        elif excess > 0 and not is_lead:
            raise _refusal([row[0] for row in found], code)
        elif excess > 0:
            release_allocations(balance_id=id_, units=excess, now=now, actor=actor)
    return along


def _cover(travellers: Sequence[Traveller], excess: int, most: int) -> list[Traveller] | None:
    """Choose whole allocations of at least `excess` and at most `most` units, or None where that cannot be."""
    chosen: list[Traveller] = []
    left = most
    for one in sorted(travellers, key=lambda one: (-one.quantity, one.id)):
        if excess > 0 and one.quantity <= left:
            chosen.append(one)
            excess -= one.quantity
            left -= one.quantity
    return chosen if excess <= 0 else None


def _refusal(balance_ids: Sequence[int], code: str) -> GoodsAllocated:
    waves = rows.fetch_tuples(_HOLDERS, {"ids": list(balance_ids)})
    numbers = [number for number, _ in waves]
    return GoodsAllocated(
        f"units in {code} are allocated to {', '.join(numbers)}, and pickers are on the way",
        location=code,
        waves=numbers,
    )
