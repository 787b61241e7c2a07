"""Tasks follow a plan: those that nobody has in hand are changed, new ones are added, the rest is cancelled."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from packhaus.decide.putaway.types import Placement
from packhaus.inbound.locks import LockedAsn, LockedTask
from packhaus.inbound.services.put_away.loads import GoodsKey, GoodsLoad, key_of_task
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id

_PLANNED = """unnest(%({of}_ids)s::uuid[], %({of}_quantities)s::bigint[], %({of}_targets)s::bigint[],
           %({of}_whys)s::text[], %({of}_excluded)s::jsonb[], %({of}_volumes)s::bigint[], %({of}_weights)s::bigint[],
           %({of}_pallets)s::int[]"""

TASKS_PLANNED = f"""
task_changed AS (
    UPDATE inbound_putawaytask AS t SET quantity = p.quantity, to_location_id = p.target, why = p.why,
        excluded = p.excluded, volume_mm3 = p.volume, weight_grams = p.weight, pallets = p.pallets
    FROM {_PLANNED.format(of="changed")}) AS p(id, quantity, target, why, excluded, volume, weight, pallets)
    WHERE t.id = p.id
), task_added AS (
    INSERT INTO inbound_putawaytask (id, merchant_id, site_id, asn_id, sku_id, lot_id, serial, condition, unit_id,
        quantity, from_location_id, to_location_id, why, excluded, volume_mm3, weight_grams, pallets, status, priority,
        created_at, cancel_reason, change_reason)
    SELECT p.id, %(merchant_id)s, %(site_id)s, %(asn_id)s, p.sku_id, p.lot_id, p.serial, p.condition, p.unit_id,
           p.quantity, p.source, p.target, p.why, p.excluded, p.volume, p.weight, p.pallets, 'open', 100, %(now)s, '',
           ''
    FROM {_PLANNED.format(of="added")}, %(added_sku_ids)s::uuid[], %(added_lot_ids)s::bigint[],
           %(added_serials)s::text[], %(added_conditions)s::text[], %(added_unit_ids)s::uuid[],
           %(added_sources)s::bigint[])
        AS p(id, quantity, target, why, excluded, volume, weight, pallets, sku_id, lot_id, serial, condition, unit_id,
             source)
)"""  # noqa: S608 - constants
"""Parts of a WITH that write a plan's tasks; `list_planned` has their parameters."""

_WRITE = f"WITH {TASKS_PLANNED} SELECT"

_CANCEL = """
UPDATE inbound_putawaytask SET status = 'cancelled', cancel_reason = %(reason)s
WHERE id = ANY(%(ids)s::uuid[]) AND status IN ('open', 'claimed')
"""

_SHRINK = """
UPDATE inbound_putawaytask AS t
SET quantity = t.quantity - s.less, volume_mm3 = t.volume_mm3 * (t.quantity - s.less) / t.quantity,
    weight_grams = t.weight_grams * (t.quantity - s.less) / t.quantity
FROM unnest(%(ids)s::uuid[], %(less)s::bigint[]) AS s(id, less) WHERE t.id = s.id
"""


@dataclass(frozen=True, slots=True)
class TaskChanges:
    """What a plan makes of the tasks that nobody has in hand; `surplus` ones are cancelled."""

    changed: list[tuple[Any, ...]]
    added: list[tuple[Any, ...]]
    surplus: list[UUID]


def compare_tasks(
    *, loads: Sequence[GoodsLoad], placements: Sequence[Placement], tasks: Sequence[LockedTask]
) -> TaskChanges:
    """Return what a plan changes of the open tasks of a delivery, adds to them and leaves over. Queries: 0."""
    known: defaultdict[GoodsKey, list[LockedTask]] = defaultdict(list)
    for task in tasks:
        if task.status == "open":
            known[key_of_task(task)].append(task)
    changed, added = [], []
    for placement in placements:
        load = loads[placement.load]
        waiting = known[load.key]
        if waiting:
            changed.append(_as_record(waiting.pop(0).id, load, placement))
        else:
            added.append((*_as_record(new_id(), load, placement), *_as_source(load)))
    return TaskChanges(changed, added, [task.id for listed in known.values() for task in listed])


def list_planned(*, asn: LockedAsn, changes: TaskChanges, now: datetime) -> dict[str, Any]:
    """Return the parameters of TASKS_PLANNED. Queries: 0."""
    head = {"merchant_id": asn.merchant_id, "site_id": asn.site_id, "asn_id": asn.id, "now": now}
    return {
        **_name_planned("changed", changes.changed, 8),
        **_name_planned("added", changes.added, 14),
        **head,
    }


def write_tasks(*, asn: LockedAsn, changes: TaskChanges, now: datetime) -> None:
    """Write what a plan changes and adds. Queries: 1, or 0 without any."""
    if changes.changed or changes.added:
        rows.execute(_WRITE, list_planned(asn=asn, changes=changes, now=now))


def end_tasks(
    *, changes: TaskChanges, tasks: Sequence[LockedTask], shrunk: Mapping[UUID, int], reason: str
) -> None:
    """Cancel surplus tasks for a reason, and take units from those in hand whose goods have gone. Queries: 0 to 3."""
    cancel_tasks(changes.surplus, reason=reason)
    _shrink(tasks, shrunk)


def cancel_tasks(ids: Sequence[UUID], *, reason: str) -> int:
    """Cancel tasks that are not done, in the caller's transaction, and return how many. Queries: 1, 0 without any."""
    return rows.execute(_CANCEL, {"ids": list(ids), "reason": reason}) if ids else 0


def _shrink(tasks: Iterable[LockedTask], shrunk: Mapping[UUID, int]) -> None:
    whole = {task.id: task.quantity for task in tasks}
    cancel_tasks([id_ for id_, less in shrunk.items() if less == whole[id_]], reason="taken_back")
    parts = {id_: less for id_, less in shrunk.items() if less < whole[id_]}
    if parts:
        rows.execute(_SHRINK, {"ids": list(parts), "less": list(parts.values())})


def _as_record(id_: UUID, load: GoodsLoad, placement: Placement) -> tuple[Any, ...]:
    whole, units = load.load, placement.quantity
    return (
        id_, units, placement.bin_id, placement.why, Jsonb(placement.excluded),
        whole.volume_mm3 * units // whole.quantity, whole.weight_grams * units // whole.quantity, whole.pallets,
    )  # fmt: skip


def _as_source(load: GoodsLoad) -> tuple[Any, ...]:
    key = load.key
    lots = {part.lot_id for part in load.load.parts}
    lot_id = lots.pop() if len(lots) == 1 else None
    return load.sku_id, lot_id, key.serial, key.condition, key.unit_id, load.location_id


def _name_planned(of: str, records: Sequence[tuple[Any, ...]], width: int) -> dict[str, list[Any]]:
    names = (
        "ids", "quantities", "targets", "whys", "excluded", "volumes", "weights", "pallets", "sku_ids", "lot_ids",
        "serials", "conditions", "unit_ids", "sources",
    )  # fmt: skip
    columns = zip(names[:width], rows.as_columns(records, width), strict=True)
    return {f"{of}_{name}": column for name, column in columns}
