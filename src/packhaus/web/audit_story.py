"""Every fact of the journal as a past-tense sentence whose subject is who did it; what it is about, by name."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext_lazy, pgettext_lazy

from packhaus.web.parts import Words
from packhaus.web.story import SENTENCES, fill, tell_fact

_FACTS: dict[str, Words] = {
    "bin_counted": ngettext_lazy(
        "counted %(units)s unit in %(location)s", "counted %(units)s units in %(location)s", "units"
    ),
    "batch_built": ngettext_lazy(
        "built a batch of %(stops)s stops for %(orders)s order",
        "built a batch of %(stops)s stops for %(orders)s orders",
        "orders",
    ),
    "batch_claimed": noop("took over a batch"),
    "batch_returned": noop("gave a batch back"),
    "tote_held_back": noop("held a tote back in zone %(zone)s"),
    "carrier_saved": noop("saved the carrier %(code)s with its services"),
    "carton_saved": noop("saved the carton %(code)s"),
    "gateway_saved": noop("set up who carries messages over %(channel)s: %(provider)s"),
    "route_saved": noop("set the channels of messages to %(country)s: %(channels)s"),
    "permission_changed": noop("changed what somebody allows over %(channel)s: %(reason)s"),
    "wording_drafted": noop("saved a draft of words for a message"),
    "wording_discarded": noop("threw a draft of words for a message away"),
    "wording_published": noop("published version %(version)s of the words of a message"),
    "message_brand_changed": noop("changed how messages look"),
    "connection_saved": noop("saved how labels are bought over %(interface)s"),
    "rate_card_saved": noop("saved a rate card of %(carrier)s"),
    "rates_loaded": noop("loaded version %(version)s of a rate card of %(carrier)s"),
    "rates_published": noop("published version %(version)s of a rate card of %(carrier)s"),
    "rates_withdrawn": noop("withdrew version %(version)s of a rate card of %(carrier)s"),
    "rates_unpublished": noop(
        "took back the publication of version %(version)s of a rate card of %(carrier)s"
    ),
    "rates_restored": noop("let version %(version)s of a rate card of %(carrier)s count again"),
    "routing_weights_saved": noop("changed by what the sites of orders are chosen"),
    "carrier_bill_taken": ngettext_lazy(
        "took in bill %(number)s of %(carrier)s: %(parcels)s amount",
        "took in bill %(number)s of %(carrier)s: %(parcels)s amounts",
        "parcels",
    ),
    "billed_parcels_decided": ngettext_lazy(
        "decided about %(parcels)s amount of bill %(number)s of %(carrier)s",
        "decided about %(parcels)s amounts of bill %(number)s of %(carrier)s",
        "parcels",
    ),
    "closed_day_saved": noop("changed the calendar of a site for %(day)s"),
    "compliance_saved": ngettext_lazy(
        "wrote down what laws ask of %(count)s item", "wrote down what laws ask of %(count)s items", "count"
    ),
    "contact_forgotten": noop("forgot a shopper"),
    "count_approved": noop("approved the count of %(location)s"),
    "count_cancelled": noop("cancelled the count of %(location)s"),
    "count_programme_saved": noop("changed how a site counts"),
    "count_rejected": noop("rejected the count of %(location)s"),
    "counts_planned": ngettext_lazy("planned %(count)s count", "planned %(count)s counts", "count"),
    "face_replenished": ngettext_lazy(
        "brought %(units)s unit from %(source)s to %(face)s",
        "brought %(units)s units from %(source)s to %(face)s",
        "units",
    ),
    "faces_saved": ngettext_lazy(
        "set %(count)s pick face of a site", "set %(count)s pick faces of a site", "count"
    ),
    "door_hours_set": noop("changed when the doors of a site open on %(day)s"),
    "doors_set": ngettext_lazy("named %(count)s door of a site", "named %(count)s doors of a site", "count"),
    "evidence_kept": noop("kept the evidence of a registration"),
    "floor_rules_saved": noop("changed how a site picks"),
    "floor_sorted": ngettext_lazy(
        "put %(batches)s batch in order", "put %(batches)s batches in order", "batches"
    ),
    "holds_demoted": ngettext_lazy(
        "took %(units)s unit back from carts: the stock was lost",
        "took %(units)s units back from carts: the stock was lost",
        "units",
    ),
    "item_reslotted": ngettext_lazy(
        "brought %(units)s unit from %(source)s to %(target)s for good",
        "brought %(units)s units from %(source)s to %(target)s for good",
        "units",
    ),
    "job_retried": noop("let the job %(task)s be tried again"),
    "locations_saved": ngettext_lazy("saved %(count)s location", "saved %(count)s locations", "count"),
    "pack_setting_saved": noop("changed what the benches of %(code)s take for a right weight"),
    "packaging_missing": ngettext_lazy(
        "used %(units)s unit of packaging that no stock record has",
        "used %(units)s units of packaging that no stock record has",
        "units",
    ),
    "paper_ended": noop("ended a print job"),
    "paper_sent": noop("sent paper to the printer %(printer)s"),
    "parked_released": ngettext_lazy(
        "let %(entries)s parked entry be tried again",
        "let %(entries)s parked entries be tried again",
        "entries",
    ),
    "plates_made": ngettext_lazy(
        "gave out %(count)s LPN from %(first)s on", "gave out %(count)s LPNs from %(first)s on", "count"
    ),
    "plate_proven": noop("scanned the new label %(code)s"),
    "printer_saved": noop("saved the printer %(code)s"),
    "place_reported": noop("could not put goods into %(code)s"),
    "quality_rule_set": noop("said what is checked: level %(level)s, AQL %(aql)s"),
    "scan_policies_saved": noop("changed what the floor of %(code)s scans"),
    "release_policy_deleted": noop("dropped a release policy"),
    "release_policy_ran": ngettext_lazy(
        "released %(orders)s order by a policy: %(wave)s",
        "released %(orders)s orders by a policy: %(wave)s",
        "orders",
    ),
    "release_policy_saved": noop("changed when a site releases by itself"),
    "sku_measured": noop(
        "measured %(code)s: %(length_mm)s × %(width_mm)s × %(height_mm)s mm, %(weight_grams)s g"
    ),
    "receiving_set": noop("said how goods are received"),
    "put_away_rules_set": ngettext_lazy(
        "said where goods go, in %(count)s rule", "said where goods go, in %(count)s rules", "count"
    ),
    "pick_zones_saved": noop("said in which turn zones are picked"),
    "pick_policy_saved": noop("changed where a site picks pieces from"),
    "reader_rewound": noop("let a reader read again from %(since)s on"),
    "recount_asked": noop("asked for another count of %(location)s"),
    "replenishment_short": ngettext_lazy(
        "did not find %(missing)s unit in %(source)s",
        "did not find %(missing)s units in %(source)s",
        "missing",
    ),
    "reslot_failed": noop("could not bring an item from %(source)s to %(target)s"),
    "registration_accepted": noop("accepted a merchant's registration"),
    "registration_withdrawn": noop("withdrew a registration"),
    "shelf_rule_withdrawn": noop("withdrew a shelf-life rule"),
    "shelf_rule_written": noop("wrote a shelf-life rule down"),
    "registration_written": noop("wrote a registration down"),
    "short_resolved": noop("looked after a short"),
    "site_saved": noop("saved the site %(code)s"),
    "skus_saved": ngettext_lazy("saved %(count)s item", "saved %(count)s items", "count"),
    "skus_tagged": ngettext_lazy("tagged %(count)s item %(tag)s", "tagged %(count)s items %(tag)s", "count"),
    "skus_untagged": ngettext_lazy(
        "took the tag %(tag)s off %(count)s item", "took the tag %(tag)s off %(count)s items", "count"
    ),
    "slotting_decided": ngettext_lazy(
        "decided on %(count)s proposal of slotting", "decided on %(count)s proposals of slotting", "count"
    ),
    "slotting_rules_saved": noop("changed how a site is advised on its bins"),
    "station_saved": noop("saved the station %(code)s"),
    "stock_adjusted": ngettext_lazy(
        "corrected the stock by %(units)s unit", "corrected the stock by %(units)s units", "units"
    ),
    "stock_quarantined": ngettext_lazy(
        "put %(units)s unit into quarantine at %(location)s",
        "put %(units)s units into quarantine at %(location)s",
        "units",
    ),
    "quarantine_ended": ngettext_lazy(
        "decided about %(units)s unit in quarantine at %(location)s",
        "decided about %(units)s units in quarantine at %(location)s",
        "units",
    ),
    "recall_begun": noop("began the recall %(number)s"),
    "recall_told": ngettext_lazy(
        "told the shoppers of %(orders)s order of the recall %(number)s",
        "told the shoppers of %(orders)s orders of the recall %(number)s",
        "orders",
    ),
    "recall_returned": ngettext_lazy(
        "noted that %(units)s unit of the recall %(number)s came back",
        "noted that %(units)s units of the recall %(number)s came back",
        "units",
    ),
    "recall_ended": noop("ended the recall %(number)s"),
    "stock_freed": ngettext_lazy("freed %(units)s unit", "freed %(units)s units", "units"),
    "stock_received": ngettext_lazy("received %(units)s unit", "received %(units)s units", "units"),
    "stock_setting_saved": noop("set safety stock or the limit of what may wait"),
    "term_set": noop("agreed on the term %(key)s"),
    "work_ordered": ngettext_lazy(
        "ordered %(units)s unit of %(number)s to be worked on",
        "ordered %(units)s units of %(number)s to be worked on",
        "units",
    ),
    "work_done": ngettext_lazy(
        "did %(units)s unit of the work %(number)s", "did %(units)s units of the work %(number)s", "units"
    ),
    "work_cancelled": ngettext_lazy(
        "cancelled the work %(number)s with %(units)s unit left",
        "cancelled the work %(number)s with %(units)s units left",
        "units",
    ),
    "vas_options_saved": ngettext_lazy(
        "saved %(count)s value-added service", "saved %(count)s value-added services", "count"
    ),
    "vas_rules_saved": ngettext_lazy(
        "said in %(count)s rule which orders get services",
        "said in %(count)s rules which orders get services",
        "count",
    ),
    "wave_moved": ngettext_lazy(
        "moved a wave with its %(batches)s batch", "moved a wave with its %(batches)s batches", "batches"
    ),
}
_SWITCHES: dict[str, tuple[Words, Words]] = {
    "carton_switched": (noop("switched the carton %(code)s on"), noop("switched the carton %(code)s off")),
    "gate_rule_set": (
        noop("wrote down or switched on a law that asks for registrations"),
        noop("switched off a law that asks for registrations"),
    ),
    "pick_up_planned": (
        noop("kept door %(door)s for %(carrier_code)s"),
        noop("gave door %(door)s free that was kept for %(carrier_code)s"),
    ),
    "door_closed": (noop("closed door %(door)s for a while"), noop("opened door %(door)s again")),
    "location_blocked": (noop("blocked the location %(code)s"), noop("let picks into %(code)s again")),
    "skus_switched": (
        ngettext_lazy("put %(count)s item into use", "put %(count)s items into use", "count"),
        ngettext_lazy("took %(count)s item out of use", "took %(count)s items out of use", "count"),
    ),
    "service_switched": (noop("switched the service %(code)s on"), noop("switched the service %(code)s off")),
}
_ACCESS = {
    "badge_ended": noop("ended somebody's badge"),
    "badge_made": noop("made a badge for somebody"),
    "device_ended": noop("ended a device of the floor"),
    "device_paired": noop("paired a device with a site"),
    "floor_kinds_set": noop("said which work somebody is offered"),
    "key_created": noop("made an API key"),
    "key_revoked": noop("revoked an API key"),
    "merchant_changed": noop("changed a merchant"),
    "merchant_closed": noop("closed a merchant's keys and sign-ins"),
    "merchant_created": noop("made a merchant"),
    "merchant_opened": noop("opened a merchant's keys and sign-ins"),
    "pin_made": noop("made a PIN for somebody"),
    "recovery_codes_renewed": noop("made new recovery codes"),
    "second_factor_removed": noop("took the own second factor away"),
    "second_factor_reset": noop("reset somebody's second factor"),
    "second_factor_set": noop("set up a second factor"),
    "step_approved": noop("approved a step of a colleague"),
    "user_created": noop("made a sign-in"),
    "user_disabled": noop("shut somebody out"),
    "user_enabled": noop("let somebody in again"),
    "user_invited": noop("invited somebody"),
    "user_password_set": noop("set a password"),
    "user_reset_link_made": noop("made a link for a new password"),
    "user_roles_changed": noop("changed somebody's roles"),
    "user_sessions_ended": noop("signed somebody out everywhere"),
}
_OBJECTS: dict[str, Words] = {
    "api_key": pgettext_lazy("object", "API key"),
    "asn": pgettext_lazy("object", "Announced delivery"),
    "batch": pgettext_lazy("object", "Batch"),
    "carrier": pgettext_lazy("object", "Carrier"),
    "carton": pgettext_lazy("object", "Carton"),
    "contact": pgettext_lazy("object", "Shopper"),
    "count": pgettext_lazy("object", "Count"),
    "floor_device": pgettext_lazy("object", "Device"),
    "gate_rule": pgettext_lazy("object", "Law"),
    "job": pgettext_lazy("object", "Job"),
    "key": pgettext_lazy("object", "API key"),
    "location": pgettext_lazy("object", "Location"),
    "merchant": pgettext_lazy("object", "Merchant"),
    "message": pgettext_lazy("object", "Message"),
    "order": pgettext_lazy("object", "Order"),
    "print_job": pgettext_lazy("object", "Print job"),
    "purchase": pgettext_lazy("object", "Purchase order"),
    "recall": pgettext_lazy("object", "Recall"),
    "registration": pgettext_lazy("object", "Registration"),
    "shelf_rule": pgettext_lazy("object", "Shelf-life rule"),
    "rate_card": pgettext_lazy("object", "Rate card"),
    "carrier_bill": pgettext_lazy("object", "Carrier bill"),
    "gateway": pgettext_lazy("object", "Account of a provider"),
    "parcel": pgettext_lazy("object", "Parcel"),
    "permission": pgettext_lazy("object", "What somebody allows"),
    "route": pgettext_lazy("object", "Order of channels"),
    "routing": pgettext_lazy("object", "Choice of sites"),
    "site": pgettext_lazy("object", "Site"),
    "sku": pgettext_lazy("object", "Item"),
    "station": pgettext_lazy("object", "Station"),
    "subscriber": pgettext_lazy("object", "Reader"),
    "transfer": pgettext_lazy("object", "Transfer"),
    "user": pgettext_lazy("object", "Sign-in"),
    "wave": pgettext_lazy("object", "Wave"),
    "wording": pgettext_lazy("object", "Words of a message"),
    "work_order": pgettext_lazy("object", "Work on goods"),
}
_INBOUND = (
    "asn_announced", "asn_changed", "asn_arriving", "asn_cancelled", "asn_closed", "unannounced_arrived",
    "goods_received", "receipt_rolled_back", "goods_put_away", "put_away_cancelled",
    "quality_decided", "quarantine_settled", "delivery_photographed",
    "difference_accepted", "difference_disputed", "dispute_granted", "difference_upheld",
    "slot_booked", "slot_moved", "slot_cancelled", "truck_missed", "truck_arrived", "truck_docked", "unloading_begun",
    "unloading_ended", "truck_departed", "truck_step_undone",
    "purchase_placed", "purchase_changed", "purchase_cut", "purchase_received", "purchase_reopened",
)  # fmt: skip
_TRANSFERS = (
    "transfer_drafted", "transfer_released", "transfer_retracted", "transfer_picked", "transfer_put_back",
    "transfer_shipped", "transfer_received", "transfer_settled", "transfer_turned_around", "transfer_cancelled",
)  # fmt: skip
# What the filter offers: kinds that belong together; a kind is in one group.
GROUPS: dict[str, tuple[Words, tuple[str, ...]]] = {
    "rights": (pgettext_lazy("audit", "People, keys and merchants"), ("access_changed",)),
    "settings": (
        pgettext_lazy("audit", "Settings and terms"),
        (
            "term_set", "site_saved", "closed_day_saved", "locations_saved", "location_blocked", "carrier_saved",
            "connection_saved", "gateway_saved", "route_saved",
            "rate_card_saved", "rates_loaded", "rates_published", "rates_withdrawn",
            "rates_unpublished", "rates_restored", "carrier_bill_taken", "billed_parcels_decided",
            "service_switched", "carton_saved", "pack_setting_saved", "carton_switched", "stock_setting_saved",
            "skus_saved",
            "skus_switched", "skus_tagged", "skus_untagged", "faces_saved", "pick_policy_saved",
            "quality_rule_set",
            "put_away_rules_set", "floor_rules_saved", "scan_policies_saved", "routing_weights_saved",
            "release_policy_saved", "release_policy_deleted", "pick_zones_saved", "slotting_rules_saved",
            "compliance_saved", "registration_written", "registration_accepted", "registration_withdrawn",
            "evidence_kept", "gate_rule_set",
            "shelf_rule_written", "shelf_rule_withdrawn",
            "count_programme_saved", "receiving_set", "sku_measured", "doors_set", "door_hours_set", "door_closed",
            "pick_up_planned",
            "vas_options_saved", "vas_rules_saved", "station_saved", "printer_saved",
        ),
    ),
    "orders": (
        pgettext_lazy("audit", "Orders"),
        tuple(SENTENCES.keys() - {"message_resent", "message_confirmed", *_INBOUND, *_TRANSFERS}),
    ),
    "inbound": (pgettext_lazy("audit", "Deliveries"), _INBOUND),
    "transfers": (pgettext_lazy("audit", "Transfers"), _TRANSFERS),
    "stock": (
        pgettext_lazy("audit", "Stock"),
        (
            "stock_received", "stock_adjusted", "bin_counted", "stock_freed", "holds_demoted", "short_resolved",
            "place_reported", "face_replenished", "replenishment_short", "counts_planned", "count_approved",
            "count_rejected", "count_cancelled", "recount_asked", "packaging_missing", "stock_quarantined",
            "quarantine_ended", "item_reslotted", "reslot_failed", "slotting_decided", "recall_begun", "recall_told",
            "recall_returned", "recall_ended",
        ),
    ),
    "floor": (
        pgettext_lazy("audit", "Floor"),
        ("batch_built", "batch_claimed", "batch_returned", "tote_held_back", "floor_sorted", "wave_moved",
         "release_policy_ran",
         "work_ordered", "work_done", "work_cancelled", "paper_sent", "paper_ended", "plates_made", "plate_proven"),
    ),
    "shoppers": (
        pgettext_lazy("audit", "Shoppers and messages"),
        (
            "contact_forgotten", "message_resent", "message_confirmed", "permission_changed", "wording_drafted",
            "wording_discarded", "wording_published", "message_brand_changed",
        ),
    ),
    "machinery": (
        pgettext_lazy("audit", "Jobs and readers"),
        ("job_retried", "parked_released", "reader_rewound"),
    ),
}  # fmt: skip


# An older entry may lack a field that its kind has got since.
_UNKNOWN = dict.fromkeys(("code", "day", "door", "key", "location", "since", "task"), "–")


def tell_deed(kind: str, data: Mapping[str, Any]) -> str:
    """Return what was done; a kind without words is shown by its name."""
    if kind == "access_changed":
        what = str(data.get("what", ""))
        return _(_ACCESS[what]) if what in _ACCESS else what.replace("_", " ")
    if kind in _SWITCHES:
        on, off = _SWITCHES[kind]
        is_on = data.get("is_active", data.get("is_blocked", data.get("is_closed")))
        return fill(on if is_on else off, {"code": "–", **data})
    if kind in _FACTS:
        return fill(_FACTS[kind], {**_UNKNOWN, **data})
    return tell_fact(kind, data)[0]


def has_words(kind: str) -> bool:
    """Tell whether a kind of fact has a sentence."""
    return kind == "access_changed" or kind in _SWITCHES or kind in _FACTS or kind in SENTENCES


def name_object(aggregate_kind: str) -> Words:
    """Return what a fact is about, by name."""
    return _OBJECTS.get(aggregate_kind, aggregate_kind)
