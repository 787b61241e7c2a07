"""A range of bins from a few figures: aisles, bays, levels, walked as a snake."""

from collections.abc import Iterator
from dataclasses import dataclass

from packhaus.inventory.services.check_locations import LocationDraft
from packhaus.kernel.errors import FieldProblem, Invalid

LOCATIONS_AT_MOST = 5_000
AISLE_WIDTH_MM = 3_000


@dataclass(frozen=True, slots=True)
class GridDraft:
    """Aisles, bays and levels from and to (both included). Units: millimetres, grams.

    `first_sequence` is where the walk goes on.
    """

    zone: str
    kind: str
    aisles: tuple[int, int]
    bays: tuple[int, int]
    levels: tuple[int, int]
    bay_width_mm: int = 1_300
    max_weight_grams: int | None = None
    first_sequence: int = 0

    @property
    def fields(self) -> tuple[str, ...]:
        """What the range says of its locations; a weight only when there is one."""
        said = ("zone", "aisle", "bay", "level", "x_mm", "y_mm", "walk_sequence")
        return said if self.max_weight_grams is None else (*said, "max_weight_grams")


def list_grid(draft: GridDraft) -> list[LocationDraft]:
    """Return the bins of a grid, such as A-03-12-2. Raises: Invalid (a range that is none, or too many bins)."""
    problems = list(_check(draft))
    if problems:
        raise Invalid(problems)
    return [
        LocationDraft(
            code="-".join(part for part in (draft.zone, f"{aisle:02}", f"{bay:02}", str(level)) if part),
            kind=draft.kind,
            zone=draft.zone,
            aisle=f"{aisle:02}",
            bay=f"{bay:02}",
            level=str(level),
            x_mm=(aisle - draft.aisles[0]) * AISLE_WIDTH_MM,
            y_mm=(bay - draft.bays[0]) * draft.bay_width_mm,
            walk_sequence=draft.first_sequence + place,
            max_weight_grams=draft.max_weight_grams,
        )
        for place, (aisle, bay, level) in enumerate(_walk(draft))
    ]


def _walk(draft: GridDraft) -> Iterator[tuple[int, int, int]]:
    """Yield the bins as they are walked: up one aisle, down the next."""
    for place, aisle in enumerate(range(draft.aisles[0], draft.aisles[1] + 1)):
        bays = range(draft.bays[0], draft.bays[1] + 1)
        for bay in reversed(bays) if place % 2 else bays:
            for level in range(draft.levels[0], draft.levels[1] + 1):
                yield aisle, bay, level


def _check(draft: GridDraft) -> Iterator[FieldProblem]:
    count = 1
    for name in ("aisles", "bays", "levels"):
        first, last = getattr(draft, name)
        if not 0 <= first <= last <= 999:
            yield FieldProblem(f"{name}_first", "range", "is from 0 to 999, the smaller number first")
        count *= max(0, last - first + 1)
    if count > LOCATIONS_AT_MOST:
        yield FieldProblem(
            "bays_last", "too_many", f"makes {count} locations; at most {LOCATIONS_AT_MOST} at once"
        )
