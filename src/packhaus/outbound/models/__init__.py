"""The floor."""

from packhaus.outbound.models.packing import PackagingUse, PackPhoto, PackProblem, PackSetting, ParcelPlan
from packhaus.outbound.models.release_policy import ReleasePolicy, ReleaseRun
from packhaus.outbound.models.replenishment import PickFace, PickPolicy, ReplenishmentTask
from packhaus.outbound.models.scan_policy import ScanPolicy
from packhaus.outbound.models.site_floor import SiteFloor
from packhaus.outbound.models.slotting import SlottingAdvice, SlottingMove, SlottingProposal, SlottingRule
from packhaus.outbound.models.vas import VasTask
from packhaus.outbound.models.wall import PutWall, SortTask, WallSlot
from packhaus.outbound.models.wave import Allocation, BatchSlot, PickBatch, PickTask, Scan, Short, Wave
from packhaus.outbound.models.work_order import WorkOrder, WorkPart
from packhaus.outbound.models.zone import PickZone, ZoneLeg

__all__ = [
    "Allocation",
    "BatchSlot",
    "PackPhoto",
    "PackProblem",
    "PackSetting",
    "PackagingUse",
    "ParcelPlan",
    "PickBatch",
    "PickFace",
    "PickPolicy",
    "PickTask",
    "PickZone",
    "PutWall",
    "ReleasePolicy",
    "ReleaseRun",
    "ReplenishmentTask",
    "Scan",
    "ScanPolicy",
    "Short",
    "SiteFloor",
    "SlottingAdvice",
    "SlottingMove",
    "SlottingProposal",
    "SlottingRule",
    "SortTask",
    "VasTask",
    "WallSlot",
    "Wave",
    "WorkOrder",
    "WorkPart",
    "ZoneLeg",
]
