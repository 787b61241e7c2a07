"""Refusals of transfers.

TransferNotFound     absent, or another merchant's
TransferNumberTaken  the number stands for something else
TransferShort        the site has fewer units free than shall go, or fewer were picked: each line with who has them
TransferInTransit    it is on its way: what becomes of the goods has to be decided first
TransferBegun        something is picked for it: that goes back first
NotLoaded            not everything that was picked was scanned onto the truck: what is missing
NotForTransfer       what was scanned does not stand ready for this transfer
PickNotFound         nothing is picked under this id, or it was put back
NotAtLocation        the location has fewer free units of the item
"""

from packhaus.kernel.errors import Conflict, NotFound


class TransferNotFound(NotFound):
    code = "transfer_not_found"


class TransferNumberTaken(Conflict):
    code = "transfer_number_taken"


class TransferShort(Conflict):
    code = "transfer_short"


class TransferInTransit(Conflict):
    code = "transfer_in_transit"


class NotAtLocation(Conflict):
    code = "not_at_location"


class NotLoaded(Conflict):
    code = "transfer_not_loaded"


class NotForTransfer(Conflict):
    code = "not_for_transfer"


class PickNotFound(NotFound):
    code = "transfer_pick_not_found"


class TransferBegun(Conflict):
    code = "transfer_begun"
