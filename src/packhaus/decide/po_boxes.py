"""Tell an address to which no carrier's driver goes: a post office box, or a locker of another post."""

import re
from collections.abc import Iterable

_BOX = re.compile(
    r"\b(?:p\.?\s*o\.?\s*box|post\s+office\s+box|postfach|packstation|postbus|bo[iî]te\s+postale|apartado"
    r"|casella\s+postale|kotak\s+pos|tromol\s+pos)\b",
    re.IGNORECASE,
)


def is_po_box(lines: Iterable[str]) -> bool:
    """Tell whether a line of an address names a post office box or a locker, in the languages of our carriers."""
    return any(_BOX.search(line) for line in lines)
