"""What codes of the domain are called: kinds of locations, reasons, conditions, policies."""

from django.utils.translation import pgettext_lazy as _

from packhaus.web.packing_words import VAS_STEPS
from packhaus.web.parts import Words
from packhaus.web.slotting_words import SLOTTING_PROBLEMS, SLOTTING_REFUSALS, SLOTTING_WHYS
from packhaus.web.words_of_channels import CHANNEL_TABLES
from packhaus.web.words_of_differences import DISPUTE_GROUNDS, DISPUTE_REASONS
from packhaus.web.words_of_imports import IMPORT_KINDS
from packhaus.web.words_of_labels import LABEL_FAILURES
from packhaus.web.words_of_messages import KINDS
from packhaus.web.words_of_notes import DELIVERY_OPTIONS, NOTE_KINDS
from packhaus.web.words_of_parcels import ENDINGS, PROBLEMS, REASONS
from packhaus.web.words_of_printing import DOCUMENTS, MEDIA, PRINTER_STATES, REACHED_BY, SPEAKS
from packhaus.web.words_of_programs import READERS, SCOPES
from packhaus.web.words_of_recalls import QUARANTINE_REASONS, RECALL_ADVICE, RECALL_HAZARDS, RECALL_OUTCOMES
from packhaus.web.words_of_registrations import BATTERY_KINDS, GATE_ACTIVITIES, SCHEMES

