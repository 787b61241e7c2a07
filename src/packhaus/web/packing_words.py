"""Words of value-added services and of trouble at the packing bench."""

from django.utils.translation import pgettext_lazy as _

from packhaus.web.parts import Words

VAS_KINDS: dict[str, Words] = {
    "gift_wrap": _("vas", "Gift wrap"),
    "gift_message": _("vas", "Gift message"),
    "insert": _("vas", "Insert"),
    "labelling": _("vas", "Labelling"),
    "engraving": _("vas", "Engraving"),
    "assembly": _("vas", "Assembly"),
    "bundling": _("vas", "Bundling"),
    "tissue": _("vas", "Tissue paper"),
    "tape": _("vas", "Branded tape"),
    "other": _("vas", "Other service"),
}
VAS_STEPS: dict[str, Words] = {
    "bench": _("vas", "At the packing bench"),
    "before": _("vas", "Before packing"),
}
VAS_PER: dict[str, Words] = {
    "unit": _("vas", "Each unit of a line"),
    "order": _("vas", "Once for the order"),
}
PACK_PROBLEMS: dict[str, Words] = {
    "missing": _("pack problem", "An item is missing"),
    "damaged": _("pack problem", "An item is damaged"),
    "wrong_item": _("pack problem", "A wrong item is in the tote"),
    "does_not_fit": _("pack problem", "It fits into no carton"),
    "other": _("pack problem", "Something else"),
}
ASIDE_WHYS: dict[str, Words] = {
    "cancel": _("tote aside", "Its order is to be stopped"),
    "problem": _("tote aside", "A problem at the bench"),
    "held": _("tote aside", "Its order is on hold"),
    "rest": _("tote aside", "Waits for the rest of its order"),
    "service": _("tote aside", "Waits for a service"),
}
