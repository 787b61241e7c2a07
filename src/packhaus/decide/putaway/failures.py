"""What was tried in vain in one plan: places only fill, so that what is no smaller need not be tried again."""

from collections.abc import Hashable

from packhaus.decide.putaway.room import Measured

MOST_TOLD = 30
"""How often places are counted exactly in one plan; a house that is full is so for the thousandth carton as well."""


class Failures:
    """Loads that no place of a pool took, by the pool and by what else decides: hazard, condition, pallet, mixture."""

    def __init__(self) -> None:
        """Begin without any."""
        self._least: dict[Hashable, list[tuple[int, int]]] = {}
        self._told: dict[Hashable, dict[tuple[int, int], dict[str, int]]] = {}

    def is_hopeless(self, pool: Hashable, goods: Measured) -> bool:
        """Tell whether something as small or smaller found no place there."""
        volume, weight = goods.least
        return any(volume >= v and weight >= w for v, w in self._least.get(_key(pool, goods), ()))

    def note(self, pool: Hashable, goods: Measured) -> None:
        """Remember that goods found no place there."""
        self._least.setdefault(_key(pool, goods), []).append(goods.least)

    def find_told(self, pool: Hashable, goods: Measured) -> dict[str, int] | None:
        """Return what ruled places out for the same kind of goods of the same size, or of the nearest after many."""
        told = self._told.get(_key(pool, goods), {})
        if goods.least in told or len(told) < MOST_TOLD:
            return told.get(goods.least)
        return told[min(told, key=lambda least: abs(least[0] - goods.least[0]))]

    def tell(self, pool: Hashable, goods: Measured, excluded: dict[str, int]) -> dict[str, int]:
        """Remember what ruled places out, and return it."""
        self._told.setdefault(_key(pool, goods), {})[goods.least] = excluded
        return excluded


def _key(pool: Hashable, goods: Measured) -> Hashable:
    load = goods.load
    return pool, goods.hazards, load.condition, load.is_unit, load.pallets, len(goods.contents) > 1
