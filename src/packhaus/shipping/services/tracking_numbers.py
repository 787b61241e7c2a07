"""Tracking numbers of our own making: the carrier's prefix, ten digits, a check digit."""

from packhaus.decide.identifiers import compute_check_digit
from packhaus.kernel.blocks import IdBlocks

_blocks = IdBlocks("shipping_tracking_block")


def take_serials(count: int) -> list[int]:
    """Return serials for new tracking numbers. Queries: 0, or 1 when the block is used up."""
    return _blocks.take(count)


def build_tracking_number(*, prefix: str, serial: int) -> str:
    """Build a tracking number. Source of the check digit: GS1 General Specifications 7.9.1."""
    digits = f"{serial:010d}"
    return f"{prefix}{digits}{compute_check_digit(digits=digits)}"
