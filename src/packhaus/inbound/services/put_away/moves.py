"""The movements of put-away: from the door to a place, in a carton or loose."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from packhaus.inbound.locks import LockedTask
from packhaus.inbound.queries.put_away.task_goods import TaskGoods
from packhaus.inventory.errors import ShortBalance
from packhaus.inventory.types import LocationKind, Move


@dataclass(frozen=True, slots=True)
class Doing:
    """Units of a task, the place that somebody put them in, and what lies at the door of these goods."""

    task: LockedTask
    quantity: int
    to_location_id: int
    reason: str
    goods: tuple[TaskGoods, ...]

    @property
    def is_changed(self) -> bool:
        """Whether it is another place than planned."""
        return self.to_location_id != self.task.to_location_id


def list_moves(doing: Doing, kind: str) -> Iterator[Move]:
    """Yield the movements of a task to a place of some kind. Raises: ShortBalance when not all lies at the door."""
    task, left = doing.task, doing.quantity
    for one in doing.goods:
        units = min(left, one.on_hand)
        if units:
            left -= units
            yield Move(
                merchant_id=task.merchant_id,
                site_id=task.site_id,
                sku_id=one.sku_id,
                owner_id=one.owner_id,
                quantity=units,
                from_location_id=task.from_location_id,
                to_location_id=doing.to_location_id,
                lot_id=one.lot_id,
                serial=one.serial,
                from_unit_id=task.unit_id,
                to_unit_id=task.unit_id if stays_in_unit(task, kind) else None,
                from_condition=task.condition,
                to_condition=task.condition,
            )
    if left or not doing.quantity:
        there = sum(one.on_hand for one in doing.goods)
        raise ShortBalance(
            f"{there} units lie at the door, {task.quantity} were to be put away",
            shorts=[{"wanted": task.quantity, "there": there}],
        )


def stays_in_unit(task: LockedTask, kind: str) -> bool:
    """Tell whether goods stay in their carton or on their pallet at a place of some kind."""
    return task.condition == "sellable" and kind != LocationKind.PICK_FACE


def list_places_of_units(doings: Iterable[Doing], kinds: Mapping[int, str]) -> dict[UUID, tuple[int, bool]]:
    """Return where cartons and pallets stand then, and whether they are still in use."""
    return {
        doing.task.unit_id: (doing.to_location_id, stays_in_unit(doing.task, kinds[doing.to_location_id]))
        for doing in doings
        if doing.task.unit_id and doing.task.condition == "sellable"
    }
