"""Refusals of the floor.

NothingToRelease    no fulfillment order fits the rule, or none has a bin
PolicyNotFound      there is no such release policy
PickingStarted      a pick has begun; it cannot be un-released
BatchEmpty          nothing in the wave waits for a batch
BatchTaken          somebody else walks it
NoOpenBatch         every walk of the wave has its person, or there is none
ToteInUse           the tote still holds goods
ToteNotFound        no open tote of the site has this code
PlaceNotFound       no packing place of the site has this code
TaskClosed          the stop was finished or cancelled before
WrongQuantity       more than asked, or fewer without a reason
ToteNotWaiting      the order could be packed, or is not picked: its tote is not put back
NotInTote           what is to be packed is not what the tote holds
ParcelNotPacked     no parcel of this shipment has this number
PackingStopped      the order is held, or the floor has been asked to stop units of it: answer first
WrongTruck          the parcel goes with another carrier, from another site, not at all, or is gone
ReplenishmentTaken  somebody else does it, or it is done
GoodsAllocated      pickers are on the way for them; a lead may move them with their orders
SourceAllocated     orders were allocated units that a task was to bring; fewer may be taken
MoveTaken           somebody else moves the item, the move is done, or another one comes before it
ProposalNotFound    no proposal of slotting has this id
WorkOrderNotFound   no work order of the scope has this number
WorkOver            the work order is done or cancelled, or fewer units of it are left
VasOpen             something is left to do to the order before it is packed
VasNotFound         nothing of the kind is to be done to the order
VasNotNow           the order is not picked yet, or packed already
PartsMissing        the site has fewer free units of parts than the work takes
WallNotFound        the site has no wall of this code
ToteNotSorted       the tote is one order's own: it goes to packing
ItemNotWanted       no open order of the wall wants the item
WrongZone           the tote has nothing to pick in this zone
WrongShelf          the tote goes to another zone's shelf
LegOpen             stops of the zone are left
ToteHeld            a lead has to look at the tote first
WallFull            every compartment holds an order
SlotTaken           the order has no compartment yet, and the scanned one holds another or is none
WrongSlot           the item belongs into another compartment
SortTaskClosed      the line was sorted, stopped, or is somebody else's
NothingToDispatch   none of the shipments stands at the dock
"""

from packhaus.kernel.errors import Conflict, NotFound


class WaveNotFound(NotFound):
    code = "wave_not_found"


class PolicyNotFound(NotFound):
    code = "policy_not_found"


class BatchNotFound(NotFound):
    code = "batch_not_found"


class VasNotFound(NotFound):
    code = "vas_not_found"


class VasNotNow(Conflict):
    code = "vas_not_now"


class VasDoneAlready(Conflict):
    code = "vas_done_already"


class VasOpen(Conflict):
    code = "vas_open"


class FulfillmentNotFound(NotFound):
    code = "fulfillment_not_found"


class TaskNotFound(NotFound):
    code = "task_not_found"


class ToteNotFound(NotFound):
    code = "tote_not_found"


class PlaceNotFound(NotFound):
    code = "place_not_found"


class ReplenishmentTaken(Conflict):
    code = "replenishment_taken"


class MoveTaken(Conflict):
    code = "move_taken"


class ProposalNotFound(NotFound):
    code = "proposal_not_found"


class GoodsAllocated(Conflict):
    code = "goods_allocated"


class SourceAllocated(Conflict):
    code = "source_allocated"


class NothingToRelease(Conflict):
    code = "nothing_to_release"


class PickingStarted(Conflict):
    code = "picking_started"


class BatchEmpty(Conflict):
    code = "nothing_to_batch"


class BatchTaken(Conflict):
    code = "batch_taken"


class NoOpenBatch(Conflict):
    code = "no_open_batch"


class ToteInUse(Conflict):
    code = "tote_in_use"


class TaskClosed(Conflict):
    code = "task_closed"


class WrongQuantity(Conflict):
    code = "wrong_quantity"


class ToteNotWaiting(Conflict):
    code = "tote_not_waiting"


class NotInTote(Conflict):
    code = "not_in_tote"


class ParcelNotPacked(NotFound):
    code = "parcel_not_packed"


class PackingStopped(Conflict):
    code = "packing_stopped"


class WrongTruck(Conflict):
    code = "wrong_truck"


class NothingToDispatch(Conflict):
    code = "nothing_to_dispatch"


class WorkOrderNotFound(NotFound):
    code = "work_order_not_found"


class WorkOver(Conflict):
    code = "work_over"


class PartsMissing(Conflict):
    code = "parts_missing"


class WallNotFound(NotFound):
    code = "wall_not_found"


class ToteNotSorted(Conflict):
    code = "tote_not_sorted"


class ItemNotWanted(Conflict):
    code = "item_not_wanted"


class WallFull(Conflict):
    code = "wall_full"


class WrongZone(Conflict):
    code = "wrong_zone"


class WrongShelf(Conflict):
    code = "wrong_shelf"


class LegOpen(Conflict):
    code = "leg_open"


class ToteHeld(Conflict):
    code = "tote_held"


class SlotTaken(Conflict):
    code = "slot_taken"


class WrongSlot(Conflict):
    code = "wrong_slot"


class SortTaskClosed(Conflict):
    code = "sort_task_closed"
