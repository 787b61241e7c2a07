"""The picture of a packed carton: its layers from above, drawn to scale, with what lies in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from packhaus.decide.cartonize import Placement

MOST_RECTANGLES = 120
"""A layer of more units is drawn as its blocks: nobody counts so many, and the page stays light."""


@dataclass(frozen=True, slots=True)
class DrawnUnit:
    """One unit, or one block of them, seen from above; millimetres. `mark` is its line's letter."""

    x: int
    y: int
    length: int
    width: int
    mark: str
    tone: int

    @property
    def middle(self) -> tuple[int, int]:
        """Where the letter stands."""
        return self.x + self.length // 2, self.y + self.width // 2


@dataclass(frozen=True, slots=True)
class Layer:
    """What stands at one height; `repeats` such layers lie on each other."""

    number: int
    repeats: int
    units: Sequence[DrawnUnit]


@dataclass(frozen=True, slots=True)
class CartonLine:
    """One line of the legend."""

    mark: str
    tone: int
    name: str
    units: int


@dataclass(frozen=True, slots=True)
class CartonPicture:
    """A carton from above, layer by layer; inside measures in millimetres."""

    code: str
    length: int
    width: int
    height: int
    layers: Sequence[Layer]
    lines: Sequence[CartonLine]

    @property
    def letter_size(self) -> int:
        """How tall a letter is, so that it reads alike in small and large cartons."""
        return max(self.length, self.width) // 14


def draw_carton(
    *, code: str, inside_mm: tuple[int, int, int], placements: Sequence[Placement], names: Mapping[int, str]
) -> CartonPicture:
    """Draw a carton; layers that look alike and lie on each other are one with a count."""
    lines = list(dict.fromkeys(place.line for place in placements))
    marks = {line: chr(ord("A") + place % 26) for place, line in enumerate(lines)}
    tones = {line: place % 6 for place, line in enumerate(lines)}
    legend = [
        CartonLine(marks[line], tones[line], names.get(line, ""), _count(placements, line)) for line in lines
    ]
    heights = sorted({place.z + step * place.dz for place in placements for step in range(place.nz)})
    layers: list[Layer] = []
    for height in heights:
        units = [
            unit
            for place in placements
            if (height - place.z) % place.dz == 0 and 0 <= (height - place.z) // place.dz < place.nz
            for unit in _draw_block(place, marks[place.line], tones[place.line])
        ]
        if layers and layers[-1].units == units:
            layers[-1] = Layer(layers[-1].number, layers[-1].repeats + 1, units)
        else:
            layers.append(Layer(len(layers) + 1, 1, units))
    return CartonPicture(code, *inside_mm, layers, legend)


def _count(placements: Sequence[Placement], line: object) -> int:
    return sum(place.nx * place.ny * place.nz for place in placements if place.line == line)


def _draw_block(place: Placement, mark: str, tone: int) -> list[DrawnUnit]:
    if place.nx * place.ny > MOST_RECTANGLES:
        return [DrawnUnit(place.x, place.y, place.nx * place.dx, place.ny * place.dy, mark, tone)]
    return [
        DrawnUnit(place.x + column * place.dx, place.y + row * place.dy, place.dx, place.dy, mark, tone)
        for column in range(place.nx)
        for row in range(place.ny)
    ]
