"""What a parcel costs: the carton, what fills its empty space, and the freight that is to be expected."""

from __future__ import annotations

from typing import NamedTuple

from packhaus.decide.cartonize.types import CartonType, Size
from packhaus.decide.keys import Key

COURIER_MM3_PER_GRAM = 5_000
"""5,000 cm³ count as a kilogram, as parcel services write into their terms (air cargo: 6,000, IATA TACT rules 3.9)."""
_MM3_PER_LITRE = 1_000_000
_GRAMS_PER_KILOGRAM = 1_000


class Freight(NamedTuple):
    """A carrier's prices: `steps` of (grams up to and with, price), ascending; beyond the last one by the kilogram.

    The weight charged is the greater of the real and the dimensional one; `mm3_per_gram` None: only the real one.
    """

    steps: tuple[tuple[int, int], ...] = ()
    kilogram_beyond_minor: int = 0
    mm3_per_gram: int | None = COURIER_MM3_PER_GRAM


class PackingRules(NamedTuple):
    """What a parcel costs and who may share one.

    `apart` names pairs of hazard classes that never share a carton; a class may be paired with itself.
    """

    freight: Freight = Freight()
    fill_litre_minor: int = 0
    apart: frozenset[frozenset[Key]] = frozenset()


def price_freight(*, freight: Freight, weight_grams: int, size: Size) -> int:
    """Price one parcel by its gross weight and its outside."""
    charged = weight_grams
    if freight.mm3_per_gram:
        charged = max(charged, -(-size[0] * size[1] * size[2] // freight.mm3_per_gram))
    for up_to_grams, price_minor in freight.steps:
        if charged <= up_to_grams:
            return price_minor
    last_grams, last_minor = freight.steps[-1] if freight.steps else (0, 0)
    kilograms = -(-(charged - last_grams) // _GRAMS_PER_KILOGRAM)
    return last_minor + kilograms * freight.kilogram_beyond_minor


def price_carton(*, carton: CartonType, content_grams: int, content_mm3: int, rules: PackingRules) -> int:
    """Price a carton with this content: carton, fill and freight, in minor units."""
    empty = carton.size[0] * carton.size[1] * carton.size[2] - content_mm3
    fill = -(-empty * rules.fill_litre_minor // _MM3_PER_LITRE)
    freight = price_freight(
        freight=rules.freight, weight_grams=carton.tare_grams + content_grams, size=measure_outside(carton)
    )
    return carton.cost_minor + fill + freight


def measure_outside(carton: CartonType) -> Size:
    """Measure a carton from the outside."""
    wall = 2 * carton.wall_mm
    length, width, height = carton.size
    return length + wall, width + wall, height + wall
