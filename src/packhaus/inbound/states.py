"""States of what is announced, until it is put away."""

from packhaus.kernel.states import Transition

ASN_STATUSES = ["announced", "arriving", "receiving", "received", "closed", "cancelled"]
BEFORE_ARRIVAL = ("announced", "arriving")
EXPECTING = ("announced", "arriving", "receiving")
"""While it is in one of these, what is not here yet counts as inbound."""

EXPECT_ARRIVAL = Transition("expect_arrival", ("announced",), "arriving")
CANCEL_ASN = Transition("cancel_asn", BEFORE_ARRIVAL, "cancelled")

ASN_TRANSITIONS = (EXPECT_ARRIVAL, CANCEL_ASN)
