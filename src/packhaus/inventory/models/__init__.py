"""Stock."""

from packhaus.inventory.models.count import (
    Count,
    CountLine,
    CountProgramme,
    CountTask,
    CountUnknown,
    SkuClass,
)
from packhaus.inventory.models.hold import Hold, HoldLine
from packhaus.inventory.models.location import Location
from packhaus.inventory.models.parked_work import ParkedWork
from packhaus.inventory.models.stock import Balance, HandlingUnit, Lot, Movement, SiteStock, UnnamedLot
from packhaus.inventory.models.work_claim import WorkClaim

__all__ = [
    "Balance",
    "Count",
    "CountLine",
    "CountProgramme",
    "CountTask",
    "CountUnknown",
    "HandlingUnit",
    "Hold",
    "HoldLine",
    "Location",
    "Lot",
    "Movement",
    "ParkedWork",
    "SiteStock",
    "SkuClass",
    "UnnamedLot",
    "WorkClaim",
]
