"""What the codes of disputed deliveries are called."""

from django.utils.translation import pgettext_lazy as _

from packhaus.web.parts import Words

DISPUTE_REASONS: dict[str, Words] = {
    "sent_all": _("dispute", "All of it was sent, as the papers show"),
    "not_sent": _("dispute", "That many were not sent"),
    "not_damaged": _("dispute", "It was whole when it arrived"),
    "right_item": _("dispute", "It is the right item"),
    "not_ours": _("dispute", "It is not ours"),
    "count_again": _("dispute", "Count it again"),
    "other": _("dispute", "Something else"),
}
DISPUTE_GROUNDS: dict[str, Words] = {
    "found": _("dispute", "The units were found"),
    "miscounted": _("dispute", "We counted wrongly"),
    "damaged_here": _("dispute", "It was damaged with us"),
    "counted_again": _("dispute", "Counted again: it is as booked"),
    "photo_shows": _("dispute", "The photos show it"),
    "papers_show": _("dispute", "The signed papers show it"),
    "other": _("dispute", "Something else"),
}
