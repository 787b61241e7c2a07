"""What codes of slotting are called."""

from django.utils.translation import pgettext_lazy as _

from packhaus.web.parts import Words

SLOTTING_WHYS: dict[str, Words] = {
    "golden": _("slotting", "to hand height"),
    "nearer": _("slotting", "nearer to packing"),
    "together": _("slotting", "to what it is ordered with"),
}
SLOTTING_REFUSALS: dict[str, Words] = {
    "stays": _("slotting", "It belongs where it is"),
    "season": _("slotting", "It will sell differently soon"),
    "effort": _("slotting", "Not worth the effort"),
    "wrong_bin": _("slotting", "Not into this bin"),
    "other": _("slotting", "Another reason"),
}
SLOTTING_PROBLEMS: dict[str, Words] = {
    "not_there": _("slotting", "Not there"),
    "full": _("slotting", "Does not fit"),
    "blocked": _("slotting", "Cannot be reached"),
    "other": _("slotting", "Something else"),
}
