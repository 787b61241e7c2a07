"""What can be wrong with locations; every problem of every one at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from packhaus.inventory.types import MIXING, LocationKind
from packhaus.kernel.errors import FieldProblem

MAX_LOCATIONS = 100_000
MAX_MM = 10_000_000
MAX_SEQUENCE = 1_000_000_000
MAX_CAPACITY = 10**15
MAX_PALLETS = 10_000
_PARTS = ("zone", "aisle", "bay", "level", "bin")
_KINDS = frozenset(kind.value for kind in LocationKind)


@dataclass(frozen=True, slots=True)
class LocationDraft:
    """A spot; its place in the walk follows from `walk_sequence`, coordinates are millimetres from the dock."""

    code: str
    kind: str
    zone: str = ""
    aisle: str = ""
    bay: str = ""
    level: str = ""
    bin: str = ""
    x_mm: int = 0
    y_mm: int = 0
    walk_sequence: int = 0
    max_weight_grams: int | None = None
    max_volume_mm3: int | None = None
    max_pallets: int | None = None
    mixing: str = "mixed"


LOCATION_FIELDS = tuple(field.name for field in fields(LocationDraft) if field.name not in {"code", "kind"})
"""What can be changed of a location."""


def check_locations(drafts: Sequence[LocationDraft], *, known: Mapping[str, str]) -> Iterator[FieldProblem]:
    """Yield every problem; `known` says what the site's locations with these codes are."""
    if len(drafts) > MAX_LOCATIONS:
        yield FieldProblem("locations", "too_many", f"are at most {MAX_LOCATIONS} at once")
    seen: set[str] = set()
    for index, draft in enumerate(drafts):
        path = f"locations.{index}"
        yield from _check_words(path, draft)
        yield from _check_figures(path, draft)
        if known.get(draft.code, draft.kind) != draft.kind:
            yield FieldProblem(f"{path}.kind", "fixed", f"{draft.code} is {known[draft.code]} and stays so")
        if draft.code in seen:
            yield FieldProblem(f"{path}.code", "repeated", f"{draft.code} stands twice")
        seen.add(draft.code)


def _check_words(path: str, draft: LocationDraft) -> Iterator[FieldProblem]:
    if not draft.code.strip() or len(draft.code) > 32 or not draft.code.isprintable():
        yield FieldProblem(f"{path}.code", "format", "is 1 to 32 printable characters")
    if draft.kind not in _KINDS:
        yield FieldProblem(f"{path}.kind", "unknown", f"is one of {', '.join(sorted(_KINDS))}")
    for name in _PARTS:
        part = getattr(draft, name)
        if len(part) > 8 or not part.isprintable():
            yield FieldProblem(f"{path}.{name}", "format", "is at most 8 printable characters")


def _check_figures(path: str, draft: LocationDraft) -> Iterator[FieldProblem]:
    for name in ("x_mm", "y_mm"):
        if abs(getattr(draft, name)) > MAX_MM:
            yield FieldProblem(f"{path}.{name}", "range", f"is within {MAX_MM} millimetres of the dock")
    if abs(draft.walk_sequence) > MAX_SEQUENCE:
        yield FieldProblem(f"{path}.walk_sequence", "range", f"is within {MAX_SEQUENCE}")
    for name in ("max_weight_grams", "max_volume_mm3", "max_pallets"):
        value = getattr(draft, name)
        most = MAX_PALLETS if name == "max_pallets" else MAX_CAPACITY
        if value is not None and not 0 <= value <= most:
            yield FieldProblem(f"{path}.{name}", "range", f"is from 0 to {most}")
    if draft.mixing not in MIXING:
        yield FieldProblem(f"{path}.mixing", "unknown", f"is one of {', '.join(MIXING)}")
