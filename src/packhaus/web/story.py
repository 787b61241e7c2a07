"""Facts of the journal as past-tense sentences; a kind without words is shown by its name."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from packhaus.web.words import name_code

SENTENCES = {
    "order_placed": (noop("took the order: %(promised)s units promised, %(backordered)s waiting"), "receipt"),
    "order_backordered": (noop("put %(units)s units on the waiting list"), "clock"),
    "promise_demoted": (
        noop("took back the promise of %(units)s units: the stock was lost"),
        "alert-triangle",
    ),
    "backorder_promised": (noop("promised %(units)s units that waited"), "circle-check"),
    "backorder_date_moved": (noop("moved the date of units that wait"), "clock"),
    "order_cancelled": (noop("cancelled %(units)s units"), "x"),
    "cancel_requested": (noop("asked the floor to stop %(units)s units"), "hand-stop"),
    "cancel_refused": (noop("could not stop %(units)s units any more"), "alert-circle"),
    "request_accepted": (noop("accepted %(units)s units for %(site)s"), "circle-check"),
    "request_rejected": (
        noop(
            "took %(units)s units from %(site)s (%(why)s): %(elsewhere)s go elsewhere, %(backordered)s wait"
        ),
        "arrow-back-up",
    ),
    "hold_placed": (noop("put the order on hold: %(reason)s"), "hand-stop"),
    "hold_lifted": (noop("lifted the hold: %(reason)s"), "circle-check"),
    "order_tagged": (noop("tagged it %(tag)s"), "circle-dot"),
    "order_untagged": (noop("took the tag %(tag)s off"), "circle-dot"),
    "note_written": (noop("wrote a note"), "note"),
    "message_resent": (noop("sent a message again"), "message"),
    "message_confirmed": (noop("found out that a message had arrived"), "message"),
    "fulfillment_unpacked": (noop("opened the cartons again"), "box"),
    "order_changed": (noop("changed the order"), "circle-dot"),
    "fulfillment_released": (noop("released it to the floor"), "circle-dot"),
    "fulfillment_unreleased": (noop("took it back from the floor"), "arrow-back-up"),
    "fulfillment_picked": (noop("finished picking"), "circle-check"),
    "pick_short": (noop("did not find %(missing)s units"), "alert-triangle"),
    "fulfillment_packed": (noop("packed it"), "box"),
    "tote_put_back": (noop("put %(units)s units of its tote back into their bins"), "arrow-back-up"),
    "pickup_moved": (noop("moved it to the next pick-up"), "clock"),
    "shipment_dispatched": (noop("handed it to the carrier"), "truck"),
    "cancel_answered": (noop("answered the wish to stop"), "hand-stop"),
}


def tell_fact(kind: str, data: Mapping[str, Any]) -> tuple[str, str]:
    """Return the sentence of a fact and the icon beside it."""
    sentence, icon = SENTENCES.get(kind, ("", "circle-dot"))
    if not sentence:
        return kind.replace("_", " "), icon
    values = {"promised": "–", "backordered": "–", "units": "–", "missing": "–", **data}
    if "reason" in values:
        values["reason"] = str(name_code("hold_reason", str(values["reason"])))
    if "why" in values:
        values["why"] = str(name_code("reject_reason", str(values["why"])))
    return _(sentence) % values, icon


_CAUSES = {
    "stock_received": noop("%(units)s units of %(sku)s came in"),
    "stock_freed": noop("%(units)s units of %(sku)s became free"),
    "order_backordered": noop("%(units)s units have to wait"),
}


def tell_cause(kind: str, data: Mapping[str, Any], sku: str | None) -> str:
    """Return what follows "because" for the fact that another is a reaction to; empty when there are no words."""
    sentence = _CAUSES.get(kind)
    return _(sentence) % {"units": "–", **data, "sku": sku or "–"} if sentence else ""
