"""What messages to shoppers are called, and what the places in their words stand for."""

from django.utils.translation import pgettext_lazy

from packhaus.web.parts import Words

KINDS: dict[str, Words] = {
    "order_confirmed": pgettext_lazy("message", "Order confirmed"),
    "order_backordered": pgettext_lazy("message", "Items come later"),
    "backorder_moved": pgettext_lazy("message", "New date"),
    "order_dispatched": pgettext_lazy("message", "Parcels on their way"),
    "order_changed": pgettext_lazy("message", "Order changed"),
    "order_cancelled": pgettext_lazy("message", "Cancelled"),
    "order_partly_cancelled": pgettext_lazy("message", "Partly cancelled"),
    "tracking_link": pgettext_lazy("message", "New link"),
    "recall": pgettext_lazy("message", "Recall"),
    "note_received": pgettext_lazy("message", "Note received"),
    "note_answered": pgettext_lazy("message", "Note answered"),
}
PLACES: dict[str, Words] = {
    "order": pgettext_lazy("place", "The order's number"),
    "shop": pgettext_lazy("place", "The name that messages come from"),
    "name": pgettext_lazy("place", "The shopper's name"),
    "link": pgettext_lazy("place", "The address of the order's page, as a link"),
    "total": pgettext_lazy("place", "What the order costs"),
    "due": pgettext_lazy("place", "What is to be paid on delivery"),
    "waiting": pgettext_lazy("place", "Our sentence that a part waits for stock, where one does"),
    "change": pgettext_lazy("place", "Our sentence on what is new"),
    "expected": pgettext_lazy("place", "The day by which all of it is expected, where it is known"),
    "handed_over": pgettext_lazy("place", "Our sentence that one parcel or several have left"),
    "later": pgettext_lazy("place", "Our sentence that the rest follows, where it does"),
    "carrier": pgettext_lazy("place", "Who carries the parcels"),
    "numbers": pgettext_lazy("place", "Tracking numbers, with commas between"),
}
