from __future__ import annotations

from typing import NamedTuple, TypeAlias

from packhaus.decide.keys import Key

Size: TypeAlias = tuple[int, int, int]
"""Length, width, height, in whole units of one kind."""


class BoxKind(NamedTuple):
    """Equal boxes: `stands` are the sizes as which one may stand, `worth` what loading one is worth (its volume).

    Nothing is put onto a `carries_nothing` box where boxes must be supported.
    """

    kind: Key
    quantity: int
    stands: tuple[Size, ...]
    weight: int = 0
    worth: float | None = None
    carries_nothing: bool = False

    @property
    def volume(self) -> int:
        length, width, height = self.stands[0]
        return length * width * height

    @property
    def value(self) -> float:
        return float(self.volume if self.worth is None else self.worth)


class Hold(NamedTuple):
    """What is loaded: a container, a pallet's cargo space or a carton, by its inside."""

    size: Size
    max_weight: int | None = None

    @property
    def volume(self) -> int:
        return self.size[0] * self.size[1] * self.size[2]


class LoadedBox(NamedTuple):
    """One box: its kind, its corner nearest to the hold's origin, and its size as it stands."""

    kind: Key
    corner: Size
    size: Size


class Load(NamedTuple):
    """What is in one hold."""

    boxes: tuple[LoadedBox, ...]

    @property
    def volume(self) -> int:
        return sum(box.size[0] * box.size[1] * box.size[2] for box in self.boxes)
