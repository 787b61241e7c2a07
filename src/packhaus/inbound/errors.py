"""Refusals of inbound.

AsnNotFound       absent, or another merchant's
AsnNumberTaken    the number was used for something else
AsnUnderWay       it is being received, is over or cancelled: its lines do not change any more
"""

from packhaus.kernel.errors import Conflict, NotFound


class AsnNotFound(NotFound):
    code = "asn_not_found"


class AsnNumberTaken(Conflict):
    code = "asn_number_taken"


class AsnUnderWay(Conflict):
    code = "asn_under_way"
