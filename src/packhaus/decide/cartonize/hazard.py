"""Which dangerous goods never share a carton."""

from __future__ import annotations

from packhaus.decide.keys import Key

HAZARD_CLASSES = (
    "1", "2.1", "2.2", "2.3", "3", "4.1", "4.2", "4.3", "5.1", "5.2", "6.1", "7", "8", "9",
)  # fmt: skip
"""Classes and divisions of the UN Model Regulations, as labels name them."""

_APART = {
    "1": ("2.1", "2.2", "2.3", "3", "4.1", "4.2", "4.3", "5.1", "5.2", "6.1", "7", "8", "9"),
    "2.1": ("2.3", "7"),
    "2.3": ("3", "4.1", "4.2", "4.3", "5.1", "5.2", "8"),
    "3": ("5.1",),
    "4.1": ("8",),
    "4.2": ("8",),
    "4.3": ("8",),
    "5.1": ("8",),
    "5.2": ("8",),
}

KEPT_APART: frozenset[frozenset[Key]] = frozenset(
    frozenset({one, other}) for one, others in _APART.items() for other in others
)
"""Pairs that react: every X and every O of the table, as one carton has no separation that would make an O legal.

The zones of 2.3 count alike. The rows of 6.1 hold for packing group I, zone A alone, which no parcel service takes;
class 1 stays alone whatever its division.
Source: 49 CFR 177.848(d), segregation table for hazardous materials.
"""
