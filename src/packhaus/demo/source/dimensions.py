"""Invented sides and weights: the file has none, but what is packed must have a size.

``dimension_classes.csv`` lists, in the order tried, what one piece as sold measures in its retail packing, estimated
from articles of that kind; the first class whose pattern begins at a word of the description holds. Then the words of
the description change it: a length ("60CM"), a size ("SMALL", ``size_words.csv``) and a count ("SET OF 6"). ``sold_as``
says what a count does: *piece* stacks that many, *nest* puts them into one another, *pack* is the count's size already.
Two articles of one class differ by up to 6 percent, drawn from the code.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from packhaus.demo.source.draws import draw_number
from packhaus.demo.source.tables import read_table

COUNT = re.compile(
    r"\b(?:SET|PACK|BOX)(?: OF |/| )(\d{1,3})\b|\bS/(\d{1,2})\b|"
    r"^(\d{1,3}) (?!TIER|PIECE|HOOK|DRAWER|STRAND|COLOUR|SECTION|ROCKET)"
)
LENGTH = re.compile(r"(\d{1,3}) ?CM\b", re.IGNORECASE)
MOST_PIECES = 48
LONGEST_MM = 980
HEAVIEST_GRAMS = 18_000
# A token side: no article is exactly one centimetre thick by default.
TOKEN_SIDE_MM = 10


class Measures(NamedTuple):
    """Sides in millimetres, longest first, and the weight in grams."""

    dimension_class: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int


class DimensionClass(NamedTuple):
    """One row of the table."""

    name: str
    pattern: re.Pattern[str]
    sides: tuple[float, float, float]
    weight_grams: float
    sold_as: str


def measure(*, code: str, name: str) -> Measures:
    """Return what an article measures, from its description and a little of its code."""
    text = name.upper()
    kind = next(each for each in list_classes() if each.pattern.search(text))
    linear = _read_scale(text, longest=max(kind.sides)) * (
        0.94 + draw_number(of=code, topic="size", below=13) / 100
    )
    sides = [side * linear for side in kind.sides]
    weight = kind.weight_grams * linear**2
    count = _read_count(text)
    if kind.sold_as == "piece":
        sides, weight = _stack(sides, count * 0.85 if count > 1 else 1.0), weight * count
    elif kind.sold_as == "nest" and count > 1:
        sides, weight = [side * 1.1 for side in sides], weight * (1 + 0.55 * (count - 1))
    return _round_off(kind.name, sides, weight)


@cache
def list_classes() -> tuple[DimensionClass, ...]:
    """Return the table in its order; the last class takes everything."""
    return tuple(
        DimensionClass(
            row["class"],
            re.compile(rf"\b(?:{row['pattern']})") if row["pattern"] != "." else re.compile(""),
            (float(row["length_mm"]), float(row["width_mm"]), float(row["height_mm"])),
            float(row["weight_grams"]),
            row["sold_as"],
        )
        for row in read_table("dimension_classes.csv")
    )


@cache
def _list_size_words() -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple(
        (re.compile(row["word"]), int(row["linear_percent"]) / 100) for row in read_table("size_words.csv")
    )


def _read_scale(text: str, *, longest: float) -> float:
    stated = LENGTH.search(text)
    if stated:
        return min(max(int(stated[1]) * 10 / longest, 0.4), 2.5)
    return next((scale for pattern, scale in _list_size_words() if pattern.search(text)), 1.0)


def _read_count(text: str) -> int:
    found = COUNT.search(text)
    return min(int(next(filter(None, found.groups()))), MOST_PIECES) or 1 if found else 1


def _stack(sides: list[float], volume: float) -> list[float]:
    """Grow the shortest side first, as people pile things, until the volume has grown by the factor."""
    while volume > 1:
        sides = sorted(sides)
        grow = min(volume, max(1.26, sides[2] / sides[0]))
        sides[0] *= grow
        volume /= grow
    return sides


def _round_off(name: str, sides: list[float], weight: float) -> Measures:
    whole = sorted((min(max(round(side), 3), LONGEST_MM) for side in sides), reverse=True)
    length, width, height = (side + 1 if side == TOKEN_SIDE_MM else side for side in whole)
    return Measures(name, length, width, height, min(max(round(weight), 5), HEAVIEST_GRAMS))
