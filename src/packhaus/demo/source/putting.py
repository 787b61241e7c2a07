"""Choosing bins for the opening stock: fast articles near the dock, what does not fit a face into reserve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packhaus.demo.source.sites import list_locations

if TYPE_CHECKING:
    from packhaus.demo.source.sites import DemoLocation
    from packhaus.demo.source.types import DemoSku

MOST_RESERVE_BINS = 2


class Shelves:
    """The bins of one site while they are filled, articles coming in the order of how often they are picked."""

    def __init__(self, site: str) -> None:
        mine = [location for location in list_locations() if location.site == site]
        # The nearest bay of every aisle first, so that fast articles spread over aisles near the dock.
        self.site = site
        self._faces = sorted((each for each in mine if each.kind == "pick_face"), key=_rank)
        self._reserve = sorted((each for each in mine if each.kind == "reserve"), key=_rank)
        self._next_face = 0
        self._next_reserve = 0

    def put_away(self, *, sku: DemoSku, quantity: int) -> list[tuple[str, int]]:
        """Return bins with quantities for an article: one face, then up to two reserve bins. Faces are never shared."""
        face = self._faces[self._next_face]
        self._next_face += 1
        in_face = min(quantity, count_fitting(sku=sku, location=face))
        placed = [(face.code, in_face)]
        rest = quantity - in_face
        for left in range(MOST_RESERVE_BINS, 0, -1):
            if not rest:
                break
            reserve = self._take_reserve()
            units = rest if left == 1 else min(rest, count_fitting(sku=sku, location=reserve))
            placed.append((reserve.code, units))
            rest -= units
        return placed

    def list_last_faces(self, *, count: int) -> list[str]:
        """Return the codes of the pick faces farthest from the dock."""
        return [face.code for face in self._faces[-count:]]

    def _take_reserve(self) -> DemoLocation:
        taken = self._reserve[self._next_reserve % len(self._reserve)]
        self._next_reserve += 1
        return taken


def count_fitting(*, sku: DemoSku, location: DemoLocation) -> int:
    """Return how many units a bin takes by volume and weight, at least one."""
    volume = sku.length_mm * sku.width_mm * sku.height_mm
    assert volume > 0
    assert location.max_volume_mm3 is not None
    assert location.max_weight_grams is not None
    return max(1, min(location.max_volume_mm3 // volume, location.max_weight_grams // sku.weight_grams))


def _rank(location: DemoLocation) -> tuple[str, int, int]:
    return location.zone, location.y_mm, location.walk_sequence
