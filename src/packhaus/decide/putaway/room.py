"""What a place still takes, while a plan fills it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from packhaus.decide.putaway.types import Bin, Content, Load, Part


@dataclass(slots=True)
class Room:
    """A place as it is when everything that was planned before has arrived."""

    bin: Bin
    volume_mm3: int = 0
    weight_grams: int = 0
    pallets: int = 0
    contents: set[Content] = field(default_factory=set)

    def take(self, load: Load, units: int) -> None:
        """Fill the room with units of a load."""
        whole = load.quantity
        self.volume_mm3 += load.volume_mm3 * units // whole
        self.weight_grams += load.weight_grams * units // whole
        self.pallets += load.pallets
        self.contents.update(_as_content(load, part) for part in load.parts)


def open_room(place: Bin) -> Room:
    """Return the room of a place as it is now."""
    return Room(place, place.volume_mm3, place.weight_grams, place.pallets, set(place.contents))


def count_fitting(room: Room, load: Load, units: int) -> tuple[int, str]:
    """Return how many of the units fit in, and when none do, the code of what rules the place out.

    A carton or pallet fits whole or not at all. Goods that nobody has measured take no room.
    """
    if why_not := find_conflict(room, load):
        return 0, why_not
    place = room.bin
    if load.pallets and place.max_pallets is not None and room.pallets + load.pallets > place.max_pallets:
        return 0, "pallets"
    for limit, used, size, code in (
        (place.max_volume_mm3, room.volume_mm3, load.volume_mm3, "volume"),
        (place.max_weight_grams, room.weight_grams, load.weight_grams, "weight"),
    ):
        if limit is None or not size:
            continue
        fitting = max(limit - used, 0) * load.quantity // size
        if fitting < units and (load.is_unit or not fitting):
            return 0, code
        units = min(units, fitting)
    return units, ""


def find_conflict(room: Room, load: Load) -> str:
    """Return why goods may not lie in a place whatever its room: blocked, another hazard, condition, item or lot."""
    if room.bin.is_blocked or room.bin.is_reported:
        return "blocked" if room.bin.is_blocked else "reported"
    hazards = {part.item.hazard for part in load.parts}
    if len(hazards) > 1 or any(content.hazard not in hazards for content in room.contents):
        return "hazard"
    is_sellable = load.condition == "sellable"
    if any((content.condition == "sellable") != is_sellable for content in room.contents):
        return "condition"
    return _find_mixture(room, load)


def _find_mixture(room: Room, load: Load) -> str:
    if room.bin.mixing == "mixed":
        return ""
    together = {*room.contents, *(_as_content(load, part) for part in load.parts)}
    if len({content.sku_id for content in together}) > 1:
        return "mixed_sku"
    if room.bin.mixing == "one_lot" and len({content.lot_id for content in together}) > 1:
        return "mixed_lot"
    return ""


def is_kept_for_others(place: Bin, load: Load, kept: Mapping[str, AbstractSet[str]]) -> bool:
    """Tell whether a place is in a zone that rules keep for hazards which these goods are not."""
    hazards = kept.get(place.zone)
    if not hazards:
        return False
    return any(not part.item.hazard or not hazards & {part.item.hazard, "*"} for part in load.parts)


def _as_content(load: Load, part: Part) -> Content:
    return Content(part.item.sku_id, part.lot_id, load.condition, part.item.hazard)
