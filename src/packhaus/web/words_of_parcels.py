"""What the codes are called of what happens to parcels, and what is best done about it."""

from django.utils.translation import pgettext_lazy as _

from packhaus.web.parts import Words

PROBLEMS: dict[str, Words] = {
    "quiet": _("parcel problem", "No movement"),
    "attempt_failed": _("parcel problem", "Could not be delivered"),
    "stopped": _("parcel problem", "Cannot go on"),
    "damaged": _("parcel problem", "Damaged"),
    "returning": _("parcel problem", "Comes back"),
    "lost": _("parcel problem", "Lost"),
    "delayed": _("parcel problem", "Later than promised"),
}
REASONS: dict[str, Words] = {
    "": "",
    "attempt_failed": _("parcel reason", "nobody took it"),
    "bad_address": _("parcel reason", "wrong address"),
    "refused": _("parcel reason", "refused"),
    "damaged": _("parcel reason", "damaged"),
    "customs": _("parcel reason", "held by the customs"),
    "held": _("parcel reason", "held by the carrier"),
    "other": _("parcel reason", "no reason given"),
}
REMEDIES: dict[str, Words] = {
    "quiet": _("parcel remedy", "Ask the carrier to look for it"),
    "attempt_failed": _("parcel remedy", "Check the address with the shopper; the carrier comes again"),
    "stopped": _("parcel remedy", "Ask the carrier what it needs"),
    "damaged": _("parcel remedy", "Claim it with the carrier and send another"),
    "returning": _("parcel remedy", "Ask the shopper: send again or refund"),
    "lost": _("parcel remedy", "Claim it with the carrier and send another"),
    "delayed": _("parcel remedy", "Tell the shopper the new day"),
}
# What the carrier says asks for something else than the kind alone.
REMEDIES_BY_REASON: dict[str, Words] = {
    "bad_address": _("parcel remedy", "Correct the address with the shopper and tell the carrier"),
    "customs": _("parcel remedy", "Send the carrier the papers that the customs want"),
    "refused": _("parcel remedy", "Ask the shopper: send again or refund"),
}
ENDINGS: dict[str, Words] = {
    "": "",
    "moved": _("parcel problem", "by itself: it moved on"),
    "person": _("parcel problem", "by a person"),
}


def name_remedy(kind: str, why: str) -> Words:
    """Return what is best done about a problem."""
    if kind in {"stopped", "returning", "attempt_failed"} and why in REMEDIES_BY_REASON:
        return REMEDIES_BY_REASON[why]
    return REMEDIES[kind]
