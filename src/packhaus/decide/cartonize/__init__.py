"""What goes into which carton, where in it, and which cartons go onto a pallet."""

from packhaus.decide.cartonize.pack import cartonize
from packhaus.decide.cartonize.palletize import palletize
from packhaus.decide.cartonize.types import (
    Cartonization,
    CartonType,
    Item,
    PackedCarton,
    PackedPallet,
    PalletType,
    Placement,
    Size,
)

__all__ = [
    "CartonType",
    "Cartonization",
    "Item",
    "PackedCarton",
    "PackedPallet",
    "PalletType",
    "Placement",
    "Size",
    "cartonize",
    "palletize",
]
