"""States of what is announced, until it is put away."""

from packhaus.kernel.states import Transition

ASN_STATUSES = ["announced", "arriving", "receiving", "received", "closed", "cancelled"]
BEFORE_ARRIVAL = ("announced", "arriving")
RECEIVABLE = (*BEFORE_ARRIVAL, "receiving", "received")
EXPECTING = ("announced", "arriving", "receiving")
"""While it is in one of these, what is not here yet counts as inbound."""

EXPECT_ARRIVAL = Transition("expect_arrival", ("announced",), "arriving")
CANCEL_ASN = Transition("cancel_asn", BEFORE_ARRIVAL, "cancelled")
START_RECEIVING = Transition("start_receiving", BEFORE_ARRIVAL, "receiving")
FINISH_RECEIVING = Transition("finish_receiving", ("receiving",), "received")
REOPEN_RECEIVING = Transition("reopen_receiving", ("received",), "receiving")
CLOSE_ASN = Transition("close_asn", ("receiving", "received"), "closed")

ASN_TRANSITIONS = (
    EXPECT_ARRIVAL, CANCEL_ASN, START_RECEIVING, FINISH_RECEIVING, REOPEN_RECEIVING, CLOSE_ASN,
)  # fmt: skip
