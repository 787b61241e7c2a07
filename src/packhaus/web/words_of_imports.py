"""What files that are imported have in them."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from packhaus.web.parts import Words

IMPORT_KINDS: dict[str, Words] = {
    "orders": gettext_lazy("Orders"),
    "catalog": gettext_lazy("Items"),
    "stock": gettext_lazy("Stock"),
    "asns": gettext_lazy("Announced deliveries"),
    "purchases": gettext_lazy("Purchase orders"),
    "transfers": pgettext_lazy("nav", "Transfers"),
    "registrations": gettext_lazy("Registrations"),
    "shelf-rules": gettext_lazy("Shelf-life rules"),
}
