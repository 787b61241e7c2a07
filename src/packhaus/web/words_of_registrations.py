"""What laws ask to be registered: schemes, what they stop, kinds of batteries."""

from django.utils.translation import pgettext_lazy as _

from packhaus.web.parts import Words

SCHEMES: dict[str, Words] = {
    "packaging_register": _("scheme", "Packaging: register"),
    "packaging_system": _("scheme", "Packaging: system participation"),
    "weee": _("scheme", "Electrical devices (WEEE)"),
    "battery": _("scheme", "Batteries"),
    "textile": _("scheme", "Textiles"),
}
GATE_ACTIVITIES: dict[str, Words] = {
    "store": _("activity", "Taking goods in"),
    "ship": _("activity", "Sending goods there"),
}
BATTERY_KINDS: dict[str, Words] = {
    "portable": _("battery", "Portable battery"),
    "light_means": _("battery", "Battery of light means of transport"),
    "starting": _("battery", "Starting, lighting and ignition battery"),
    "industrial": _("battery", "Industrial battery"),
    "electric_vehicle": _("battery", "Electric vehicle battery"),
}
