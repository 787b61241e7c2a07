"""What of a delivery still needs a place: what came, less what is in hand, put away, or left where it is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from packhaus.decide.putaway.types import Load
from packhaus.inbound.locks import LockedTask
from packhaus.inbound.queries.put_away.waiting_goods import WaitingGoods


class GoodsKey(NamedTuple):
    """What one task is about: a carton or pallet, or loose units of one lot (or one serial number) of an item."""

    unit_id: UUID | None
    condition: str
    sku_id: UUID | None
    lot_id: int | None
    serial: str


@dataclass(frozen=True, slots=True)
class GoodsLoad:
    """A load of a plan, and where it waits."""

    key: GoodsKey
    location_id: int
    load: Load

    @property
    def sku_id(self) -> UUID | None:
        """The item, or nothing when there are several."""
        found = {part.item.sku_id for part in self.load.parts}
        return found.pop() if len(found) == 1 else None


def key_of_task(task: LockedTask) -> GoodsKey:
    """Return what a task is about."""
    if task.unit_id is not None:
        return GoodsKey(task.unit_id, task.condition, None, None, "")
    return GoodsKey(None, task.condition, task.sku_id, task.lot_id, task.serial)


def _key_of_goods(goods: WaitingGoods) -> GoodsKey:
    if goods.unit_id is not None:
        return GoodsKey(goods.unit_id, goods.condition, None, None, "")
    return GoodsKey(None, goods.condition, goods.sku_id, goods.lot_id, goods.serial)


def list_loads(
    goods: Sequence[WaitingGoods], tasks: Iterable[LockedTask], *, counts_cancelled: bool
) -> list[GoodsLoad]:
    """Return what needs a place, one load per key. Units that a lead left where they are count when asked for."""
    taken: Counter[GoodsKey] = Counter()
    for task in tasks:
        is_left = counts_cancelled and task.cancel_reason == "by_lead"
        if task.status in {"claimed", "done"} or is_left:
            taken[key_of_task(task)] += task.quantity
    by_key: defaultdict[GoodsKey, list[WaitingGoods]] = defaultdict(list)
    for one in goods:
        by_key[_key_of_goods(one)].append(one)
    found = []
    for key, listed in by_key.items():
        parts = []
        for one in listed:
            less = min(taken[key], one.quantity)
            taken[key] -= less
            if one.quantity > less:
                parts.append(one.as_part(one.quantity - less))
        if parts:
            is_unit = key.unit_id is not None
            pallets = int(listed[0].unit_kind == "pallet")
            load = Load(tuple(parts), key.condition, is_unit, pallets)
            found.append(GoodsLoad(key, listed[0].location_id, load))
    return found


def find_too_many(goods: Iterable[WaitingGoods], tasks: Sequence[LockedTask]) -> dict[UUID, int]:
    """Return the units that claimed tasks are to lose, by task: their goods were taken back."""
    left: Counter[GoodsKey] = Counter()
    for one in goods:
        left[_key_of_goods(one)] += one.quantity
    for task in tasks:
        if task.status == "done":
            left[key_of_task(task)] -= task.quantity
    lost = {}
    for task in tasks:
        if task.status != "claimed":
            continue
        key = key_of_task(task)
        less = task.quantity - max(min(task.quantity, left[key]), 0)
        left[key] -= task.quantity
        if less:
            lost[task.id] = less
    return lost
