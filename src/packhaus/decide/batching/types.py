"""Orders that are walked for together, and the walks."""

from __future__ import annotations

from dataclasses import dataclass

from packhaus.decide.keys import Key
from packhaus.decide.tours import Stop, Tour


@dataclass(frozen=True, slots=True)
class WalkOrder:
    """An order to be picked: where it takes one, and what it needs of a cart, in the units of the cart's limits."""

    order: Key
    stops: tuple[Stop, ...]
    needs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """Orders that one cart takes, and the tour that collects them."""

    orders: tuple[Key, ...]
    tour: Tour


@dataclass(frozen=True, slots=True)
class WalkPlan:
    """The walks, and the orders that need more than a whole cart."""

    walks: tuple[Walk, ...]
    left_out: tuple[Key, ...]

    @property
    def length_mm(self) -> int:
        """How far all walks are together."""
        return sum(walk.tour.length_mm for walk in self.walks)
