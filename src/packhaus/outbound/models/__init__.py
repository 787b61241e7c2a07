"""The floor."""

from packhaus.outbound.models.wave import Allocation, BatchSlot, PickBatch, PickTask, Scan, Short, Wave

__all__ = ["Allocation", "BatchSlot", "PickBatch", "PickTask", "Scan", "Short", "Wave"]
