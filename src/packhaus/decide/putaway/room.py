"""What a place still takes, while a plan fills it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from uuid import UUID

from packhaus.decide.putaway.types import Bin, Content, Load


@dataclass(frozen=True, slots=True)
class Measured:
    """A load with its sums: thousands of places are asked for each."""

    load: Load
    quantity: int
    volume_mm3: int
    weight_grams: int
    hazards: frozenset[str]
    sku_ids: frozenset[UUID]
    contents: frozenset[Content]

    @property
    def least(self) -> tuple[int, int]:
        """Volume and weight of the least that can be put anywhere: one unit, or the whole carton."""
        pieces = 1 if self.load.is_unit else self.quantity
        return self.volume_mm3 // pieces, self.weight_grams // pieces


def measure(load: Load) -> Measured:
    """Add a load up."""
    return Measured(
        load,
        load.quantity,
        load.volume_mm3,
        load.weight_grams,
        frozenset(part.item.hazard for part in load.parts),
        frozenset(part.item.sku_id for part in load.parts),
        frozenset(
            Content(part.item.sku_id, part.lot_id, load.condition, part.item.hazard) for part in load.parts
        ),
    )


@dataclass(slots=True)
class Room:
    """A place as it is when everything that was planned before has arrived."""

    bin: Bin
    volume_mm3: int = 0
    weight_grams: int = 0
    pallets: int = 0
    contents: set[Content] = field(default_factory=set)

    def take(self, goods: Measured, units: int) -> None:
        """Fill the room with units of a load."""
        self.volume_mm3 += goods.volume_mm3 * units // goods.quantity
        self.weight_grams += goods.weight_grams * units // goods.quantity
        self.pallets += goods.load.pallets
        self.contents.update(goods.contents)


def open_room(place: Bin) -> Room:
    """Return the room of a place as it is now."""
    return Room(place, place.volume_mm3, place.weight_grams, place.pallets, set(place.contents))


def count_fitting(room: Room, goods: Measured, units: int) -> tuple[int, str]:
    """Return how many of the units fit in, and when none do, the code of what rules the place out.

    A carton or pallet fits whole or not at all. Goods that nobody has measured take no room.
    """
    why_not = find_conflict(room, goods)
    if why_not:
        return 0, why_not
    place, load = room.bin, goods.load
    if load.pallets and place.max_pallets is not None and room.pallets + load.pallets > place.max_pallets:
        return 0, "pallets"
    for limit, used, size, code in (
        (place.max_volume_mm3, room.volume_mm3, goods.volume_mm3, "volume"),
        (place.max_weight_grams, room.weight_grams, goods.weight_grams, "weight"),
    ):
        if limit is None or not size:
            continue
        fitting = max(limit - used, 0) * goods.quantity // size
        if fitting < units and (load.is_unit or not fitting):
            return 0, code
        units = min(units, fitting)
    return units, ""


def find_conflict(room: Room, goods: Measured) -> str:
    """Return why goods may not lie in a place whatever its room: blocked, another hazard, condition, item or lot."""
    if room.bin.is_blocked or room.bin.is_reported:
        return "blocked" if room.bin.is_blocked else "reported"
    if len(goods.hazards) > 1:
        return "hazard"
    is_sellable = goods.load.condition == "sellable"
    for content in room.contents:
        if content.hazard not in goods.hazards:
            return "hazard"
        if (content.condition == "sellable") != is_sellable:
            return "condition"
    return "" if room.bin.mixing == "mixed" else _find_mixture(room, goods)


def _find_mixture(room: Room, goods: Measured) -> str:
    together = goods.contents | room.contents
    if len({content.sku_id for content in together}) > 1:
        return "mixed_sku"
    if room.bin.mixing == "one_lot" and len({content.lot_id for content in together}) > 1:
        return "mixed_lot"
    return ""


def is_kept_for_others(place: Bin, goods: Measured, kept: Mapping[str, AbstractSet[str]]) -> bool:
    """Tell whether a place is in a zone that rules keep for hazards which these goods are not."""
    hazards = kept.get(place.zone)
    if not hazards:
        return False
    return any(not hazard or not hazards & {hazard, "*"} for hazard in goods.hazards)
