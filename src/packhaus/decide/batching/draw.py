"""Numbers drawn at random, the same for the same seed on every machine.

Source: G. Marsaglia, Xorshift RNGs, Journal of Statistical Software 8 (2003), the triple 13, 7, 17.
"""

from __future__ import annotations

import numpy as np

from packhaus.decide.batching.tables import Numbers
from packhaus.decide.compiled import compiled_within

SPREAD = 0x9E3779B97F4A7C15 >> 1
WITHOUT_SIGN = (1 << 57) - 1
FRACTION_BITS = 53


def make_seed(number: int) -> Numbers:
    """Make what is drawn from; it changes with every draw."""
    return np.array([(number + 1) * SPREAD % (1 << 62) + 1], dtype=np.int64)


@compiled_within
def draw_share(seed: Numbers) -> float:
    """Draw a number from 0 to below 1."""
    bits = seed[0]
    bits ^= bits << 13
    bits ^= (bits >> 7) & WITHOUT_SIGN
    bits ^= bits << 17
    seed[0] = bits
    share: float = ((bits >> 11) & ((1 << FRACTION_BITS) - 1)) / (1 << FRACTION_BITS)
    return share


@compiled_within
def draw_below(seed: Numbers, count: int) -> int:
    """Draw a whole number below `count`."""
    return int(draw_share(seed) * count)
