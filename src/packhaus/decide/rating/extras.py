"""Surcharges: which parcels bear which, and how much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from packhaus.decide.rating.compile import CompiledCard, Flags
from packhaus.decide.rating.places import (
    NOWHERE,
    Keys,
    Numbers,
    clean_code,
    find_values,
    list_keys,
    make_stem,
)
from packhaus.decide.rating.types import PARTS, Place, PlaceKind, RatedParcel, Surcharge


class ParcelColumns(NamedTuple):
    """Parcels as columns; girth is the longest side and twice the others, days are ordinals."""

    parcels: Sequence[RatedParcel]
    grams: Numbers
    mm3: Numbers
    length: Numbers
    second: Numbers
    girth: Numbers
    days: Numbers
    value: Numbers
    is_residential: Flags
    origins: Sequence[bytes]
    area_stems: Sequence[bytes]
    postal_stems: Sequence[bytes]
    area_keys: Keys
    postal_keys: Keys

    @classmethod
    def of(cls, parcels: Sequence[RatedParcel]) -> ParcelColumns:
        """Lay out parcels as columns."""
        sides = np.array([parcel.sides_mm for parcel in parcels], dtype=np.int64).reshape(-1, 3)
        sides.sort(axis=1)
        nowhere = np.zeros(len(parcels), dtype=np.int64)
        origins = [_make_stem(parcel.origin) for parcel in parcels]
        areas = [
            make_stem(
                country=parcel.destination.country, code=clean_code(parcel.area_code), kind=PlaceKind.AREA
            )
            for parcel in parcels
        ]
        postal = [_make_stem(parcel.destination) for parcel in parcels]
        return cls(
            parcels,
            np.array([parcel.weight_grams for parcel in parcels], dtype=np.int64),
            sides.prod(axis=1),
            sides[:, 2],
            sides[:, 1],
            sides[:, 2] + 2 * (sides[:, 0] + sides[:, 1]),
            np.array([parcel.on.toordinal() for parcel in parcels], dtype=np.int64),
            np.array([parcel.value_minor for parcel in parcels], dtype=np.int64),
            np.array([parcel.is_residential for parcel in parcels], dtype=np.bool_),
            origins,
            areas,
            postal,
            list_keys(areas, nowhere),
            list_keys(postal, nowhere),
        )


def bill_at_least(card: CompiledCard, columns: ParcelColumns) -> Numbers:
    """Return as how heavy each pair counts at least for its size."""
    grams = np.zeros((columns.grams.size, len(card.services)), dtype=np.int64)
    for extra in card.extras:
        if extra.rule.billed_grams:
            is_borne = _find_bearers(card, extra.rule, columns)
            where = is_borne[:, None] & extra.services[None, :]
            grams = np.where(where, np.maximum(grams, extra.rule.billed_grams), grams)
    return grams


def charge_extras(
    card: CompiledCard, columns: ParcelColumns, billed: Numbers, net: Numbers
) -> tuple[dict[int, Numbers], Numbers]:
    """Return each surcharge's amounts where any is charged, and the sum of those that bear fuel."""
    charged: dict[int, Numbers] = {}
    for number, extra in enumerate(card.extras):
        rule = extra.rule
        is_borne = _find_bearers(card, rule, columns)
        if is_borne.any():
            amounts = _measure(rule, columns, billed, net)
            charged[number] = np.where(is_borne[:, None] & extra.services[None, :], amounts, 0)
    _keep_dearest(card, charged)
    fuelled = np.zeros(net.shape, dtype=np.int64)
    for number, amounts in charged.items():
        if card.extras[number].rule.is_fuelled:
            fuelled = fuelled + amounts
    return charged, fuelled


def _measure(rule: Surcharge, columns: ParcelColumns, billed: Numbers, net: Numbers) -> Numbers:
    """Return the greatest of a surcharge's amounts for each pair."""
    amounts = np.full(net.shape, rule.amount_minor, dtype=np.int64)
    if rule.each_grams:
        amounts = np.maximum(amounts, -(-billed // rule.each_grams) * rule.each_amount_minor)
    if rule.base_parts:
        amounts = np.maximum(amounts, (net * rule.base_parts + PARTS // 2) // PARTS)
    if rule.value_parts:
        shares = (columns.value * rule.value_parts + PARTS // 2) // PARTS
        amounts = np.maximum(amounts, shares[:, None])
    return amounts


def _find_bearers(card: CompiledCard, rule: Surcharge, columns: ParcelColumns) -> Flags:
    """Tell for each parcel whether all of a surcharge's conditions hold."""
    holds = np.ones(columns.grams.size, dtype=np.bool_)
    if rule.is_residential is not None:
        holds &= columns.is_residential == rule.is_residential
    for measure, limit in (
        (columns.length, rule.over_length_mm),
        (columns.second, rule.over_second_mm),
        (columns.girth, rule.over_girth_mm),
        (columns.grams, rule.over_grams),
        (columns.value, rule.over_value_minor),
    ):
        if limit is not None:
            holds &= measure > limit
    if rule.valid_from:
        holds &= columns.days >= rule.valid_from.toordinal()
    if rule.valid_until:
        holds &= columns.days <= rule.valid_until.toordinal()
    if rule.option:
        holds &= np.array([rule.option in parcel.options for parcel in columns.parcels], dtype=np.bool_)
    if rule.area:
        holds &= _is_in_area(card, rule.area, columns)
    return holds


def _is_in_area(card: CompiledCard, name: str, columns: ParcelColumns) -> Flags:
    ranges = card.areas[name]
    held: Flags = find_values(ranges, columns.postal_keys) != NOWHERE
    held |= find_values(ranges, columns.area_keys) != NOWHERE
    return held


def _keep_dearest(card: CompiledCard, charged: dict[int, Numbers]) -> None:
    """Of the surcharges of one group leave only the dearest of each pair; of equal ones the first."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number in charged:
        if card.extras[number].rule.group:
            groups[card.extras[number].rule.group].append(number)
    for numbers in groups.values():
        dearest = np.stack([charged[number] for number in numbers]).argmax(axis=0)
        for place, number in enumerate(numbers):
            charged[number] = np.where(dearest == place, charged[number], 0)


def _make_stem(place: Place) -> bytes:
    return make_stem(country=place.country, code=clean_code(place.low), kind=place.kind)
