"""Tasks follow a plan: those that nobody has in hand are changed, new ones are added, the rest is cancelled."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from packhaus.decide.putaway.types import Placement
from packhaus.inbound.locks import LockedAsn, LockedTask
from packhaus.inbound.services.put_away.loads import GoodsKey, GoodsLoad, key_of_task
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id

_PLANNED = """
unnest(%(ids)s::uuid[], %(quantities)s::bigint[], %(targets)s::bigint[], %(whys)s::text[], %(excluded)s::jsonb[],
       %(volumes)s::bigint[], %(weights)s::bigint[], %(pallets)s::int[]"""

_CHANGE = f"""
UPDATE inbound_putawaytask AS t SET quantity = p.quantity, to_location_id = p.target, why = p.why,
    excluded = p.excluded, volume_mm3 = p.volume, weight_grams = p.weight, pallets = p.pallets
FROM {_PLANNED}) AS p(id, quantity, target, why, excluded, volume, weight, pallets)
WHERE t.id = p.id
"""  # noqa: S608 - constants

_ADD = f"""
INSERT INTO inbound_putawaytask (id, merchant_id, site_id, asn_id, sku_id, lot_id, serial, condition, unit_id, quantity,
    from_location_id, to_location_id, why, excluded, volume_mm3, weight_grams, pallets, status, priority, created_at,
    cancel_reason, change_reason)
SELECT p.id, %(merchant_id)s, %(site_id)s, %(asn_id)s, p.sku_id, p.lot_id, p.serial, p.condition, p.unit_id, p.quantity,
       p.source, p.target, p.why, p.excluded, p.volume, p.weight, p.pallets, 'open', 100, %(now)s, '', ''
FROM {_PLANNED}, %(sku_ids)s::uuid[], %(lot_ids)s::bigint[], %(serials)s::text[], %(conditions)s::text[],
       %(unit_ids)s::uuid[], %(sources)s::bigint[])
    AS p(id, quantity, target, why, excluded, volume, weight, pallets, sku_id, lot_id, serial, condition, unit_id,
         source)
"""  # noqa: S608 - constants

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


def write_tasks(
    *,
    asn: LockedAsn,
    loads: Sequence[GoodsLoad],
    placements: Sequence[Placement],
    tasks: Sequence[LockedTask],
    shrunk: Mapping[UUID, int],
    reason: str,
    now: datetime,
) -> None:
    """Write a plan over the open tasks of a delivery; surplus ones are cancelled for a reason. Queries: 0 to 5."""
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
    if changed:
        rows.execute(_CHANGE, _name_planned(changed, 8))
    if added:
        head = {"merchant_id": asn.merchant_id, "site_id": asn.site_id, "asn_id": asn.id, "now": now}
        rows.execute(_ADD, {**_name_planned(added, 14), **head})
    cancel_tasks([task.id for listed in known.values() for task in listed], reason=reason)
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


def _name_planned(records: Sequence[tuple[Any, ...]], width: int) -> dict[str, list[Any]]:
    names = (
        "ids", "quantities", "targets", "whys", "excluded", "volumes", "weights", "pallets", "sku_ids", "lot_ids",
        "serials", "conditions", "unit_ids", "sources",
    )  # fmt: skip
    return dict(zip(names[:width], rows.as_columns(records, width), strict=True))
