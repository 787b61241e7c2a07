"""Bins, what lies in them, and what is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from packhaus.decide.tours import Stop


class Why(StrEnum):
    """What a move is mostly good for."""

    GOLDEN = "golden"
    NEARER = "nearer"
    TOGETHER = "together"


class Slot(NamedTuple):
    """A bin that can be picked from; `is_free`: nothing lies there, and nothing is to come. None: no limit is known."""

    stop: Stop
    kind: str
    zone: str
    is_golden: bool
    is_free: bool
    max_volume_mm3: int | None = None
    max_weight_grams: int | None = None


class Item(NamedTuple):
    """All of one SKU in one slot (its number). `is_alone`: nothing else lies there; hazardous items keep their zone."""

    slot: int
    can_move: bool
    is_alone: bool
    is_hazardous: bool
    volume_mm3: int
    weight_grams: int


class Rules(NamedTuple):
    """What a move may cost: weeks that the walks are of, weeks to pay back, and the handling of one item as walking."""

    weeks: float
    payback_weeks: float
    handling_mm: int
    reach_mm: int
    keeps_zones: bool


class Proposal(NamedTuple):
    """Bring an item to a slot; with `other`, the item that lies there comes to the slot that becomes empty.

    Saved a week: walking and reaching, both in mm of walking. `cost_mm` is the moving itself.
    """

    item: int
    slot: int
    other: int | None
    why: Why
    walking_mm: float
    reaching_mm: float
    cost_mm: int

    @property
    def payback_weeks(self) -> float:
        """How long until the moving is earned back."""
        return self.cost_mm / (self.walking_mm + self.reaching_mm)


Walks = Sequence[Sequence[int]]
"""Per walk the items that were picked on it."""
