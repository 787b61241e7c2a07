"""What can be wrong with items; every problem of every item at once."""

from collections.abc import Iterator, Mapping, Sequence

from packhaus.catalog.types import SkuDraft
from packhaus.decide.identifiers import find_gtin_fault
from packhaus.kernel.errors import FieldProblem

KINDS = frozenset({"stock", "kit", "service", "digital", "fee", "deposit"})
UNITS = frozenset({"each", "gram", "millilitre", "millimetre"})
MAX_MM = 20_000
MAX_GRAMS = 5_000_000
MAX_DEPTH = 3
_GTIN_LENGTHS = (8, 12, 13, 14)


def check_drafts(drafts: Sequence[SkuDraft], kinds: Mapping[str, str]) -> list[FieldProblem]:
    """Return every problem; `kinds` says what the merchant's other items are, by code."""
    known = {**kinds, **{draft.code: draft.kind for draft in drafts}}
    problems = [problem for index, draft in enumerate(drafts) for problem in _check(index, draft, known)]
    return [*problems, *_check_repeats(drafts), *_check_cycles(drafts)]


def _check(index: int, draft: SkuDraft, kinds: Mapping[str, str]) -> Iterator[FieldProblem]:
    path = f"skus.{index}"
    if not draft.code.strip() or len(draft.code) > 40 or not draft.code.isprintable():
        yield FieldProblem(f"{path}.code", "format", "is 1 to 40 printable characters")
    if not draft.name.strip() or len(draft.name) > 200:
        yield FieldProblem(f"{path}.name", "format", "is 1 to 200 characters")
    if draft.kind not in KINDS:
        yield FieldProblem(f"{path}.kind", "unknown", f"is one of {', '.join(sorted(KINDS))}")
    if draft.base_unit not in UNITS:
        yield FieldProblem(f"{path}.base_unit", "unknown", f"is one of {', '.join(sorted(UNITS))}")
    for name in ("length_mm", "width_mm", "height_mm"):
        if not 0 <= getattr(draft, name) <= MAX_MM:
            yield FieldProblem(f"{path}.{name}", "range", f"is from 0 to {MAX_MM} millimetres")
    if not 0 <= draft.weight_grams <= MAX_GRAMS:
        yield FieldProblem(f"{path}.weight_grams", "range", f"is from 0 to {MAX_GRAMS} grams")
    yield from _check_barcodes(path, draft)
    yield from _check_components(path, draft, kinds)


def _check_barcodes(path: str, draft: SkuDraft) -> Iterator[FieldProblem]:
    for code in draft.barcodes:
        if not code.strip() or len(code) > 48 or not code.isprintable():
            yield FieldProblem(f"{path}.barcodes", "format", f"{code!r} is not 1 to 48 printable characters")
        elif code.isdecimal() and len(code) in _GTIN_LENGTHS and (fault := find_gtin_fault(code=code)):
            yield FieldProblem(
                f"{path}.barcodes",
                "check_digit",
                f"{code} is misread: its last digit should be {fault.expected}",
            )


def _check_components(path: str, draft: SkuDraft, kinds: Mapping[str, str]) -> Iterator[FieldProblem]:
    if (draft.kind == "kit") != bool(draft.components):
        yield FieldProblem(f"{path}.components", "required", "a kit has components, and nothing else has")
    for code, quantity in draft.components:
        if code not in kinds:
            yield FieldProblem(f"{path}.components", "unknown_sku", f"{code} is not in the catalog")
        if quantity < 1:
            yield FieldProblem(f"{path}.components", "range", f"{code}: needs at least one unit")


def _check_repeats(drafts: Sequence[SkuDraft]) -> Iterator[FieldProblem]:
    seen: set[str] = set()
    for index, draft in enumerate(drafts):
        if draft.code in seen:
            yield FieldProblem(f"skus.{index}.code", "repeated", f"{draft.code} stands twice in this request")
        seen.add(draft.code)


def _check_cycles(drafts: Sequence[SkuDraft]) -> Iterator[FieldProblem]:
    """Refuse kits that hold themselves or go deeper than three levels, among the items of this request."""
    parts = {draft.code: [code for code, _ in draft.components] for draft in drafts}

    def depth(code: str, above: tuple[str, ...]) -> int:
        if code in above:
            return MAX_DEPTH + 1
        return 1 + max((depth(part, (*above, code)) for part in parts.get(code, ())), default=0)

    for index, draft in enumerate(drafts):
        if draft.components and depth(draft.code, ()) > MAX_DEPTH + 1:
            yield FieldProblem(
                f"skus.{index}.components",
                "depth",
                f"a kit is at most {MAX_DEPTH} levels deep and never in itself",
            )
