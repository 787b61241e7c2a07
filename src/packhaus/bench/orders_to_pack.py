"""Made-up orders as a web shop's warehouse packs them: 1 to 10 items, eight carton types, a parcel service's prices."""

import random

from packhaus.decide.cartonize.price import Freight, PackingRules
from packhaus.decide.cartonize.types import CartonType, Item

CARTONS = (
    CartonType("XS", (200, 150, 90), 2_000, 60, cost_minor=25),
    CartonType("S", (250, 200, 120), 5_000, 110, cost_minor=35),
    CartonType("M", (300, 220, 150), 10_000, 160, cost_minor=48),
    CartonType("FLAT", (450, 350, 80), 10_000, 240, cost_minor=58),
    CartonType("ML", (350, 250, 200), 15_000, 230, cost_minor=60),
    CartonType("L", (400, 300, 200), 20_000, 300, cost_minor=72),
    CartonType("XL", (500, 350, 300), 25_000, 520, cost_minor=110),
    CartonType("XXL", (600, 400, 400), 31_500, 850, cost_minor=160),
)
RULES = PackingRules(
    Freight(((2_000, 399), (5_000, 549), (10_000, 799), (20_000, 1_199), (31_500, 1_599)), 120),
    fill_litre_minor=3,
    apart=frozenset({frozenset({"lithium", "flammable"})}),
)
_SIDES_MM = (15, 30, 45, 60, 80, 110, 140, 180, 230, 290)


def make_orders(count: int) -> list[list[Item]]:
    """Make the same orders every time."""
    dice = random.Random(11)  # noqa: S311  # made-up data
    return [[_make_item(dice, line) for line in range(dice.randint(1, 10))] for _ in range(count)]


def _make_item(dice: random.Random, line: int) -> Item:
    """Make an item: most are single, a fifth stands upright, some are fragile, carry little or are a hazard."""
    length, width, height = (dice.choice(_SIDES_MM) + dice.randint(0, 14) for _ in range(3))
    return Item(
        line,
        dice.choice((1, 1, 1, 1, 2, 3)),
        (length, width, height),
        max(10, int(length * width * height * dice.uniform(0.1, 0.9) / 1_000)),
        keep_upright=dice.random() < 0.2,
        carries_grams=dice.choice((None, None, None, None, 0, 2_000, 8_000)),
        hazard=dice.choice((None,) * 18 + ("lithium", "flammable")),
    )
