"""Colours of a cart's slots and a wall's compartments: found sooner than a number, which alone decides."""

from django.utils.translation import pgettext_lazy as _

from packhaus.web.parts import Words

SLOT_COLOURS: tuple[Words, ...] = (
    _("colour", "blue"),
    _("colour", "yellow"),
    _("colour", "purple"),
    _("colour", "green"),
    _("colour", "pink"),
    _("colour", "brown"),
    _("colour", "turquoise"),
    _("colour", "white"),
)
"""In the order of the slots; the ninth begins anew. How they look stands in floor.css. No red: that calls for help."""


def get_tint(slot: int) -> int:
    """Return which of the colours a slot has, from 1."""
    return (slot - 1) % len(SLOT_COLOURS) + 1


def name_colour(slot: int) -> str:
    """Return what the colour of a slot is called."""
    return str(SLOT_COLOURS[get_tint(slot) - 1])
