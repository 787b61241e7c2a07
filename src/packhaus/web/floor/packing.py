"""The checklist of a tote: which lines have been seen, carried by the page; and whether a weight can be right."""

from collections.abc import Sequence

from packhaus.outbound.queries.packing_bench import BenchLine

# Source: screens, section 6: expected weight ± 4% and at least 20 g.
TOLERANCE = 0.04
TOLERANCE_GRAMS = 20


def read_seen(text: str, lines: Sequence[BenchLine]) -> frozenset[int]:
    """Read the lines that a form says were seen; others are left out."""
    known = {str(line.id): line.id for line in lines}
    return frozenset(known[part] for part in text.split("-") if part in known)


def write_seen(seen: frozenset[int]) -> str:
    """Write them for the form that carries them."""
    return "-".join(str(line) for line in sorted(seen))


def find_line(lines: Sequence[BenchLine], seen: frozenset[int], code: str) -> BenchLine | None:
    """Return the line that a scanned item belongs to, one not seen yet before others."""
    text = code.strip()
    fitting = [
        line
        for line in lines
        if text == line.sku_code or any(text == barcode for barcode, _units in line.barcodes)
    ]
    return next((line for line in fitting if line.id not in seen), fitting[0] if fitting else None)


def is_weight_plausible(*, weighed_grams: int, expected_grams: int) -> bool:
    """Tell whether a carton weighs what its contents should."""
    tolerance = max(TOLERANCE * expected_grams, TOLERANCE_GRAMS)
    return abs(weighed_grams - expected_grams) <= tolerance
