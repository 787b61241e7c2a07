"""States of orders and fulfillment orders, and the legal moves between them."""

from packhaus.kernel.states import Transition

STAGES = [
    "draft", "placed", "in_progress", "partially_shipped", "shipped", "delivered", "closed", "cancelled",
]  # fmt: skip
POLICIES = ["ship_complete", "ship_available", "fill_or_kill"]
FULFILLMENT_STATUSES = [
    "planned", "released", "picking", "picked", "packed", "dispatched", "delivered", "cancelled", "rejected",
]  # fmt: skip
REQUEST_STATUSES = [
    "none", "requested", "accepted", "rejected", "cancel_requested", "cancel_accepted", "cancel_refused",
]  # fmt: skip

RELEASE = Transition("release", ("planned",), "released")
UNRELEASE = Transition("unrelease", ("released",), "planned")
START_PICKING = Transition("start_picking", ("released", "picking"), "picking")
FINISH_PICKING = Transition("finish_picking", ("released", "picking"), "picked")
PACK = Transition("pack", ("picked",), "packed")
UNPACK = Transition("unpack", ("packed",), "picked")
DISPATCH = Transition("dispatch", ("packed",), "dispatched")
DELIVER = Transition("deliver", ("dispatched",), "delivered")
CANCEL = Transition("cancel", ("planned", "released", "picking", "picked", "packed"), "cancelled")
REJECT = Transition("reject", ("planned", "released"), "rejected")
SEND_FROM_PARTNER = Transition("send_from_partner", ("planned",), "dispatched")
FULFILLMENT_TRANSITIONS = (
    RELEASE, UNRELEASE, START_PICKING, FINISH_PICKING, PACK, UNPACK, DISPATCH, DELIVER, CANCEL, REJECT,
    SEND_FROM_PARTNER,
)  # fmt: skip

# What a partner's site says to what it is asked to do. Who says no after a yes says the truth.
ACCEPT_REQUEST = Transition("accept", ("requested",), "accepted")
REJECT_REQUEST = Transition("reject", ("requested", "accepted", "cancel_refused"), "rejected")
# What it has accepted is not cancelled behind its back: it is asked, and may have been asked before.
ASK_TO_CANCEL = Transition(
    "ask_to_cancel", ("accepted", "cancel_requested", "cancel_refused"), "cancel_requested"
)
ACCEPT_CANCEL = Transition("accept_cancel", ("cancel_requested",), "cancel_accepted")
KEEP_REST = Transition("accept_cancel_of_some", ("cancel_requested",), "accepted")
REFUSE_CANCEL = Transition("refuse_cancel", ("cancel_requested",), "cancel_refused")
REQUEST_TRANSITIONS = (
    ACCEPT_REQUEST, REJECT_REQUEST, ASK_TO_CANCEL, ACCEPT_CANCEL, KEEP_REST, REFUSE_CANCEL,
)  # fmt: skip
# A partner that has said yes may be at work on it, whatever it has been asked since.
TAKEN_ON = ASK_TO_CANCEL.sources
