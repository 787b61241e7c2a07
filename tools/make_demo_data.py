"""Recreate the data files that the demo ships from the shared originals.

Run from the checkout: ``python tools/make_demo_data.py --shared ../shared/data``. Twice gives the same bytes.
Sources: UCI Online Retail (doi 10.24432/C5BW33) and GeoNames postal codes, both CC BY 4.0.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DATA = Path(__file__).resolve().parents[1] / "src/packhaus/demo/data"
FIRST_DAY_AFTER = "2010-12-24"
# Towns per country: enough that a demo's shoppers do not all live in one street.
PLACES_WANTED = {"GB": 900, "DE": 250, "US": 60, "SG": 12}
PLACES_OTHERWISE = 60
COUNTRIES = (
    "AT",
    "AU",
    "BE",
    "CH",
    "DE",
    "DK",
    "ES",
    "FI",
    "FR",
    "GB",
    "GG",
    "IE",
    "IT",
    "LT",
    "NL",
    "NO",
    "PL",
    "PT",
    "SE",
    "SG",
    "US",
)
# Large recipients have codes of their own in Germany and France; nobody lives at one.
COMPANY_MARKS = (
    " GmbH",
    " AG",
    "CEDEX",
    "Postfach",
    "Agentur",
    "Bundes",
    "Finanz",
    "Stadtverwaltung",
    "Universit",
    "Bank",
    "kasse",
    "APO A",
    "FPO A",
)


def write_gzip(*, path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a CSV whose bytes depend on its rows only; return how many rows went in."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=9, mtime=0) as packed,
    ):
        packed.write(text.getvalue().encode())
    return count


def read_december(shared: Path) -> tuple[list[str], list[list[str]]]:
    """Return the header and the lines of the 20 trading days of December 2010, as they stand in the original."""
    with gzip.open(shared / "online-retail/orders.csv.gz", "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        day = header.index("InvoiceDate")
        return header, [row for row in reader if row[day] < FIRST_DAY_AFTER]


def is_town(*, country: str, code: str, place: str, state: str) -> bool:
    """Tell a town where people live from a company's own code or a Channel Island listed under Britain."""
    if country == "GB" and state.startswith("L93"):
        return False
    if country == "FR" and len(code) != len("75001"):
        return False
    return len(place) > 1 and not any(mark.lower() in place.lower() for mark in COMPANY_MARKS)


def rank_of(text: str) -> bytes:
    """Return a key that sorts rows as if shuffled, the same on every machine."""
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


def read_places(shared: Path) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield the towns kept: country, postal code, place, state code, latitude, longitude; sorted."""
    found: dict[str, list[tuple[str, str, str, str, str, str]]] = defaultdict(list)
    with gzip.open(
        shared / "postal/geonames_postal_selected_countries.csv.gz", "rt", encoding="utf-8", newline=""
    ) as file:
        for country, code, place, state, lat, lon in csv.reader(file):
            if country in COUNTRIES and is_town(country=country, code=code, place=place, state=state):
                found[country].append((country, code, place, state, lat, lon))
    for country in COUNTRIES:
        wanted = PLACES_WANTED.get(country, PLACES_OTHERWISE)
        shuffled = sorted(found[country], key=lambda row: rank_of("|".join(row[:3])))
        # One town per code: codes are drawn as densely as people live, hamlets are not.
        by_code = {row[1]: row for row in reversed(shuffled)}
        yield from sorted(sorted(by_code.values(), key=lambda row: rank_of(row[1]))[:wanted])


def main(arguments: Sequence[str]) -> int:
    """Write both files and say how many rows each has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared/data"))
    shared = parser.parse_args(arguments).shared
    header, lines = read_december(shared)
    orders = write_gzip(path=DATA / "online_retail_2010_12.csv.gz", header=header, rows=lines)
    places = write_gzip(
        path=DATA / "places.csv.gz",
        header=("country", "postal_code", "place", "state", "lat", "lon"),
        rows=read_places(shared),
    )
    sys.stdout.write(f"{orders} order lines, {places} places\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
