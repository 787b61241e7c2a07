"""Pallets and cartons move with all they hold, into each other and out again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.inventory import locks
from packhaus.inventory.errors import UnitInItself, UnknownUnit
from packhaus.inventory.queries.balances import BalanceRow, list_held
from packhaus.inventory.queries.nested_units import DEEPEST, WITHIN
from packhaus.inventory.queries.rules import get_location_facts
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.services.lose import book_loss, give_way
from packhaus.inventory.types import Move
from packhaus.kernel import rows

# What a unit stands in is locked before what stands in it is looked for: who puts a carton onto a pallet locks the
# pallet and all that is around it, too.
_AROUND = f"""
WITH RECURSIVE around AS (
    SELECT u.id, u.parent_id, 0 AS depth FROM inventory_handlingunit AS u WHERE u.id = ANY(%(unit_ids)s::uuid[])
    UNION ALL
    SELECT u.id, u.parent_id, a.depth + 1 FROM inventory_handlingunit AS u JOIN around AS a ON u.id = a.parent_id
    WHERE a.depth < {DEEPEST}
)
SELECT u.id FROM inventory_handlingunit AS u WHERE u.id IN (SELECT id FROM around) {locks.UNITS_IN_ORDER}
"""  # noqa: S608 - constants

_WITHIN = f"""{WITHIN}
SELECT u.id FROM inventory_handlingunit AS u WHERE u.id IN (SELECT id FROM within) {locks.UNITS_IN_ORDER}
"""  # noqa: S608 - constants

_ROOTS = """
SELECT u.id, u.location_id FROM inventory_handlingunit AS u WHERE u.id = ANY(%(ids)s::uuid[]) AND u.is_open
"""

_PLACE = """
UPDATE inventory_handlingunit AS u
SET location_id = %(location_id)s,
    parent_id = CASE WHEN u.id = ANY(%(root_ids)s::uuid[]) THEN %(parent_id)s::uuid ELSE u.parent_id END
WHERE u.id = ANY(%(ids)s::uuid[])
"""


class Moved(NamedTuple):
    """Units of a balance that went to a place, onto a unit or loose; `along` of them with their allocation."""

    balance_id: int
    quantity: int
    along: int
    location_id: int
    unit_id: UUID | None


def move_units(
    *,
    scope: Scope,
    unit_ids: Sequence[UUID],
    to_location_id: int,
    to_unit_id: UUID | None = None,
    loose: Mapping[int, int] | None = None,
    along: Mapping[int, int] | None = None,
    now: datetime,
    actor: Actor,
) -> list[Moved]:
    """Move cartons and pallets with all they hold, and loose units by balance, to a place or into another unit.

    With `to_unit_id` they stand in that unit, which gives the place; without it they stand in none. What is nested in
    them stays nested. `along`: units of a balance's allocation that travel; the caller addresses them anew. Where goods
    stop being on hand, promises give way as for a loss.
    Locks: units, outermost too, then site_stock, balances. Queries: 9, however many units nest and however deep.
    Raises: UnknownUnit, UnitInItself, UnknownLocation, ShortBalance when units are allocated that do not travel.
    """

    def book() -> list[Moved]:
        place_id = _lock(unit_ids, to_unit_id, to_location_id)
        within = _list_ids(_WITHIN, list(unit_ids)) if unit_ids else []
        if to_unit_id in within:
            raise UnitInItself("a unit cannot stand in itself", unit_id=to_unit_id)
        held = list_held(unit_ids=within, balance_ids=list(loose or {}))
        moved = _move(held, loose or {}, along or {}, place_id, to_unit_id, now, actor)
        if within:
            rows.execute(
                _PLACE,
                {"location_id": place_id, "root_ids": list(unit_ids), "parent_id": to_unit_id, "ids": within},
            )
        return moved

    return book_loss(scope=scope, book=book)


def _lock(unit_ids: Sequence[UUID], to_unit_id: UUID | None, to_location_id: int) -> int:
    """Lock the units and what is around them; return where the target stands."""
    named = {*unit_ids, *([to_unit_id] if to_unit_id else [])}
    if not named:
        return to_location_id
    _list_ids(_AROUND, list(named))
    places = dict(rows.fetch_tuples(_ROOTS, {"ids": list(named)}))
    if missing := named - places.keys():
        raise UnknownUnit("no such carton, pallet or tote is open", units=sorted(map(str, missing)))
    return int(places[to_unit_id]) if to_unit_id else to_location_id


def _list_ids(sql: str, ids: list[UUID]) -> list[UUID]:
    return [id_ for (id_,) in rows.fetch_tuples(sql, {"unit_ids": ids})]


def _move(
    held: Sequence[BalanceRow],
    loose: Mapping[int, int],
    along: Mapping[int, int],
    place_id: int,
    to_unit_id: UUID | None,
    now: datetime,
    actor: Actor,
) -> list[Moved]:
    target = get_location_facts([place_id])[place_id]
    moved = []
    for balance in held:
        units = loose.get(balance.id, balance.on_hand)
        unit_id = to_unit_id if balance.id in loose else balance.handling_unit_id
        if balance.location_id == place_id and balance.handling_unit_id == unit_id:
            continue
        if balance.counts and not target.counts_as_on_hand:
            give_way(balance=balance, units=units, now=now, actor=actor)
        moved.append((balance, Moved(balance.id, units, along.get(balance.id, 0), place_id, unit_id)))
    if moved:
        record_movements(
            moves=[_as_move(balance, one) for balance, one in moved],
            reason="move",
            document_kind="unit",
            document_id=str(to_unit_id or place_id),
            happened_at=now,
            actor=actor,
        )
    return [one for _, one in moved]


def _as_move(balance: BalanceRow, moved: Moved) -> Move:
    move = balance.as_move(
        quantity=moved.quantity, to_location_id=moved.location_id, to_condition=balance.condition
    )
    return replace(move, to_unit_id=moved.unit_id, allocated=moved.along)
