"""States of what goes from one site to another."""

from packhaus.kernel.states import Transition

TRANSFER_STATUSES = [
    "draft", "released", "picked", "in_transit", "partially_received", "received", "cancelled",
]  # fmt: skip
ON_THE_WAY = ("in_transit", "partially_received")

RELEASE_TRANSFER = Transition("release_transfer", ("draft",), "released")
RETRACT_TRANSFER = Transition("retract_transfer", ("released",), "draft")
FINISH_PICKING = Transition("finish_picking", ("released",), "picked")
REOPEN_PICKING = Transition("reopen_picking", ("picked",), "released")
SHIP_TRANSFER = Transition("ship_transfer", ("picked",), "in_transit")
RECEIVE_SOME = Transition("receive_some", ("in_transit", "received"), "partially_received")
RECEIVE_NOTHING = Transition("receive_nothing", ("partially_received", "received"), "in_transit")
RECEIVE_ALL = Transition("receive_all", ON_THE_WAY, "received")
CANCEL_TRANSFER = Transition("cancel_transfer", ("draft", "released", "picked"), "cancelled")
WRITE_OFF = Transition("write_off", ("in_transit",), "cancelled")

TRANSFER_TRANSITIONS = (
    RELEASE_TRANSFER, RETRACT_TRANSFER, FINISH_PICKING, REOPEN_PICKING, SHIP_TRANSFER, RECEIVE_SOME, RECEIVE_NOTHING,
    RECEIVE_ALL, CANCEL_TRANSFER, WRITE_OFF,
)  # fmt: skip
