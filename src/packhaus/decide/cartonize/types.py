from __future__ import annotations

from typing import NamedTuple, TypeAlias

from packhaus.decide.keys import Key

Size: TypeAlias = tuple[int, int, int]
"""Length, width, height in millimetres."""


class Item(NamedTuple):
    """Units of one line to be packed; `keep_upright` forbids laying the height down.

    `carries_grams` is what may stand on one unit (0: fragile, None: anything), `hazard` the class that decides what it
    may share a carton with; `cartonize` knows neither, `choose_cartons` both.
    """

    line: Key
    quantity: int
    size: Size
    weight_grams: int
    keep_upright: bool = False
    carries_grams: int | None = None
    hazard: Key = None


class CartonType(NamedTuple):
    """A carton by its inside; `max_weight_grams` is gross, with the empty carton."""

    carton: Key
    size: Size
    max_weight_grams: int
    tare_grams: int = 0
    wall_mm: int = 4
    cost_minor: int = 0


class PalletType(NamedTuple):
    """A pallet by its cargo space above the deck; `max_weight_grams` is gross, with the empty pallet."""

    size: Size = (1200, 800, 1650)
    max_weight_grams: int = 1_000_000
    tare_grams: int = 25_000


class Placement(NamedTuple):
    """A block of nx * ny * nz units of one line, each dx * dy * dz mm, its corner at x, y, z mm from the inside."""

    line: Key
    x: int
    y: int
    z: int
    dx: int
    dy: int
    dz: int
    nx: int
    ny: int
    nz: int


class PackedCarton(NamedTuple):
    """One parcel; `carton` is None for an item that ships as it is. `size` is its outside."""

    carton: Key
    size: Size
    items: tuple[tuple[Key, int], ...]
    weight_grams: int
    placements: tuple[Placement, ...]


class Parcel(NamedTuple):
    """A packed carton, what it costs (carton, fill, freight), and which share of its inside is empty."""

    packed: PackedCarton
    cost_minor: int
    empty_share: float


class PackedPallet(NamedTuple):
    """Which cartons (by their index) stand on one pallet; each placement's line is such an index."""

    cartons: tuple[int, ...]
    weight_grams: int
    placements: tuple[Placement, ...]


class Cartonization(NamedTuple):
    """The parcels of one fulfillment order; pallets only when there are too many cartons to carry."""

    cartons: tuple[PackedCarton, ...]
    pallets: tuple[PackedPallet, ...]

    @property
    def needs_pallet(self) -> bool:
        return bool(self.pallets)


class ParcelPlan(NamedTuple):
    """The priced parcels of one order; pallets only when there are too many parcels to carry."""

    parcels: tuple[Parcel, ...]
    pallets: tuple[PackedPallet, ...]
