"""Where an address lies: the ladder postal code, prefix, place, region, country over the table that we ship."""

import csv
import gzip
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).resolve().parent.parent / "data" / "centroids.csv.gz"


_INWARD_COUNTRIES = frozenset({"GB", "GG", "IM", "JE"})
"""Where the last three signs are the inward code: "LE1 5AB" lies in LE1, not in LE15."""


class Located(NamedTuple):
    """A point and how exactly it stands for the address; "none" means not even the country is known."""

    latitude: float | None
    longitude: float | None
    precision: str


_NOWHERE = Located(None, None, "none")


def fold_key(text: str) -> str:
    """Fold a code or name to what the table is keyed by: no spaces or hyphens, capitals."""
    return text.replace(" ", "").replace("-", "").upper()


@lru_cache(maxsize=50_000)
def locate(*, country: str, postal_code: str = "", city: str = "", region: str = "") -> Located:
    """Return the finest known point for an address.

    Its postal code or the longest known prefix of it, else its place, else its region, else its country.
    Queries: 0; the table is a file of the package (GeoNames, CC BY 4.0), read once per process.
    """
    table = _load()
    code = fold_key(postal_code)
    if country in _INWARD_COUNTRIES and len(code) > 4:
        code = code[:-3]
    for length in range(len(code), 0, -1):
        if (point := table.get((country, "postal", code[:length]))) is not None:
            return Located(*point, "postal")
        if (point := table.get((country, "prefix", code[:length]))) is not None:
            return Located(*point, "place")
    for precision, name in (("place", city), ("region", region), ("region", city)):
        if name and (point := table.get((country, precision, fold_key(name)))) is not None:
            return Located(*point, precision)
    if (point := table.get((country, "country", ""))) is not None:
        return Located(*point, "country")
    return _NOWHERE


@cache
def _load() -> dict[tuple[str, str, str], tuple[float, float]]:
    with gzip.open(_FILE, "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        columns = next(rows)
        country, precision, key = columns.index("country"), columns.index("precision"), columns.index("key")
        latitude, longitude = columns.index("lat"), columns.index("lon")
        return {
            (row[country], row[precision], row[key]): (float(row[latitude]), float(row[longitude]))
            for row in rows
        }
