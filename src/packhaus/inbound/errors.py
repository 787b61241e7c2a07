"""Refusals of inbound.

AsnNotFound       absent, or another merchant's
AsnNumberTaken    the number was used for something else
AsnUnderWay       it is being received, is over or cancelled: what was asked for does not fit
SketchNotFound    absent, or another merchant's, or thrown away
PurchaseNotFound  absent, or another merchant's
PurchaseNumberTaken  the number was used for something else
PurchaseFinished  it has come or is cancelled: there is nothing to change
AsnInTransit      another site has sent it: a transfer is neither changed nor cancelled as a delivery
ReceiptNotFound   absent, or another merchant's
PutAwayTaskNotFound  absent, or another merchant's
PutAwayTaskTaken  somebody else has it, or it is over
PlaceNotSuitable  goods may not be put there: full, blocked, another item, a hazard
ReceiptInUse      its units were promised, allocated or moved: it is not taken back
NotMeasured       the site measures items before they are received
ShortLived        they expire earlier than the merchant asks
OverTolerance     more or fewer came than anybody may decide about: a lead closes the delivery
CheckNotFound     absent, or another merchant's
CheckTaken        somebody else is at it
NoAppointment     the delivery has none that could be changed
NothingNoted      its truck has done nothing that could be taken back
AppointmentUnderWay  its truck is at the door, or gone: the time is not changed any more
SlotNotFree       the door is taken, closed or not open then; the data names what is free that day
DoorInUse         trucks are booked for it
DifferenceNotFound  absent, or another merchant's
CheckDecided      enough of its units were looked at, or somebody decided: there is nothing to add
"""

from packhaus.kernel.errors import Conflict, NotFound


class AsnNotFound(NotFound):
    code = "asn_not_found"


class AsnNumberTaken(Conflict):
    code = "asn_number_taken"


class AsnUnderWay(Conflict):
    code = "asn_under_way"


class AsnInTransit(Conflict):
    code = "asn_in_transit"


class SketchNotFound(NotFound):
    code = "sketch_not_found"


class PurchaseNotFound(NotFound):
    code = "purchase_not_found"


class PurchaseNumberTaken(Conflict):
    code = "purchase_number_taken"


class PurchaseFinished(Conflict):
    code = "purchase_finished"


class ReceiptNotFound(NotFound):
    code = "receipt_not_found"


class ReceiptInUse(Conflict):
    code = "receipt_in_use"


class PutAwayTaskNotFound(NotFound):
    code = "put_away_task_not_found"


class PutAwayTaskTaken(Conflict):
    code = "put_away_task_taken"


class PlaceNotSuitable(Conflict):
    code = "place_not_suitable"


class CheckNotFound(NotFound):
    code = "check_not_found"


class DifferenceNotFound(NotFound):
    code = "difference_not_found"


class CheckDecided(Conflict):
    code = "check_decided"


class CheckTaken(Conflict):
    code = "check_taken"


class NotMeasured(Conflict):
    code = "not_measured"


class ShortLived(Conflict):
    code = "short_lived"


class OverTolerance(Conflict):
    code = "over_tolerance"


class NoAppointment(NotFound):
    code = "no_appointment"


class NothingNoted(Conflict):
    code = "nothing_noted"


class AppointmentUnderWay(Conflict):
    code = "appointment_under_way"


class SlotNotFree(Conflict):
    code = "slot_not_free"


class DoorInUse(Conflict):
    code = "door_in_use"
