"""How far apart two points are, and which known point stands for an address."""

from __future__ import annotations

from enum import StrEnum
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point: TypeAlias = tuple[float, float]

EARTH_RADIUS_KM = 6371.0088
"""Mean radius R1. Source: IUGG 1980, Moritz, Geodetic Reference System 1980."""

FARTHEST_KM = 20_015.2
"""Half of the circumference: what a distance counts as while one end is unknown, so known ends win."""


class Precision(StrEnum):
    """What kind of point stands for an address, the finest first."""

    POSTAL = "postal"
    PLACE = "place"
    REGION = "region"
    COUNTRY = "country"


class Centroid(NamedTuple):
    """One known point; a part that does not apply is an empty string."""

    latitude: float
    longitude: float
    country: str
    region: str = ""
    place: str = ""
    postal_code: str = ""


class Locality(NamedTuple):
    """The parts of an address that decide where it lies; unknown parts are empty strings."""

    country: str
    region: str = ""
    place: str = ""
    postal_code: str = ""


class LocatedPoint(NamedTuple):
    """A point and how exactly it stands for the address."""

    latitude: float
    longitude: float
    precision: Precision


def measure_km(*, origin: Point, target: Point) -> float:
    """Measure the great-circle distance between two points (latitude, longitude in degrees) in kilometres.

    Source: haversine formula, R. W. Sinnott, Virtues of the Haversine, Sky and Telescope 68 (1984) 159.
    """
    latitude_1, longitude_1, latitude_2, longitude_2 = map(radians, (*origin, *target))
    half_chord = (
        sin((latitude_2 - latitude_1) / 2) ** 2
        + cos(latitude_1) * cos(latitude_2) * sin((longitude_2 - longitude_1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half_chord)))


def measure_km_or_farthest(*, origin: Point | None, target: Point | None) -> float:
    """Measure the distance, counting an unknown end as the other side of the Earth."""
    if origin is None or target is None:
        return FARTHEST_KM
    return measure_km(origin=origin, target=target)


def find_point(*, locality: Locality, candidates: Sequence[Centroid]) -> LocatedPoint | None:
    """Find the point that stands for an address: postal code, else place, else region, else country.

    A postal code matches exactly or as a prefix that a candidate knows (British sectors: "SW1A 1" stands for
    "SW1A 1AA"), the longest first; among several places of one code the named one wins, else their mean.
    None when not even the country is known. O(candidates).
    """
    here = [row for row in candidates if row.country.casefold() == locality.country.casefold()]
    steps = (
        (Precision.POSTAL, match_postal_code(locality=locality, candidates=here)),
        (Precision.PLACE, match_place(locality=locality, candidates=here)),
        (Precision.REGION, _match_region(locality, here)),
        (Precision.COUNTRY, [row for row in here if not (row.region or row.place or row.postal_code)]),
    )
    for precision, rows in steps:
        if rows:
            return _average(rows, precision)
    return None


def match_postal_code(*, locality: Locality, candidates: Iterable[Centroid]) -> list[Centroid]:
    """Match the rows of the longest known code, and of the named place if it is there."""
    code = fold_code(locality.postal_code)
    if not code:
        return []
    rows = [row for row in candidates if row.postal_code and code.startswith(fold_code(row.postal_code))]
    longest = max((len(fold_code(row.postal_code)) for row in rows), default=0)
    rows = [row for row in rows if len(fold_code(row.postal_code)) == longest]
    place = locality.place.casefold()
    return [row for row in rows if place and row.place.casefold() == place] or rows


def match_place(*, locality: Locality, candidates: Iterable[Centroid]) -> list[Centroid]:
    """Match the rows of the named place, narrowed to the named region when one of them lies there."""
    place, region = locality.place.casefold(), locality.region.casefold()
    rows = [row for row in candidates if place and row.place.casefold() == place]
    return [row for row in rows if region and row.region.casefold() == region] or rows


def fold_code(code: str) -> str:
    """Fold a postal code to what is compared: no spaces, no hyphens, capitals."""
    return code.replace(" ", "").replace("-", "").upper()


def _match_region(locality: Locality, candidates: Iterable[Centroid]) -> list[Centroid]:
    region = locality.region.casefold()
    rows = [row for row in candidates if region and row.region.casefold() == region]
    return [row for row in rows if not row.place and not row.postal_code] or rows


def _average(rows: Sequence[Centroid], precision: Precision) -> LocatedPoint:
    count = len(rows)
    return LocatedPoint(
        sum(row.latitude for row in rows) / count, sum(row.longitude for row in rows) / count, precision
    )
