"""Recreate the points that Packhaus ships to find the nearest site: ``src/packhaus/network/data/centroids.csv.gz``.

Run from the checkout: ``python tools/make_centroids.py --shared ../shared/data``. Twice gives the same bytes.

Sources: GeoNames postal codes (CC BY 4.0) for 38 countries; ``centroids_by_hand.csv`` beside this file for the middle
of where people live in every ISO 3166-1 country (to a tenth of a degree) and for Indonesia's provinces, larger towns
and first two digits of the postal code, written down from general knowledge.

A country's codes form a tree of prefixes. A branch is cut where every code below lies within NEAR_KM of their mean:
one row then stands for all of them, marked ``prefix``; a row for a whole code is marked ``postal``. Inner branches are
kept too, so that an unknown code still finds its neighbourhood. Sites lie hundreds of kilometres apart: that is enough.
"""

import argparse
import csv
import gzip
import io
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src/packhaus/network/data/centroids.csv.gz"
NEAR_KM = 25.0
KM_PER_DEGREE = 111.2
# British codes differ in length (LE1 and LE15 are neighbours, not one inside the other): areas and whole codes only.
UNEVEN = frozenset({"GB", "GG"})
# GeoNames numbers the regions of some countries; only those in letters are ones that people write.
POSTAL_FILE = "postal/geonames_postal_selected_countries.csv.gz"


class Spot(NamedTuple):
    """A point in degrees."""

    lat: float
    lon: float


class Row(NamedTuple):
    """A row of the shipped file."""

    country: str
    precision: str
    key: str
    lat: str
    lon: str


def fold_code(*, country: str, code: str) -> str:
    """Return a code as it is compared: capitals, no spaces or hyphens; Luxembourg without the L that few write."""
    folded = code.replace(" ", "").replace("-", "").upper()
    return folded.removeprefix("L") if country == "LU" else folded


def find_mean(spots: Sequence[Spot]) -> Spot:
    """Return the mean of points of one country (none of the countries listed spans the date line but for islands)."""
    return Spot(sum(spot.lat for spot in spots) / len(spots), sum(spot.lon for spot in spots) / len(spots))


def measure_km(one: Spot, other: Spot) -> float:
    """Return a flat distance, good enough to compare with a few kilometres."""
    east = (one.lon - other.lon) * math.cos(math.radians(one.lat))
    return math.hypot(east, one.lat - other.lat) * KM_PER_DEGREE


def read_postal(shared: Path) -> tuple[dict[str, dict[str, Spot]], dict[tuple[str, str], list[Spot]]]:
    """Return the mean point of every code by country, and the points of every region that has a name in letters."""
    codes: dict[str, dict[str, list[Spot]]] = defaultdict(lambda: defaultdict(list))
    regions: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    with gzip.open(shared / POSTAL_FILE, "rt", encoding="utf-8", newline="") as file:
        for country, code, _place, state, lat, lon in list(csv.reader(file))[1:]:
            if "CEDEX" in code:
                continue
            spot = Spot(float(lat), float(lon))
            codes[country][fold_code(country=country, code=code)].append(spot)
            if state.isalpha():
                regions[country, state].append(spot)
    means = {
        country: {code: find_mean(spots) for code, spots in found.items()} for country, found in codes.items()
    }
    return means, regions


def cut_tree(*, prefix: str, codes: dict[str, Spot]) -> Iterator[tuple[str, Spot, bool]]:
    """Yield (key, point, whether it is a whole code) for the codes below a prefix, stopping where they lie close."""
    spots = list(codes.values())
    mean = find_mean(spots)
    if prefix:
        yield prefix, mean, list(codes) == [prefix]
    if prefix and max(measure_km(mean, spot) for spot in spots) <= NEAR_KM:
        return
    below: dict[str, dict[str, Spot]] = defaultdict(dict)
    for code, spot in codes.items():
        if len(code) > len(prefix):
            below[code[: len(prefix) + 1]][code] = spot
    for longer in sorted(below):
        yield from cut_tree(prefix=longer, codes=below[longer])


def list_areas(codes: dict[str, Spot]) -> Iterator[tuple[str, Spot, bool]]:
    """Yield the letters that British codes begin with, each followed by its whole codes."""
    areas: dict[str, dict[str, Spot]] = defaultdict(dict)
    for code, spot in codes.items():
        areas[code.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").rstrip("0123456789")][code] = spot
    for area, below in sorted(areas.items()):
        yield area, find_mean(list(below.values())), False
        yield from ((code, spot, True) for code, spot in sorted(below.items()))


def drop_repeated(rows: Iterator[tuple[str, Spot, bool]]) -> Iterator[tuple[str, Spot, bool]]:
    """Leave out a key whose prefix, just before it, has the same point: it tells nothing more."""
    last: tuple[str, Spot, bool] | None = None
    for row in rows:
        if last is not None and row[0].startswith(last[0]) and measure_km(row[1], last[1]) == 0:
            continue
        last = row
        yield row


def list_rows(shared: Path) -> list[Row]:
    """Return every row, sorted: by hand first decides, then GeoNames."""
    with (HERE / "centroids_by_hand.csv").open(encoding="utf-8", newline="") as file:
        by_hand = [Row(*row) for row in list(csv.reader(file))[1:]]
    codes, regions = read_postal(shared)
    listed = [
        Row(country, "postal" if whole else "prefix", key, f"{spot.lat:.3f}", f"{spot.lon:.3f}")
        for country, found in codes.items()
        for key, spot, whole in drop_repeated(
            list_areas(found) if country in UNEVEN else cut_tree(prefix="", codes=found)
        )
    ]
    in_letters = [
        Row(country, "region", state, f"{mean.lat:.2f}", f"{mean.lon:.2f}")
        for (country, state), spots in regions.items()
        for mean in [find_mean(spots)]
    ]
    return sorted([*by_hand, *listed, *in_letters])


def write_rows(rows: Sequence[Row]) -> None:
    """Write the file; its bytes depend on the rows only."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Row._fields)
    writer.writerows(rows)
    with (
        TARGET.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=9, mtime=0) as file,
    ):
        file.write(text.getvalue().encode())


def main(arguments: Sequence[str]) -> int:
    """Write the file and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared/data"))
    rows = list_rows(parser.parse_args(arguments).shared)
    write_rows(rows)
    sys.stdout.write(f"{len(rows)} points, {TARGET.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
