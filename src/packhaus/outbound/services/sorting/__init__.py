"""Sort to a wall: totes with the items of many orders become compartments of one order each."""

from packhaus.outbound.services.sorting.bring import bring_tote
from packhaus.outbound.services.sorting.put import claim_slot, leave_wall, put_into_slot
from packhaus.outbound.services.sorting.walls import make_wall

__all__ = ["bring_tote", "claim_slot", "leave_wall", "make_wall", "put_into_slot"]
