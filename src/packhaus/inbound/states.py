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

PUT_AWAY_STATUSES = ["open", "claimed", "done", "cancelled"]
WAITING = ("open", "claimed")
"""While a put-away task is in one of these, room is kept for it."""

CLAIM_PUT_AWAY = Transition("claim_put_away", ("open",), "claimed")
RETURN_PUT_AWAY = Transition("return_put_away", ("claimed",), "open")
FINISH_PUT_AWAY = Transition("finish_put_away", WAITING, "done")
CANCEL_PUT_AWAY = Transition("cancel_put_away", WAITING, "cancelled")

PUT_AWAY_TRANSITIONS = (CLAIM_PUT_AWAY, RETURN_PUT_AWAY, FINISH_PUT_AWAY, CANCEL_PUT_AWAY)

ASN_TRANSITIONS = (
    EXPECT_ARRIVAL, CANCEL_ASN, START_RECEIVING, FINISH_RECEIVING, REOPEN_RECEIVING, CLOSE_ASN,
)  # fmt: skip

PURCHASE_STATUSES = ["open", "received", "cancelled"]
FINISH_PURCHASE = Transition("finish_purchase", ("open",), "received")
REOPEN_PURCHASE = Transition("reopen_purchase", ("received",), "open")
CANCEL_PURCHASE = Transition("cancel_purchase", ("open",), "cancelled")

PURCHASE_TRANSITIONS = (FINISH_PURCHASE, REOPEN_PURCHASE, CANCEL_PURCHASE)

CHECK_STATUSES = ["open", "claimed", "accepted", "rejected", "released", "returned", "scrapped", "cancelled"]
UNDECIDED = ("open", "claimed")
IN_QUARANTINE = (*UNDECIDED, "rejected")
"""While a check is in one of these, its units are nobody's to have."""

CLAIM_CHECK = Transition("claim_check", ("open",), "claimed")
ACCEPT_CHECK = Transition("accept_check", UNDECIDED, "accepted")
REJECT_CHECK = Transition("reject_check", UNDECIDED, "rejected")
RELEASE_CHECK = Transition("release_check", IN_QUARANTINE, "released")
RETURN_CHECK = Transition("return_check", IN_QUARANTINE, "returned")
SCRAP_CHECK = Transition("scrap_check", IN_QUARANTINE, "scrapped")
CANCEL_CHECK = Transition("cancel_check", UNDECIDED, "cancelled")

CHECK_TRANSITIONS = (
    CLAIM_CHECK, ACCEPT_CHECK, REJECT_CHECK, RELEASE_CHECK, RETURN_CHECK, SCRAP_CHECK, CANCEL_CHECK,
)  # fmt: skip

DIFFERENCE_STATUSES = ["open", "accepted", "disputed", "granted", "upheld"]
ACCEPT_DIFFERENCE = Transition("accept_difference", ("open", "disputed"), "accepted")
DISPUTE_DIFFERENCE = Transition("dispute_difference", ("open", "accepted"), "disputed")
GRANT_DISPUTE = Transition("grant_dispute", ("disputed",), "granted")
UPHOLD_DIFFERENCE = Transition("uphold_difference", ("disputed",), "upheld")

DIFFERENCE_TRANSITIONS = (ACCEPT_DIFFERENCE, DISPUTE_DIFFERENCE, GRANT_DISPUTE, UPHOLD_DIFFERENCE)

APPOINTMENT_STATUSES = [
    "booked", "arrived", "docked", "unloading", "unloaded", "departed", "cancelled", "missed",
]  # fmt: skip
MOVABLE = ("booked", "arrived")
"""While an appointment is in one of these, its door and time may change."""
HOLDING = ("booked", "arrived", "docked", "unloading", "unloaded")
"""While an appointment is in one of these, nobody else gets its door."""

ARRIVE = Transition("arrive", ("booked",), "arrived")
DOCK = Transition("dock", MOVABLE, "docked")
BEGIN_UNLOADING = Transition("begin_unloading", (*MOVABLE, "docked"), "unloading")
END_UNLOADING = Transition("end_unloading", ("unloading",), "unloaded")
DEPART = Transition("depart", HOLDING, "departed")
MISS = Transition("miss", ("booked",), "missed")
CANCEL_APPOINTMENT = Transition("cancel_appointment", MOVABLE, "cancelled")

APPOINTMENT_TRANSITIONS = (
    ARRIVE, DOCK, BEGIN_UNLOADING, END_UNLOADING, DEPART, MISS, CANCEL_APPOINTMENT,
)  # fmt: skip
