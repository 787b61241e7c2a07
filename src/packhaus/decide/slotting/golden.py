"""What a pick costs that one has to bend or reach for, in metres of walking."""

from collections.abc import Iterable

from packhaus.decide.walking import sort_naturally

REACH_MM = 3_500
"""A pick outside the golden zone takes as long as walking this far.

Source: MTM-1 data card (H. B. Maynard, G. J. Stegemerten, J. L. Schwab, Methods-Time Measurement, 1948): bend 29.0 and
arise 31.9 TMU; walking 5.3 TMU per foot. Reaching above the shoulder counts alike.
"""
_LEVELS = slice(1, 3)
"""From the floor up: knee to shoulder, where racks are picked by hand."""


def guess_golden(*, levels: Iterable[str]) -> frozenset[str]:
    """Guess which levels of a site are its golden zone: the second and third from the floor; none of two or fewer.

    Source of the idea: C. G. Petersen, C. Siu and D. R. Heiser, Improving order picking performance utilizing slotting
    and golden zone storage, International Journal of Operations and Production Management 25 (2005).
    """
    known = sorted({level for level in levels if level}, key=sort_naturally)
    return frozenset(known[_LEVELS]) if len(known) > 2 else frozenset()
