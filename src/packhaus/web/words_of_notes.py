"""What shoppers write about, and what they may choose for their delivery."""

from django.utils.translation import pgettext_lazy as _

from packhaus.web.parts import Words

DELIVERY_OPTIONS: dict[str, Words] = {
    "day": _("delivery", "Another day"),
    "safe_place": _("delivery", "Leave it in a safe place"),
    "neighbour": _("delivery", "Give it to a neighbour"),
    "pickup_point": _("delivery", "Bring it to a pick-up point"),
}
NOTE_PROBLEMS: dict[str, Words] = {
    "missing": _("note", "Something is missing"),
    "damaged": _("note", "Something is damaged"),
    "wrong_items": _("note", "I got something else"),
    "late": _("note", "The parcel does not come"),
    "address": _("note", "The address is wrong"),
    "other": _("note", "Something else"),
}
NOTE_KINDS: dict[str, Words] = {**NOTE_PROBLEMS, **DELIVERY_OPTIONS}
