"""Moves of shipments. Rating and labelling happen in one transaction here: prices are flat and labels are our own."""

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
