"""The floor."""

from packhaus.outbound.models.packing import ParcelPlan
from packhaus.outbound.models.wave import Allocation, BatchSlot, PickBatch, PickTask, Scan, Short, Wave

__all__ = ["Allocation", "BatchSlot", "ParcelPlan", "PickBatch", "PickTask", "Scan", "Short", "Wave"]
