"""What goes into which carton, where in it, and which cartons go onto a pallet.

`cartonize` takes the smallest carton; `choose_cartons` the cheapest, and knows what carries what and what reacts.
`plan_parcels` takes of both what a floor has time for.
"""

from packhaus.decide.cartonize.choose import choose_cartons
from packhaus.decide.cartonize.pack import cartonize
from packhaus.decide.cartonize.palletize import palletize
from packhaus.decide.cartonize.plan import plan_parcels, prepare_packing
from packhaus.decide.cartonize.price import Freight, PackingRules
from packhaus.decide.cartonize.types import (
    Cartonization,
    CartonType,
    Item,
    PackedCarton,
    PackedPallet,
    PalletType,
    Parcel,
    ParcelPlan,
    Placement,
    Size,
)

__all__ = [
    "CartonType",
    "Cartonization",
    "Freight",
    "Item",
    "PackedCarton",
    "PackedPallet",
    "PackingRules",
    "PalletType",
    "Parcel",
    "ParcelPlan",
    "Placement",
    "Size",
    "cartonize",
    "choose_cartons",
    "palletize",
    "plan_parcels",
    "prepare_packing",
]