LOCATION_KINDS: dict[str, Words] = {
    "receiving": _("location", "Receiving"),
    "reserve": _("location", "Reserve"),
    "pick_face": _("location", "Pick face"),
    "cross_dock": _("location", "Cross-dock"),
    "tote": _("location", "Totes"),
    "packing": _("location", "Packing"),
    "staging": _("location", "Staging"),
    "dock": _("location", "Dock"),
    "returns": _("location", "Returns"),
    "quarantine": _("location", "Quarantine"),
    "repair": _("location", "Repair"),
    "scrap": _("location", "Scrap"),
    "supplier": _("location", "Supplier"),
    "customer": _("location", "Customer"),
    "in_transit": _("location", "In transit"),
    "adjustment": _("location", "Adjustment"),
}
CONDITIONS: dict[str, Words] = {
    "sellable": _("condition", "Sellable"),
    "quarantine": _("condition", "Quarantined"),
    "damaged": _("condition", "Damaged"),
    "refurbished": _("condition", "Refurbished"),
}
MOVE_REASONS: dict[str, Words] = {
    "receipt": _("movement", "Received"),
    "rolled_back": _("movement", "Receipt taken back"),
    "put_away": _("movement", "Put away"),
    "pick": _("movement", "Picked"),
    "pack": _("movement", "Packed"),
    "drop": _("movement", "Set down"),
    "sort": _("movement", "Sorted"),
    "put_back": _("movement", "Put back"),
    "unpick": _("movement", "Put back"),
    "stage": _("movement", "Staged"),
    "dispatch": _("movement", "Dispatched"),
    "packaging": _("movement", "Used for packing"),
    "assemble": _("movement", "Put together"),
    "take_apart": _("movement", "Taken apart"),
    "move": _("movement", "Moved"),
    "quarantine": _("movement", "Quarantined"),
    "replenish": _("movement", "Replenished"),
    "return": _("movement", "Returned"),
    "count": _("movement", "Counted"),
    "damage": _("movement", "Damaged"),
    "loss": _("movement", "Lost"),
    "expiry": _("movement", "Expired"),
    "sample": _("movement", "Taken as sample"),
    "correction": _("movement", "Corrected"),
    "found": _("movement", "Found"),
    "feed": _("movement", "Partner's feed"),
    "opening": _("movement", "Opening stock"),
    "transfer": _("movement", "Sent to another site"),
    "release": _("movement", "Released"),
    "return_supplier": _("movement", "Sent back to the supplier"),
    "scrap": _("movement", "Scrapped"),
}
COUNT_TRIGGERS: dict[str, Words] = {
    "cycle": _("count trigger", "Its turn"),
    "accuracy": _("count trigger", "Accuracy below the goal"),
    "zero_check": _("count trigger", "Not empty as expected"),
    "short": _("count trigger", "Short while picking"),
    "bin_full": _("count trigger", "Found full at put-away"),
    "wrong_label": _("count trigger", "Shelf label doubted"),
    "asked": _("count trigger", "Asked for"),
    "by_hand": _("count trigger", "Counted without a plan"),
}
COUNT_REASONS: dict[str, Words] = {
    "within": _("count reason", "Within tolerance"),
    "miscounted": _("count reason", "Miscounted before"),
    "lost": _("count reason", "Lost"),
    "mislaid": _("count reason", "Lay in the wrong place"),
    "damaged": _("count reason", "Damaged"),
    "wrong_receipt": _("count reason", "Wrongly received"),
    "wrong_pick": _("count reason", "Wrongly picked"),
    "unit_error": _("count reason", "Mistaken unit, such as a case for a piece"),
    "other": _("count reason", "Something else"),
}
WEIGHT_REASONS: dict[str, Words] = {
    "recounted": _("weight reason", "The items were counted again and are right"),
    "packaging": _("weight reason", "Other packaging or more fill"),
    "wrong_record": _("weight reason", "The recorded weight of an item is wrong"),
}
WORK_KINDS: dict[str, Words] = {
    "assemble": _("work", "Put together"),
    "take_apart": _("work", "Take apart"),
}
UNIT_KINDS: dict[str, Words] = {
    "pallet": _("unit kind", "Pallet"),
    "carton": _("unit kind", "Carton"),
    "tote": _("unit kind", "Tote"),
}
MATERIALS: dict[str, Words] = {
    "paper": _("material", "Paper and cardboard"),
    "plastic": _("material", "Plastic"),
    "wood": _("material", "Wood"),
    "glass": _("material", "Glass"),
    "ferrous": _("material", "Iron and steel"),
    "aluminium": _("material", "Aluminium"),
    "composite": _("material", "Composite"),
    "other": _("material", "Other material"),
}
DAMAGE_REASONS: dict[str, Words] = {
    "crushed": _("damage", "Crushed"),
    "wet": _("damage", "Wet"),
    "broken": _("damage", "Broken"),
    "expired": _("damage", "Expired"),
    "other": _("damage", "Something else"),
}
PUT_AWAY_WHYS: dict[str, Words] = {
    "waited_for": _("put-away", "orders wait for it"),
    "same": _("put-away", "more of the same is there"),
    "empty": _("put-away", "nearest empty place"),
    "shared": _("put-away", "nearest place with room"),
    "chosen": _("put-away", "chosen by hand"),
}
MIXINGS: dict[str, Words] = {
    "mixed": _("mixing", "Anything together"),
    "one_sku": _("mixing", "One item"),
    "one_lot": _("mixing", "One lot of one item"),
}
EXCLUSIONS: dict[str, Words] = {
    "blocked": _("place", "blocked"),
    "reported": _("place", "reported, not counted yet"),
    "volume": _("place", "too little space"),
    "weight": _("place", "too heavy for it"),
    "pallets": _("place", "no pallet position free"),
    "hazard": _("place", "holds another hazard class"),
    "hazard_zone": _("place", "kept for hazardous goods"),
    "condition": _("place", "holds goods in another condition"),
    "mixed_sku": _("place", "holds another item"),
    "mixed_lot": _("place", "holds another lot"),
    "rule": _("place", "a rule sends the goods elsewhere"),
    "kind": _("place", "no place for these goods"),
}
CHANGE_REASONS: dict[str, Words] = {
    "full": _("put-away", "The other one is full"),
    "blocked": _("put-away", "The other one is blocked"),
    "nearer": _("put-away", "This one is nearer"),
    "other": _("put-away", "Another reason"),
}
CANCEL_REASONS: dict[str, Words] = {
    "replanned": _("put-away", "planned anew"),
    "taken_back": _("put-away", "the receipt was taken back"),
    "by_lead": _("put-away", "left where it is"),
    "gone": _("put-away", "gone with its carton"),
}
DIFFERENCE_REASONS: dict[str, Words] = {
    "not_sent": _("difference", "The supplier sent fewer"),
    "lost": _("difference", "Lost on the way"),
    "sent_more": _("difference", "The supplier sent more"),
    "wrong_item": _("difference", "Wrong item sent"),
    "wrong_label": _("difference", "Wrongly labelled"),
    "other": _("difference", "Something else"),
}
DEFECT_REASONS: dict[str, Words] = {
    "damaged": _("defect", "Damaged"),
    "wrong_item": _("defect", "Wrong item"),
    "wrong_label": _("defect", "Wrongly labelled"),
    "incomplete": _("defect", "Incomplete"),
    "function": _("defect", "Does not work"),
    "appearance": _("defect", "Looks wrong"),
    "other": _("defect", "Something else"),
}
SETTLE_GROUNDS: dict[str, Words] = {
    "reworked": _("ground", "Put right"),
    "concession": _("ground", "Good enough, the merchant agrees"),
    "checked_anew": _("ground", "Checked once more"),
    "not_worth": _("ground", "Not worth putting right"),
    "supplier": _("ground", "Agreed with the supplier"),
    "other": _("ground", "Something else"),
}
SETTLE_OUTCOMES: dict[str, Words] = {
    "released": _("outcome", "released"),
    "returned": _("outcome", "sent back to the supplier"),
    "scrapped": _("outcome", "scrapped"),
}
SLOT_REASONS: dict[str, Words] = {
    "day_off": _("slot", "Nobody works there on that day."),
    "no_doors": _("slot", "The site has no doors that can be booked."),
    "no_slot": _("slot", "The doors are closed then, or no slot begins at that time."),
    "past": _("slot", "That time is over."),
    "taken": _("slot", "All doors are taken then."),
    "too_long": _("slot", "So many pallets are not unloaded before the doors close."),
}
VERDICTS: dict[str, Words] = {"accepted": _("verdict", "passed"), "rejected": _("verdict", "did not pass")}
HOLD_REASONS: dict[str, Words] = {
    "fraud": _("hold", "Suspected fraud"),
    "address": _("hold", "Address in doubt"),
    "payment": _("hold", "Payment missing"),
    "credit": _("hold", "Credit limit"),
    "manual": _("hold", "Held by hand"),
    "recall": _("hold", "Recalled goods in its tote or carton"),
}
REJECT_REASONS: dict[str, Words] = {
    "out_of_stock": _("refusal", "Not in stock"),
    "damaged": _("refusal", "Damaged"),
    "discontinued": _("refusal", "No longer sold"),
    "out_of_reach": _("refusal", "Does not deliver there"),
    "no_capacity": _("refusal", "No time for it"),
    "other": _("refusal", "Another reason"),
    "no_answer": _("refusal", "No answer in time"),
}
RESITE_REASONS: dict[str, Words] = {
    "promise": _("move", "To keep the promised day"),
    "cost": _("move", "It is cheaper"),
    "load": _("move", "Too much work there"),
    "stock": _("move", "Its stock is in doubt"),
    "wish": _("move", "The merchant or the shopper asked for it"),
    "other": _("refusal", "Another reason"),
}
# Why units go elsewhere, or out though they were to be cancelled.
WHYS: dict[str, Words] = (
    REJECT_REASONS
    | RESITE_REASONS
    | {
        "said": _("refusal", "Too late to cancel"),
        "sent": _("refusal", "It had left"),
    }
)
LINE_COUNTERS: dict[str, Words] = {
    "ordered": _("units", "want"),
    "promised": _("units", "promised"),
    "allocated": _("units", "allocated"),
    "picked": _("units", "picked"),
    "packed": _("units", "packed"),
    "shipped": _("units", "shipped"),
    "backordered": _("units", "waiting"),
    "cancelled": _("units", "cancelled"),
    "returned": _("units", "returned"),
}
POLICIES: dict[str, Words] = {
    "ship_available": _("policy", "Ship what is there, the rest later"),
    "ship_complete": _("policy", "Ship everything at once"),
    "fill_or_kill": _("policy", "Ship everything now or cancel"),
}
PAYMENT_TERMS: dict[str, Words] = {
    "prepaid": _("payment", "Prepaid"),
    "invoice": _("payment", "Invoice"),
    "cod": _("payment", "Cash on delivery"),
}
BACKORDER_DATES: dict[str, Words] = {
    "announced": _("backorder dates", "Announced deliveries"),
    "ordered": _("backorder dates", "Announced deliveries, then purchase orders"),
}
SITE_KINDS: dict[str, Words] = {
    "warehouse": _("site", "Warehouse"),
    "store": _("site", "Store"),
    "distributor": _("site", "Distributor"),
    "supplier": _("site", "Supplier"),
    "repair": _("site", "Repair shop"),
}
RUN_BY: dict[str, Words] = {"own": _("site", "Ours"), "partner": _("site", "Partner")}
SKU_KINDS: dict[str, Words] = {
    "stock": _("sku", "Stock item"),
    "kit": _("sku", "Kit"),
    "service": _("sku", "Service"),
    "digital": _("sku", "Digital"),
    "fee": _("sku", "Fee"),
    "deposit": _("sku", "Deposit"),
}
ROLES: dict[str, Words] = {
    "lead": _("role", "Shift lead"),
    "associate": _("role", "Associate"),
    "support": _("role", "Support"),
    "finance": _("role", "Finance"),
    "planner": _("role", "Planner"),
    "admin": _("role", "Administrator"),
    "merchant": _("role", "Merchant"),
}
TERMS: dict[str, Words] = {
    "order_policy": _("term", "Order policy"),
    "payment_term": _("term", "Payment"),
    "backorder_limit": _("term", "Units that may wait, per item and site"),
    "backorder_dates": _("term", "Dates for who waits come from"),
    "cart_minutes": _("term", "Minutes a cart holds stock"),
    "ship_from": _("term", "Ships from (none: every site)"),
    "message_languages": _("term", "Languages of messages (none: the shopper's)"),
    "tracking_brand": _("term", "Name on the tracking page"),
    "support_email": _("term", "Address for questions"),
    "retention_contact_days": _("term", "Days that addresses are kept after the last order"),
    "retention_message_days": _("term", "Days that messages are kept"),
    "retention_photo_days": _("term", "Days that photos of deliveries are kept"),
    "receive_over_percent": _("term", "Percent too many that anybody may receive (100: any)"),
    "receive_under_percent": _("term", "Percent too few that anybody may receive (100: any)"),
    "receive_shelf_life_days": _("term", "Days of shelf life left that receiving asks for"),
    "excluded_services": _("term", "Services that are not chosen"),
    "insured_above": _("term", "Insured where worth more than, in the order's currency; 0: no rule"),
    "words_messages": _("term", "The merchant words its own messages"),
    "signed_above": _(
        "term", "Against a signature where worth more than, in the order's currency; 0: no rule"
    ),
}
TITLES: dict[str, Words] = {
    "never": _("title", "Never: it stays with its owner"),
    "dispatch": _("title", "When it leaves"),
    "receipt": _("title", "When it arrives"),
}
DECISIONS: dict[str, Words] = {
    "turn_around": _("decision", "Turn around: the site it left expects it"),
    "receive": _("decision", "Receive anyway: it goes on as planned"),
    "write_off": _("decision", "Write off: all of it is lost"),
}
ACTOR_KINDS: dict[str, Words] = {
    "user": _("actor", "A person"),
    "key": _("actor", "API key"),
    "system": _("actor", "Packhaus"),
    "shopper": _("actor", "Shopper"),
    "warehouse": _("actor", "Warehouse"),
}
LANGUAGES: dict[str, Words] = {
    "en": _("language", "English"),
    "de": _("language", "German"),
    "id": _("language", "Indonesian"),
}
TABLES = {
    "message": KINDS,
    "parcel_problem": PROBLEMS,
    "parcel_reason": REASONS,
    "parcel_ending": ENDINGS,
    "location_kind": LOCATION_KINDS,
    "condition": CONDITIONS,
    "move_reason": MOVE_REASONS,
    "count_trigger": COUNT_TRIGGERS,
    "quarantine_reason": QUARANTINE_REASONS,
    "document": DOCUMENTS,
    "import_kind": IMPORT_KINDS,
    "medium": MEDIA,
    "speaks": SPEAKS,
    "reached_by": REACHED_BY,
    "printer_state": PRINTER_STATES,
    "recall_hazard": RECALL_HAZARDS,
    "delivery_option": DELIVERY_OPTIONS,
    "note": NOTE_KINDS,
    "recall_advice": RECALL_ADVICE,
    "recall_outcome": RECALL_OUTCOMES,
    "count_reason": COUNT_REASONS,
    "damage_reason": DAMAGE_REASONS,
    "difference_reason": DIFFERENCE_REASONS,
    "defect_reason": DEFECT_REASONS,
    "settle_ground": SETTLE_GROUNDS,
    "dispute_reason": DISPUTE_REASONS,
    "dispute_ground": DISPUTE_GROUNDS,
    "settle_outcome": SETTLE_OUTCOMES,
    "slot_reason": SLOT_REASONS,
    "unit_kind": UNIT_KINDS,
    "verdict": VERDICTS,
    "put_away_why": PUT_AWAY_WHYS,
    "exclusion": EXCLUSIONS,
    "slotting_why": SLOTTING_WHYS,
    "slotting_refusal": SLOTTING_REFUSALS,
    "slotting_problem": SLOTTING_PROBLEMS,
    "mixing": MIXINGS,
    "change_reason": CHANGE_REASONS,
    "put_away_cancel": CANCEL_REASONS,
    "hold_reason": HOLD_REASONS,
    "reject_reason": WHYS,
    "policy": POLICIES,
    "payment_term": PAYMENT_TERMS,
    "backorder_dates": BACKORDER_DATES,
    "site_kind": SITE_KINDS,
    "run_by": RUN_BY,
    "sku_kind": SKU_KINDS,
    "role": ROLES,
    "actor_kind": ACTOR_KINDS,
    "language": LANGUAGES,
    "scope": SCOPES,
    "reader": READERS,
    "label_failure": LABEL_FAILURES,
    **CHANNEL_TABLES,
    "scheme": SCHEMES,
    "title_passes": TITLES,
    "gate_activity": GATE_ACTIVITIES,
    "battery_kind": BATTERY_KINDS,
    "vas_step": VAS_STEPS,
}


def name_code(table: str, code: str) -> Words:
    """Return what a code is called; one that the table lacks is shown as it is."""
    return TABLES[table].get(code, code)
