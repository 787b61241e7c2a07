"""Moves of shipments, manifests, rate cards, bought labels and what carriers bill.

A shipment with labels of our own is rated and labelled in one transaction; one whose carrier sells them stays rated
until the carrier has answered.
"""

from packhaus.kernel.states import Transition

RATE = Transition("rate", ("draft",), "rated")
LABEL = Transition("label", ("rated",), "labelled")
MANIFEST = Transition("manifest", ("labelled",), "manifested")
UNMANIFEST = Transition("unmanifest", ("manifested",), "labelled")
DISPATCH = Transition("dispatch", ("labelled", "manifested"), "dispatched")
VOID = Transition("void", ("draft", "rated", "labelled", "manifested"), "voided")
SEND_FROM_PARTNER = Transition("send_from_partner", ("draft",), "dispatched")
SHIPMENT_TRANSITIONS = (RATE, LABEL, MANIFEST, UNMANIFEST, DISPATCH, VOID, SEND_FROM_PARTNER)

CLOSE_MANIFEST = Transition("close_manifest", ("open",), "closed")

PUBLISH_RATES = Transition("publish_rates", ("draft",), "published")
WITHDRAW_RATES = Transition("withdraw_rates", ("published",), "withdrawn")
UNPUBLISH_RATES = Transition("unpublish_rates", ("published",), "draft")
RESTORE_RATES = Transition("restore_rates", ("withdrawn",), "published")
RATE_VERSION_STATUSES = ("draft", "published", "withdrawn")
RATE_VERSION_TRANSITIONS = (PUBLISH_RATES, WITHDRAW_RATES, UNPUBLISH_RATES, RESTORE_RATES)

ASK = Transition("ask", ("queued",), "asking")
BUY = Transition("buy", ("asking", "unknown"), "bought")
REFUSE = Transition("refuse", ("asking", "unknown"), "refused")
POSTPONE = Transition("postpone", ("asking",), "queued")
LOSE = Transition("lose", ("asking",), "unknown")
DROP = Transition("drop", ("queued",), "dropped")
GIVE_BACK = Transition("give_back", ("asking", "unknown", "bought", "kept"), "voiding")
TAKE_BACK = Transition("take_back", ("voiding",), "voided")
KEEP = Transition("keep", ("voiding",), "kept")
PURCHASE_STATUSES = (
    "queued", "asking", "unknown", "bought", "refused", "dropped", "voiding", "voided", "kept",
)  # fmt: skip
PURCHASE_TRANSITIONS = (ASK, BUY, REFUSE, POSTPONE, LOSE, DROP, GIVE_BACK, TAKE_BACK, KEEP)

ACCEPT_BILLED = Transition("accept_billed", ("open", "disputed"), "accepted")
DISPUTE_BILLED = Transition("dispute_billed", ("open", "accepted"), "disputed")
CREDIT_BILLED = Transition("credit_billed", ("open", "disputed"), "credited")
REOPEN_BILLED = Transition("reopen_billed", ("accepted", "disputed", "credited"), "open")
BILLED_STATES = ("open", "accepted", "disputed", "credited")
BILLED_TRANSITIONS = (ACCEPT_BILLED, DISPUTE_BILLED, CREDIT_BILLED, REOPEN_BILLED)
