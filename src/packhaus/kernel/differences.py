"""What `packhaus check` finds: two ways to know one figure, and they disagree."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of one key. SQL of a check returns exactly these columns, all of them text."""

    check: str
    key: str
    expected: str
    found: str
