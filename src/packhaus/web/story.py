"""Facts of the journal as past-tense sentences; a kind without words is shown by its name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext_lazy

from packhaus.web.formats import format_day
from packhaus.web.parts import Words
from packhaus.web.words import name_code

SENTENCES: dict[str, tuple[Words, str]] = {
    "order_placed": (
        ngettext_lazy(
            "took the order: %(promised)s unit promised, %(backordered)s waiting",
            "took the order: %(promised)s units promised, %(backordered)s waiting",
            "promised",
        ),
        "receipt",
    ),
    "order_backordered": (
        ngettext_lazy(
            "put %(units)s unit on the waiting list", "put %(units)s units on the waiting list", "units"
        ),
        "clock",
    ),
    "promise_demoted": (
        ngettext_lazy(
            "took back the promise of %(units)s unit: the stock was lost",
            "took back the promise of %(units)s units: the stock was lost",
            "units",
        ),
        "alert-triangle",
    ),
    "backorder_promised": (
        ngettext_lazy("promised %(units)s unit that waited", "promised %(units)s units that waited", "units"),
        "circle-check",
    ),
    "vas_asked_for": (noop("asked for the service %(option)s"), "star"),
    "vas_dropped": (noop("took the service %(option)s away"), "x"),
    "vas_done": (noop("did the service %(option)s"), "circle-check"),
    "vas_taken_back": (noop("said that the service %(option)s is not done after all"), "alert-circle"),
    "packing_photographed": (noop("took a photo"), "camera"),
    "pack_problem_reported": (noop("set the tote aside at the packing bench"), "alert-triangle"),
    "pack_problem_solved": (noop("took the tote up again at the packing bench"), "circle-check"),
    "weight_accepted": (noop("answered for a carton that weighs other than expected"), "alert-triangle"),
    "backorder_date_moved": (noop("moved the date of units that wait"), "clock"),
    "order_cancelled": (ngettext_lazy("cancelled %(units)s unit", "cancelled %(units)s units", "units"), "x"),
    "cancel_requested": (
        ngettext_lazy(
            "asked the floor to stop %(units)s unit", "asked the floor to stop %(units)s units", "units"
        ),
        "hand-stop",
    ),
    "cancel_refused": (
        ngettext_lazy(
            "could not stop %(units)s unit any more", "could not stop %(units)s units any more", "units"
        ),
        "alert-circle",
    ),
    "partner_asked_to_cancel": (
        ngettext_lazy(
            "asked %(site)s to cancel %(units)s unit", "asked %(site)s to cancel %(units)s units", "units"
        ),
        "hand-stop",
    ),
    "partner_keeps": (
        ngettext_lazy(
            "let %(site)s send %(units)s unit anyway (%(why)s)",
            "let %(site)s send %(units)s units anyway (%(why)s)",
            "units",
        ),
        "alert-circle",
    ),
    "request_accepted": (
        ngettext_lazy(
            "accepted %(units)s unit for %(site)s", "accepted %(units)s units for %(site)s", "units"
        ),
        "circle-check",
    ),
    "request_rejected": (
        ngettext_lazy(
            "took %(units)s unit from %(site)s (%(why)s): %(elsewhere)s go elsewhere, %(backordered)s wait",
            "took %(units)s units from %(site)s (%(why)s): %(elsewhere)s go elsewhere, %(backordered)s wait",
            "units",
        ),
        "arrow-back-up",
    ),
    "hold_placed": (noop("put the order on hold: %(reason)s"), "hand-stop"),
    "hold_lifted": (noop("lifted the hold: %(reason)s"), "circle-check"),
    "order_tagged": (noop("tagged it %(tag)s"), "circle-dot"),
    "order_untagged": (noop("took the tag %(tag)s off"), "circle-dot"),
    "note_written": (noop("wrote a note"), "note"),
    "note_sent": (noop("wrote to us"), "message"),
    "note_taken": (noop("looks after what the shopper wrote"), "message"),
    "note_answered": (noop("answered the shopper"), "message"),
    "note_closed": (noop("closed what the shopper wrote"), "message"),
    "note_reopened": (noop("opened what the shopper wrote again"), "message"),
    "message_resent": (noop("sent a message again"), "message"),
    "message_confirmed": (noop("found out that a message had arrived"), "message"),
    "fulfillment_unpacked": (noop("opened the cartons again"), "box"),
    "order_changed": (noop("changed the order"), "circle-dot"),
    "order_moved": (
        ngettext_lazy(
            "gave %(units)s unit from %(from_site)s to %(to_site)s (%(why)s)",
            "gave %(units)s units from %(from_site)s to %(to_site)s (%(why)s)",
            "units",
        ),
        "arrow-back-up",
    ),
    "fulfillment_released": (noop("released it to the floor"), "circle-dot"),
    "fulfillment_unreleased": (noop("took it back from the floor"), "arrow-back-up"),
    "fulfillment_picked": (noop("finished picking"), "circle-check"),
    "pick_short": (
        ngettext_lazy("did not find %(missing)s unit", "did not find %(missing)s units", "missing"),
        "alert-triangle",
    ),
    "fulfillment_packed": (noop("packed it"), "box"),
    "label_bought": (noop("got the label of %(service)s"), "circle-check"),
    "label_not_bought": (noop("got no label of %(service)s: %(failure)s"), "alert-triangle"),
    "label_fell_back": (noop("sends it with %(service)s instead of %(from_service)s"), "truck"),
    "label_given_back": (noop("gave a label of %(service)s back"), "arrow-back-up"),
    "label_kept": (noop("could not give a label of %(service)s back: %(failure)s"), "alert-triangle"),
    "parcel_accepted": (noop("heard that the carrier has parcel %(tracking_number)s"), "truck"),
    "parcel_out_for_delivery": (
        noop("heard that parcel %(tracking_number)s is out for delivery"),
        "truck-delivery",
    ),
    "parcel_ready_for_pickup": (noop("heard that parcel %(tracking_number)s waits to be collected"), "box"),
    "parcel_delivered": (noop("heard that parcel %(tracking_number)s was delivered"), "circle-check"),
    "parcel_attempt_failed": (
        noop("heard that parcel %(tracking_number)s could not be delivered"),
        "alert-triangle",
    ),
    "parcel_stopped": (noop("heard that parcel %(tracking_number)s cannot go on"), "alert-triangle"),
    "parcel_delayed": (noop("heard that parcel %(tracking_number)s comes later"), "clock"),
    "parcel_damaged": (noop("heard that parcel %(tracking_number)s is damaged"), "alert-triangle"),
    "parcel_returning": (noop("heard that parcel %(tracking_number)s comes back"), "arrow-back-up"),
    "parcel_lost": (noop("heard that parcel %(tracking_number)s is lost"), "alert-triangle"),
    "parcel_problem_taken": (noop("gave parcel %(tracking_number)s to somebody to look after"), "user"),
    "parcel_problem_closed": (noop("dealt with the problem of parcel %(tracking_number)s"), "circle-check"),
    "parcel_problem_reopened": (
        noop("took back that the problem of parcel %(tracking_number)s is dealt with"),
        "arrow-back-up",
    ),
    "tote_put_back": (
        ngettext_lazy(
            "put %(units)s unit of its tote back into its bin",
            "put %(units)s units of its tote back into their bins",
            "units",
        ),
        "arrow-back-up",
    ),
    "pickup_moved": (noop("moved it to the next pick-up"), "clock"),
    "shipment_dispatched": (noop("handed it to the carrier"), "truck"),
    "cancel_answered": (noop("answered the wish to stop"), "hand-stop"),
    "asn_announced": (
        ngettext_lazy("announced %(units)s unit", "announced %(units)s units", "units"),
        "truck-delivery",
    ),
    "asn_changed": (
        ngettext_lazy(
            "changed the delivery: %(units)s unit in %(lines)s lines",
            "changed the delivery: %(units)s units in %(lines)s lines",
            "units",
        ),
        "circle-dot",
    ),
    "asn_arriving": (noop("said that it is on its way"), "truck-delivery"),
    "unannounced_arrived": (noop("took in a delivery that nobody had announced"), "truck-delivery"),
    "goods_received": (
        ngettext_lazy(
            "booked in %(units)s unit, %(damaged)s damaged",
            "booked in %(units)s units, %(damaged)s damaged",
            "units",
        ),
        "circle-check",
    ),
    "receipt_rolled_back": (
        ngettext_lazy(
            "took back the receipt of %(units)s unit", "took back the receipt of %(units)s units", "units"
        ),
        "arrow-back-up",
    ),
    "goods_put_away": (
        ngettext_lazy("put %(units)s unit away", "put %(units)s units away", "units"),
        "circle-check",
    ),
    "put_away_cancelled": (
        ngettext_lazy(
            "left %(units)s unit at the door: its put-away is cancelled",
            "left %(units)s units at the door: their put-away is cancelled",
            "units",
        ),
        "x",
    ),
    "asn_closed": (
        noop("closed the delivery: %(short)s short, %(over)s over, %(damaged)s damaged"),
        "circle-check",
    ),
    "delivery_photographed": (noop("took a photo"), "camera"),
    "slot_booked": (noop("booked door %(door)s, %(starts_at)s"), "clock"),
    "slot_moved": (noop("moved the truck to door %(door)s, %(starts_at)s"), "clock"),
    "slot_cancelled": (noop("gave door %(door)s, %(starts_at)s, free again"), "x"),
    "truck_missed": (noop("noted that the truck of %(starts_at)s did not come"), "alert-triangle"),
    "truck_arrived": (noop("saw the truck arrive"), "truck"),
    "truck_docked": (noop("brought the truck to door %(door)s"), "truck"),
    "unloading_begun": (noop("began to unload at door %(door)s"), "truck-delivery"),
    "unloading_ended": (noop("had the truck empty"), "circle-check"),
    "truck_departed": (noop("saw the truck leave"), "truck"),
    "truck_step_undone": (noop("took the truck's last step back"), "arrow-back-up"),
    "quality_decided": (
        noop("checked %(checked)s of %(units)s units, %(defective)s with defects: they %(verdict)s"),
        "shield-lock",
    ),
    "quarantine_settled": (
        ngettext_lazy(
            "decided about %(units)s unit in quarantine: %(outcome)s",
            "decided about %(units)s units in quarantine: %(outcome)s",
            "units",
        ),
        "shield-lock",
    ),
    "difference_accepted": (noop("accepted what came of %(sku)s"), "circle-check"),
    "difference_disputed": (noop("disputed what came of %(sku)s: %(dispute)s"), "alert-triangle"),
    "dispute_granted": (noop("granted the dispute about %(sku)s: %(answer)s"), "circle-check"),
    "difference_upheld": (noop("stood by what was booked of %(sku)s: %(answer)s"), "hand-stop"),
    "asn_cancelled": (
        ngettext_lazy(
            "cancelled the delivery of %(units)s unit", "cancelled the delivery of %(units)s units", "units"
        ),
        "x",
    ),
    "purchase_placed": (
        ngettext_lazy("ordered %(units)s unit", "ordered %(units)s units", "units"),
        "clipboard-list",
    ),
    "purchase_changed": (
        ngettext_lazy(
            "changed the order: %(units)s unit in %(lines)s lines",
            "changed the order: %(units)s units in %(lines)s lines",
            "units",
        ),
        "circle-dot",
    ),
    "purchase_cut": (
        ngettext_lazy(
            "cancelled %(units)s unit that nothing announces",
            "cancelled %(units)s units that nothing announces",
            "units",
        ),
        "x",
    ),
    "purchase_received": (noop("found that all of it has come"), "circle-check"),
    "purchase_reopened": (noop("found that not all of it has come"), "arrow-back-up"),
    "transfer_drafted": (
        ngettext_lazy(
            "drafted a transfer of %(units)s unit", "drafted a transfer of %(units)s units", "units"
        ),
        "circle-dot",
    ),
    "transfer_released": (
        ngettext_lazy(
            "set %(units)s unit aside for the transfer", "set %(units)s units aside for the transfer", "units"
        ),
        "circle-dot",
    ),
    "transfer_retracted": (noop("took the release of the transfer back"), "arrow-back-up"),
    "transfer_picked": (
        ngettext_lazy(
            "picked %(units)s unit for the transfer", "picked %(units)s units for the transfer", "units"
        ),
        "circle-check",
    ),
    "transfer_put_back": (
        ngettext_lazy(
            "put %(units)s unit of the transfer back", "put %(units)s units of the transfer back", "units"
        ),
        "arrow-back-up",
    ),
    "transfer_shipped": (
        ngettext_lazy(
            "sent %(units)s unit on its way, %(missing)s stayed behind",
            "sent %(units)s units on their way, %(missing)s stayed behind",
            "units",
        ),
        "truck",
    ),
    "transfer_received": (
        ngettext_lazy(
            "of the transfer %(units)s unit has come, %(damaged)s damaged",
            "of the transfer %(units)s units have come, %(damaged)s damaged",
            "units",
        ),
        "circle-check",
    ),
    "transfer_settled": (noop("settled the transfer: %(short)s lost, %(over)s over"), "circle-check"),
    "transfer_turned_around": (
        ngettext_lazy("turned %(units)s unit around", "turned %(units)s units around", "units"),
        "arrow-back-up",
    ),
    "transfer_cancelled": (
        noop("cancelled the transfer, %(written_off)s units written off"),
        "x",
    ),
}
_TOLD_CODES = {
    "verdict": "verdict",
    "outcome": "settle_outcome",
    "dispute": "dispute_reason",
    "answer": "dispute_ground",
    "failure": "label_failure",
}


def tell_fact(kind: str, data: Mapping[str, Any]) -> tuple[str, str]:
    """Return the sentence of a fact and the icon beside it."""
    sentence, icon = SENTENCES.get(kind, ("", "circle-dot"))
    if not sentence:
        return kind.replace("_", " "), icon
    values = dict(data)
    if "reason" in values:
        values["reason"] = str(name_code("hold_reason", str(values["reason"])))
    if "why" in values:
        values["why"] = str(name_code("reject_reason", str(values["why"])))
    if "starts_at" in values:
        values["starts_at"] = _tell_start(str(values["starts_at"]))
    for name, table in _TOLD_CODES.items():
        if name in values:
            values[name] = str(name_code(table, str(values[name])))
    return fill(sentence, values), icon


def _tell_start(written: str) -> str:
    """Return the day and time of a place, as they were there."""
    local = datetime.fromisoformat(written)
    return f"{format_day(local.date())} {local:%H:%M}"


# An older entry may lack a figure that its kind has got since.
_FIGURES = dict.fromkeys(
    ("units", "missing", "promised", "backordered", "orders", "stops", "count", "batches", "entries"), 0
)


def fill(sentence: Words, values: Mapping[str, Any]) -> str:
    """Write a sentence with its values, in the number that the counted one asks for."""
    told = {**_FIGURES, **values}
    return _(sentence) % told if isinstance(sentence, str) else str(sentence % told)
