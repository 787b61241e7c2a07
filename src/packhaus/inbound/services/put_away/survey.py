"""All that a put-away plan asks, in one look at the door: what came, who has it in hand, and where there is room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from packhaus.decide.putaway.types import Bin, Rule
from packhaus.inbound.locks import TASKS_OF_GOODS, LockedTask
from packhaus.inbound.queries.put_away.places import PLACES, TARGET_KINDS, read_place
from packhaus.inbound.queries.put_away.rules import RULES
from packhaus.inbound.queries.put_away.waited_for import WAITED_FOR
from packhaus.inbound.queries.put_away.waiting_goods import WAITING_GOODS, WaitingGoods
from packhaus.kernel import rows

# Beside one place for each load, these many: full ones are skipped.
_SPARE_PLACES = 100
_LAST = UUID(int=2**128 - 1)
_TASK_IDS = [
    LockedTask._fields.index(name)
    for name in ("id", "merchant_id", "site_id", "asn_id", "sku_id", "unit_id", "claimed_by")
]


def _ask_of_plan(question: str) -> str:
    """Return a question about the items of a plan, and without its own open tasks."""
    return (
        question.replace("%(sku_ids)s::uuid[]", "ARRAY(SELECT i.sku_id FROM item AS i)")
        .replace("%(without)s::uuid[]", "ARRAY(SELECT x.id FROM task AS x WHERE x.status = 'open')")
        .replace("%(most)s", "(SELECT count(*) FROM goods) + %(spare)s")
    )


# Tasks are locked first; who claims one meanwhile changes nothing of what the other parts ask.
_SURVEY = f"""
WITH task AS MATERIALIZED ({TASKS_OF_GOODS}),
goods AS MATERIALIZED ({WAITING_GOODS}),
item AS MATERIALIZED (
    SELECT g.sku_id FROM goods AS g UNION SELECT i.sku_id FROM unnest(%(item_ids)s::uuid[]) AS i(sku_id)
)
SELECT (SELECT jsonb_agg(jsonb_build_array(t.id, t.merchant_id, t.site_id, t.asn_id, t.sku_id, t.lot_id, t.serial,
            t.condition, t.unit_id, t.quantity, t.from_location_id, t.to_location_id, t.status, t.claimed_by,
            t.cancel_reason)) FROM task AS t),
       (SELECT jsonb_agg(jsonb_build_array(g.unit_id, g.unit_kind, g.sku_id, g.lot_id, g.serial, g.condition,
            g.location_id, g.quantity, g.code, g.volume_mm3, g.weight_grams, g.hazard, g.tags, g.abc_class))
        FROM goods AS g),
       (SELECT jsonb_agg(jsonb_build_array(r.sku_id, r.tag, r.abc_class, r.hazard, r.condition, r.zones, r.kind,
            r.is_final)) FROM ({RULES}) AS r),
       (SELECT jsonb_object_agg(w.sku_id, w.units) FROM ({_ask_of_plan(WAITED_FOR)}) AS w(sku_id, units)
        WHERE w.units > 0),
       (SELECT jsonb_agg(jsonb_build_array(p.id, p.kind, p.zone, p.is_blocked, p.is_reported, p.mixing,
            p.max_volume_mm3, p.max_weight_grams, p.max_pallets, p.volume_mm3, p.weight_grams, p.pallets, p.lying,
            p.coming))
        FROM ({_ask_of_plan(PLACES)}) AS p(id, kind, zone, is_blocked, is_reported, mixing, max_volume_mm3,
            max_weight_grams, max_pallets, volume_mm3, weight_grams, pallets, lying, coming)),
       (SELECT jsonb_object_agg(u.id, u.kind) FROM inventory_handlingunit AS u WHERE u.id = ANY(%(unit_ids)s::uuid[]))
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Survey:
    """What came and waits, its tasks, and where it may go; `waited_for`: units by item that orders wait for."""

    goods: list[WaitingGoods]
    tasks: list[LockedTask]
    rules: list[Rule]
    waited_for: dict[UUID, int]
    places: list[Bin]


def survey_door(
    *,
    asn_id: UUID,
    site_id: UUID,
    door_id: int,
    unit_ids: Sequence[UUID] | None,
    sku_ids: Sequence[UUID],
    coming: Sequence[WaitingGoods] = (),
) -> Survey:
    """Return what came of a delivery in some cartons, and loose of some items, with all that its plan needs.

    Of all when `unit_ids` is None. `coming` is booked in this transaction, and not written yet.
    Locks: its put-away tasks, the door being locked. Queries: 1.
    """
    parameters = {
        "asn_id": asn_id, "site_id": site_id, "door_id": door_id, "sku_ids": list(sku_ids),
        "unit_ids": None if unit_ids is None else list(unit_ids),
        "item_ids": sorted({one.sku_id for one in coming}), "spare": _SPARE_PLACES + len(coming),
        "kinds": list(TARGET_KINDS), "location_ids": [],
    }  # fmt: skip
    [(tasks, goods, rules, waited_for, places, kinds)] = rows.fetch_tuples(_SURVEY, parameters)
    new = [replace(one, unit_kind=(kinds or {}).get(str(one.unit_id), "")) for one in coming]
    return Survey(
        goods=_add_up([*(_read_goods(row) for row in goods or ()), *new]),
        tasks=[_read_task(row) for row in tasks or ()],
        rules=[_read_rule(row) for row in rules or ()],
        waited_for={UUID(sku_id): units for sku_id, units in (waited_for or {}).items()},
        places=[read_place(row, rank) for rank, row in enumerate(places or ())],
    )


def _add_up(goods: Iterable[WaitingGoods]) -> list[WaitingGoods]:
    """Return one row for each carton, item, lot, serial number and condition, in the order in which they are placed."""
    found: dict[tuple[Any, ...], WaitingGoods] = {}
    for one in goods:
        key = (one.unit_id or _LAST, one.code, one.lot_id or 0, one.serial, one.condition, one.location_id)
        known = found.get(key)
        found[key] = replace(one, quantity=known.quantity + one.quantity) if known else one
    return [found[key] for key in sorted(found)]


def _read_goods(row: Sequence[Any]) -> WaitingGoods:
    unit_id, unit_kind, sku_id, *rest = row
    return WaitingGoods(_read_id(unit_id), unit_kind, UUID(sku_id), *rest)


def _read_task(row: Sequence[Any]) -> LockedTask:
    ids = {at: _read_id(row[at]) for at in _TASK_IDS}
    return LockedTask._make(ids.get(at, value) for at, value in enumerate(row))


def _read_rule(row: Sequence[Any]) -> Rule:
    sku_id, tag, abc_class, hazard, condition, zones, kind, is_final = row
    return Rule(_read_id(sku_id), tag, abc_class, hazard, condition, frozenset(zones), kind, is_final)


def _read_id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
