"""Find which of many ranges of places holds a place; where ranges lie inside each other, the narrowest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from packhaus.decide.rating.types import Place, PlaceKind

CODE_CHARACTERS = 12
_WIDTH = CODE_CHARACTERS + 14
_LAST = b"~"
"""Above all that codes and keys are made of, and of the characters that every comparison orders alike."""
_INVERTED = bytes(range(255, -1, -1))
NOWHERE = -1

Keys = NDArray[np.bytes_]
Numbers = NDArray[np.int64]


class Range(NamedTuple):
    """Keys from `low` to `high`, both in it, and the number of what holds there."""

    low: bytes
    high: bytes
    value: int


class Ranges(NamedTuple):
    """Ranges that do not overlap, ascending."""

    low: Keys
    high: Keys
    values: Numbers


@lru_cache(maxsize=1 << 17)
def clean_code(text: str) -> str:
    """Return a postal or area code as it is compared: capitals and digits, nothing between them."""
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())


def make_stem(*, country: str, code: str, kind: PlaceKind) -> bytes:
    """Return the key of a place without its origin."""
    return f"{country}|{kind[0]}|{code[:CODE_CHARACTERS]}".encode()


def make_prefix(within: int) -> bytes:
    """Return what stands before the keys of all places of one origin, which is a number."""
    return b"%08d|" % within


def make_range(*, place: Place, value: int, within: int = 0) -> Range:
    """Return the keys that a range of places takes."""
    prefix = make_prefix(within)
    low = make_stem(country=place.country, code=place.low, kind=place.kind)
    high = make_stem(country=place.country, code=place.high, kind=place.kind)
    return Range(prefix + low, (prefix + high).ljust(_WIDTH, _LAST), value)


def flatten(ranges: Iterable[Range]) -> Ranges:
    """Cut ranges that lie inside each other into pieces that do not: the narrower one wins. O(n log n).

    Ranges may hold one another or be apart; `find_crossing` says which are neither.
    """
    pieces: list[Range] = []
    open_: list[Range] = []
    at = b""
    for one in sorted(ranges, key=lambda one: (one.low, _invert(one.high))):
        while open_ and open_[-1].high < one.low:
            at = _close(open_.pop(), at, pieces)
        if open_ and at < one.low:
            pieces.append(Range(at, _before(one.low), open_[-1].value))
        open_.append(one)
        at = one.low
    while open_:
        at = _close(open_.pop(), at, pieces)
    return Ranges(
        np.array([piece.low for piece in pieces], dtype=f"S{_WIDTH}"),
        np.array([piece.high for piece in pieces], dtype=f"S{_WIDTH}"),
        np.array([piece.value for piece in pieces], dtype=np.int64),
    )


def find_crossing(ranges: Sequence[Range]) -> list[tuple[int, int]]:
    """Find ranges that are the same as another or overlap one without lying inside it, by their numbers in pairs."""
    order = sorted(range(len(ranges)), key=lambda place: (ranges[place].low, _invert(ranges[place].high)))
    open_: list[int] = []
    crossing = []
    for place in order:
        one = ranges[place]
        while open_ and ranges[open_[-1]].high < one.low:
            open_.pop()
        if open_ and (ranges[open_[-1]].high < one.high or ranges[open_[-1]][:2] == one[:2]):
            crossing.append((open_[-1], place))
            continue
        open_.append(place)
    return crossing


def find_values(ranges: Ranges, keys: Keys) -> Numbers:
    """Return the value of the range that holds each key, `NOWHERE` for those outside of all."""
    if not ranges.low.size:
        return np.full(keys.size, NOWHERE, dtype=np.int64)
    at = np.searchsorted(ranges.low, keys, side="right") - 1
    is_inside = (at >= 0) & (keys <= ranges.high[at])
    return np.where(is_inside, ranges.values[at], NOWHERE)


def list_keys(stems: Sequence[bytes], within: Numbers) -> Keys:
    """Return the keys of places below these origins."""
    prefixes = {number: make_prefix(number) for number in set(within.tolist())}
    made = [prefixes[number] + stem for number, stem in zip(within.tolist(), stems, strict=True)]
    return np.array(made, dtype=f"S{_WIDTH}")


def _close(one: Range, at: bytes, pieces: list[Range]) -> bytes:
    """Add what is left of a range from `at` on, and return where the next begins."""
    if at <= one.high:
        pieces.append(Range(at, one.high, one.value))
        return _after(one.high)
    return at


def _invert(key: bytes) -> bytes:
    return key.ljust(_WIDTH, b"\0").translate(_INVERTED)


def _before(key: bytes) -> bytes:
    """Return the greatest key below one that ends in a letter or digit."""
    return key[:-1] + bytes([key[-1] - 1]) + _LAST * (_WIDTH - len(key))


def _after(key: bytes) -> bytes:
    """Return a key above all that begin as this one does; keys of ranges end in the last byte."""
    stem = key.rstrip(_LAST)
    return stem[:-1] + bytes([stem[-1] + 1])
