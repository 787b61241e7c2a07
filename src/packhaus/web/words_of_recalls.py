"""What codes of quarantine and recalls are called."""

from django.utils.translation import pgettext_lazy as _

from packhaus.web.parts import Words

QUARANTINE_REASONS: dict[str, Words] = {
    "damage": _("quarantine", "Damaged"),
    "expiry": _("quarantine", "Expired"),
    "short_life": _("quarantine", "Lasts too little to be sent"),
    "recall": _("quarantine", "Recalled"),
    "quality": _("quarantine", "Quality in question"),
    "suspicion": _("quarantine", "Suspicion"),
    "other": _("quarantine", "Another reason"),
}
RECALL_HAZARDS: dict[str, Words] = {
    "health": _("hazard", "Danger to health"),
    "allergen": _("hazard", "Allergen not on the label"),
    "foreign_body": _("hazard", "Foreign bodies"),
    "fire": _("hazard", "Overheating or fire"),
    "injury": _("hazard", "Injuries"),
    "labelling": _("hazard", "Wrong label"),
    "quality": _("hazard", "Faulty"),
    "other": _("hazard", "Another reason"),
}
RECALL_ADVICE: dict[str, Words] = {
    "stop_using": _("advice", "Do not use it any more"),
    "send_back": _("advice", "Send it back"),
    "dispose": _("advice", "Throw it away"),
    "wait": _("advice", "Do not use it until we write again"),
}
RECALL_OUTCOMES: dict[str, Words] = {
    "released": _("recall", "Released"),
    "scrapped": _("recall", "Scrapped"),
}
