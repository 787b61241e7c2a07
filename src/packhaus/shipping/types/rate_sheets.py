"""The sheets that a rate card is made of: their columns, their units and how long they may be."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

METRIC, IMPERIAL = "metric", "imperial"
MEASURES = (METRIC, IMPERIAL)
MOST_ROWS = 200_000

Table = Sequence[Sequence[str]]
"""Rows of cells as text, headings first."""


class SheetColumns(NamedTuple):
    """The columns of a sheet of a rate card, and those that it must have; `is_open`: any others are zones.

    Sheets are as carriers publish tariffs: `prices` has a row per weight and a column per zone. Weights are kilograms
    or pounds, lengths centimetres or inches, amounts the card's currency, percentages numbers such as 7.5.
    """

    known: tuple[str, ...]
    required: tuple[str, ...]
    is_open: bool = False


SHEETS: Mapping[str, SheetColumns] = {
    "services": SheetColumns(
        (
            "service", "dimensional_divisor", "dimensional_above", "minimum", "max_weight", "max_length",
            "max_girth",
        ),
        ("service",),
    ),
    "zones": SheetColumns(
        ("service", "origin_country", "origin_from", "origin_to", "country", "by", "from", "to", "zone"),
        ("country", "zone"),
    ),
    "prices": SheetColumns(("service", "up_to", "each_further"), ("service", "up_to"), is_open=True),
    "surcharges": SheetColumns(
        (
            "code", "name", "services", "residential", "area", "over_length", "over_second", "over_girth",
            "over_weight", "option", "over_value", "from", "until", "amount", "each_weight", "each_amount",
            "percent", "value_percent", "billed_weight", "group", "fuel",
        ),
        ("code", "name"),
    ),
    "areas": SheetColumns(("area", "country", "by", "from", "to"), ("area", "country", "from")),
    "fuel": SheetColumns(("services", "percent", "from", "until"), ("percent",)),
    "discounts": SheetColumns(("services", "zone", "from_parcels", "percent"), ("percent",)),
}  # fmt: skip
REQUIRED_SHEETS = ("services", "zones", "prices")
