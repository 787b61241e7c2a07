"""What the parts of rate cards and of prices are called."""

from collections.abc import Mapping

from django.utils.translation import pgettext_lazy as _

from packhaus.decide.rating import ChargeKind, Refusal
from packhaus.web.parts import Words

SHEET_WORDS: Mapping[str, Words] = {
    "services": _("rates", "Services"),
    "zones": _("rates", "Zones"),
    "prices": _("rates", "Prices"),
    "surcharges": _("rates", "Surcharges"),
    "areas": _("rates", "Areas"),
    "fuel": _("rates", "Fuel"),
    "discounts": _("rates", "Discounts"),
}
MEASURE_WORDS: Mapping[str, Words] = {
    "metric": _("rates", "Kilograms and centimetres"),
    "imperial": _("rates", "Pounds and inches"),
}
CHARGE_WORDS: Mapping[ChargeKind, Words] = {
    ChargeKind.BASE: _("rates", "Price by weight"),
    ChargeKind.DISCOUNT: _("rates", "Discount"),
    ChargeKind.MINIMUM: _("rates", "Up to the minimum"),
    ChargeKind.SURCHARGE: _("rates", "Surcharge"),
    ChargeKind.FUEL: _("rates", "Fuel"),
}
CHOICE_WORDS: Mapping[str, Words] = {
    "country": _("rates", "does not go to this country"),
    "weight": _("rates", "too heavy"),
    "no_zone": _("rates", "no zone from there to there"),
    "no_price": _("rates", "no price for this zone"),
    "too_heavy": _("rates", "too heavy"),
    "too_large": _("rates", "too large"),
    "excluded": _("rates", "the merchant's terms exclude it"),
    "not_allowed": _("rates", "the order names another service"),
    "cash": _("rates", "collects no cash"),
    "dangerous": _("rates", "takes no dangerous goods"),
    "signature": _("rates", "takes no signature"),
    "po_box": _("rates", "goes to no post office box"),
    "insurance": _("rates", "is not liable for this value"),
    "currency": _("rates", "priced in another currency"),
    "too_late": _("rates", "arrives too late"),
    "no_date": _("rates", "nobody said how long it takes"),
}
"""Why a service was not taken."""
REFUSAL_WORDS: Mapping[Refusal, Words] = {
    Refusal.NO_ZONE: _("rates", "no zone from there to there"),
    Refusal.NO_PRICE: _("rates", "no price for this zone"),
    Refusal.TOO_HEAVY: _("rates", "too heavy"),
    Refusal.TOO_LARGE: _("rates", "too large"),
}
