"""How much goes from which reserve bin to which pick face, and until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from packhaus.decide.keys import Key

_NEVER = datetime.max.replace(tzinfo=UTC)


class Face(NamedTuple):
    """A pick face: units in it, those that no order has, and those that open tasks will bring."""

    key: Key
    sku: Key
    minimum: int
    maximum: int
    on_hand: int
    free: int
    incoming: int

    @property
    def room(self) -> int:
        """Give how many units may still come."""
        return max(self.maximum - self.on_hand - self.incoming, 0)


class Need(NamedTuple):
    """Units that orders take by the piece until a time; released ones are allocated in reserve and come along."""

    sku: Key
    due: datetime | None
    units: int
    is_released: bool


class Source(NamedTuple):
    """Units in a reserve bin that may be taken."""

    key: Key
    sku: Key
    free: int
    received_on: date
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """Bring units from a source to a face, before `needed_at` if orders wait for them."""

    face: Key
    source: Key
    units: int
    needed_at: datetime | None


class Lack(NamedTuple):
    """Units that a face should get and no reserve bin has."""

    face: Key
    units: int


@dataclass(frozen=True, slots=True)
class ReplenishmentPlan:
    """What is to be moved, and what cannot be."""

    moves: tuple[PlannedMove, ...]
    lacks: tuple[Lack, ...]


def plan_faces(
    *,
    faces: Sequence[Face],
    needs: Sequence[Need],
    sources: Sequence[Source],
    packagings: Mapping[Key, Sequence[int]],
) -> ReplenishmentPlan:
    """Fill each face up to its maximum that is below its minimum or will not do for the orders that are known.

    Whole packagings go as far as they fit; pieces only where the face would else stay below its minimum or orders
    would wait. `packagings`: sizes by SKU. Sources: first expired, then first in, then the bin that the take empties.
    """
    by_sku: defaultdict[Key, list[Face]] = defaultdict(list)
    for face in faces:
        by_sku[face.sku].append(face)
    wanted = _group(needs)
    stored = _group(sources)
    moves: list[PlannedMove] = []
    lacks: list[Lack] = []
    for sku, own in by_sku.items():
        sizes = sorted(packagings.get(sku, ()), reverse=True)
        left = {source.key: source.free for source in stored.get(sku, ())}
        needed_at, missing = _find_missing(own, wanted.get(sku, ()))
        for face in own:
            units = _size_fill(face, missing, sizes)
            if not units:
                continue
            due = needed_at if missing > 0 else None
            taken = list(_draw(stored.get(sku, ()), left, units, sizes))
            moves += [PlannedMove(face.key, source, count, due) for source, count in taken]
            got = sum(count for _, count in taken)
            missing -= got
            if got < units:
                lacks.append(Lack(face.key, units - got))
    return ReplenishmentPlan(tuple(moves), tuple(lacks))


def fit_packagings(*, units: int, sizes: Sequence[int]) -> int:
    """Give the most units up to `units` that whole packagings make, the largest first; 0 when none fits."""
    fitted = 0
    for size in sorted(sizes, reverse=True):
        fitted += (units - fitted) // size * size
    return fitted


def _group(records: Sequence[Need] | Sequence[Source]) -> dict[Key, list]:  # type: ignore[type-arg]
    grouped: defaultdict[Key, list] = defaultdict(list)  # type: ignore[type-arg]
    for record in records:
        grouped[record.sku].append(record)
    return grouped


def _find_missing(faces: Sequence[Face], needs: Sequence[Need]) -> tuple[datetime | None, int]:
    """Find how many units the faces lack for orders, and the earliest time at which one waits."""
    incoming = sum(face.incoming for face in faces)
    cover = {True: incoming, False: sum(face.free for face in faces)}
    released = sum(need.units for need in needs if need.is_released)
    cover[False] += max(incoming - released, 0)
    missing, needed_at = 0, None
    for need in sorted(needs, key=lambda need: need.due or _NEVER):
        uncovered = max(need.units - cover[need.is_released], 0)
        cover[need.is_released] = max(cover[need.is_released] - need.units, 0)
        if uncovered and not missing:
            needed_at = need.due
        missing += uncovered
    return needed_at, missing


def _size_fill(face: Face, missing: int, sizes: Sequence[int]) -> int:
    is_low = face.free + face.incoming < face.minimum
    if not face.room or not (is_low or missing > 0):
        return 0
    whole = fit_packagings(units=face.room, sizes=sizes)
    return whole or face.room


def _draw(
    sources: Sequence[Source], left: dict[Key, int], units: int, sizes: Sequence[int]
) -> Iterator[tuple[Key, int]]:
    for source in sorted(sources, key=lambda source: _rank(source, left[source.key], units)):
        there = left[source.key]
        take = min(there, units)
        if 0 < take < there:
            take = fit_packagings(units=take, sizes=sizes) or take
        if take:
            left[source.key] -= take
            units -= take
            yield source.key, take


def _rank(source: Source, there: int, units: int) -> tuple[date, date, bool, int]:
    """Order sources; among those of one date the fullest that the take empties, else the smallest."""
    empties = there <= units
    return source.expires_on or date.max, source.received_on, not empties, -there if empties else there
