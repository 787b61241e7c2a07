"""How many whole cases a quantity is: whoever takes them does not count pieces."""

from collections.abc import Iterable

from packhaus.web.formats import format_quantity


def name_packed(units: int, packagings: Iterable[tuple[str, int]]) -> str:
    """Return a quantity in the largest packaging that it is a whole number of: "2 × case"; empty where it is none."""
    fits = [(size, name) for name, size in packagings if 1 < size <= units and units % size == 0]
    if not fits:
        return ""
    size, name = max(fits)
    return f"{format_quantity(units // size)} × {name}"
