"""Words of put-away: loads at the door, places with their room, the rules of a site. Cubic millimetres, grams."""

from dataclasses import dataclass, field
from uuid import UUID

SHELVES = ("pick_face", "reserve")
"""Kinds of places that sellable goods go to without any rule."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a rule and a place ask of goods; measures are of one unit, zero where nobody has measured."""

    sku_id: UUID
    volume_mm3: int = 0
    weight_grams: int = 0
    hazard: str = ""
    tags: frozenset[str] = frozenset()
    abc_class: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Units of one lot of an item in a load."""

    item: Item
    quantity: int
    lot_id: int | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What goes to one place in one go: a whole carton or pallet, or loose units of one lot, which may be split."""

    parts: tuple[Part, ...]
    condition: str = "sellable"
    is_unit: bool = False
    pallets: int = 0

    @property
    def quantity(self) -> int:
        """Units in it."""
        return sum(part.quantity for part in self.parts)

    @property
    def volume_mm3(self) -> int:
        """Space that its units take."""
        return sum(part.quantity * part.item.volume_mm3 for part in self.parts)

    @property
    def weight_grams(self) -> int:
        """Weight of its units."""
        return sum(part.quantity * part.item.weight_grams for part in self.parts)


@dataclass(frozen=True, slots=True)
class Content:
    """Goods that lie in a place, or that are on their way to it."""

    sku_id: UUID
    lot_id: int | None = None
    condition: str = "sellable"
    hazard: str = ""


@dataclass(frozen=True, slots=True)
class Bin:
    """A place, what it can hold (None: whatever comes), and what it holds or is kept for; rank 0 is nearest.

    Reported: somebody found it full or blocked, and nobody has counted it since.
    """

    id: int
    kind: str
    zone: str = ""
    is_blocked: bool = False
    is_reported: bool = False
    mixing: str = "mixed"
    max_volume_mm3: int | None = None
    max_weight_grams: int | None = None
    max_pallets: int | None = None
    volume_mm3: int = 0
    weight_grams: int = 0
    pallets: int = 0
    contents: frozenset[Content] = frozenset()
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """Which goods go where; what is empty does not matter. Hazard `*` is any hazard."""

    sku_id: UUID | None = None
    tag: str = ""
    abc_class: str = ""
    hazard: str = ""
    condition: str = ""
    zones: frozenset[str] = frozenset()
    kind: str = ""
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """Units of the load at this place in the list given, and their bin; none with what ruled every bin out."""

    load: int
    quantity: int
    bin_id: int | None
    why: str
    excluded: dict[str, int] = field(default_factory=dict)
