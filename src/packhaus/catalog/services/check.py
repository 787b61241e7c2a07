"""What can be wrong with items; every problem of every item at once."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from packhaus.catalog.queries.kinds import Existing
from packhaus.catalog.services.check_kits import check_kits
from packhaus.catalog.types import SKU_FIELDS, PackagingDraft, SkuDraft
from packhaus.decide.cartonize.hazard import HAZARD_CLASSES
from packhaus.decide.identifiers import find_gtin_fault
from packhaus.kernel.errors import FieldProblem
from packhaus.kernel.tags import TAGS_AT_MOST, list_tag_problems

KINDS = frozenset({"stock", "kit", "service", "digital", "fee", "deposit"})
UNITS = frozenset({"each", "gram", "millilitre", "millimetre"})
MAX_MM = 20_000
MAX_GRAMS = 5_000_000
MAX_DAYS = 3_650
MAX_UNITS = 1_000_000
MAX_COST = 10**12
_CURRENCY = re.compile(r"[A-Z]{3}")
_GTIN_LENGTHS = (8, 12, 13, 14)


def check_drafts(
    drafts: Sequence[SkuDraft], *, existing: Existing, fields: Collection[str] = SKU_FIELDS
) -> list[FieldProblem]:
    """Return every problem; of items that exist only these fields are to change."""
    problems = [
        problem
        for index, draft in enumerate(drafts)
        for problem in (
            *_check_words(f"skus.{index}", draft),
            *_check_figures(f"skus.{index}", draft),
            *_check_fixed(f"skus.{index}", draft, existing),
            *_check_barcodes(f"skus.{index}", draft, existing),
            *_check_packagings(f"skus.{index}", draft),
            *_check_tags(f"skus.{index}.tags", draft),
        )
    ]
    return [*problems, *_check_repeats(drafts), *check_kits(drafts, existing=existing, fields=fields)]


def _check_words(path: str, draft: SkuDraft) -> Iterator[FieldProblem]:
    if not draft.code.strip() or len(draft.code) > 40 or not draft.code.isprintable():
        yield FieldProblem(f"{path}.code", "format", "is 1 to 40 printable characters")
    if not draft.name.strip() or len(draft.name) > 200 or not draft.name.isprintable():
        yield FieldProblem(f"{path}.name", "format", "is 1 to 200 printable characters")
    if draft.kind not in KINDS:
        yield FieldProblem(f"{path}.kind", "unknown", f"is one of {', '.join(sorted(KINDS))}")
    if draft.base_unit not in UNITS:
        yield FieldProblem(f"{path}.base_unit", "unknown", f"is one of {', '.join(sorted(UNITS))}")
    if draft.origin and not (len(draft.origin) == 2 and draft.origin.isascii() and draft.origin.isupper()):
        yield FieldProblem(f"{path}.origin", "format", "is two capital letters (ISO 3166-1)")
    if draft.hazard and draft.hazard not in HAZARD_CLASSES:
        yield FieldProblem(f"{path}.hazard", "unknown", f"is one of {', '.join(HAZARD_CLASSES)}")
    digits = draft.hs_code.replace(".", "").replace(" ", "")
    if draft.hs_code and not (6 <= len(digits) <= 10 and digits.isdecimal() and len(draft.hs_code) <= 12):
        yield FieldProblem(f"{path}.hs_code", "format", "is 6 to 10 digits")


def _check_figures(path: str, draft: SkuDraft) -> Iterator[FieldProblem]:
    yield from _check_measures(path, draft)
    if not 0 <= draft.minimum_shelf_life_days <= MAX_DAYS:
        yield FieldProblem(f"{path}.minimum_shelf_life_days", "range", f"is from 0 to {MAX_DAYS} days")
    if draft.life_days is not None and not 1 <= draft.life_days <= MAX_DAYS:
        yield FieldProblem(f"{path}.life_days", "range", f"is from 1 to {MAX_DAYS} days")
    if draft.carries_grams is not None and not 0 <= draft.carries_grams <= MAX_GRAMS:
        yield FieldProblem(f"{path}.carries_grams", "range", f"is from 0 to {MAX_GRAMS} grams")
    if draft.cost_minor is not None and not 0 <= draft.cost_minor <= MAX_COST:
        yield FieldProblem(f"{path}.cost_minor", "range", f"is from 0 to {MAX_COST}")
    if draft.cost_minor is not None and not _CURRENCY.fullmatch(draft.cost_currency):
        yield FieldProblem(f"{path}.cost_currency", "format", "is three capital letters (ISO 4217)")
    if draft.default_lead_days is not None and not 0 <= draft.default_lead_days <= MAX_DAYS:
        yield FieldProblem(f"{path}.default_lead_days", "range", f"is from 0 to {MAX_DAYS} days")


def _check_measures(path: str, draft: SkuDraft | PackagingDraft) -> Iterator[FieldProblem]:
    for name in ("length_mm", "width_mm", "height_mm"):
        if not 0 <= getattr(draft, name) <= MAX_MM:
            yield FieldProblem(f"{path}.{name}", "range", f"is from 0 to {MAX_MM} millimetres")
    if not 0 <= draft.weight_grams <= MAX_GRAMS:
        yield FieldProblem(f"{path}.weight_grams", "range", f"is from 0 to {MAX_GRAMS} grams")


def _check_fixed(path: str, draft: SkuDraft, existing: Existing) -> Iterator[FieldProblem]:
    """Refuse to change what an item's stock and orders were counted in."""
    kind, unit = existing.kinds.get(draft.code), existing.base_units.get(draft.code)
    if kind is not None and kind != draft.kind:
        yield FieldProblem(f"{path}.kind", "fixed", f"{draft.code} is of kind {kind} and stays so")
    if unit is not None and unit != draft.base_unit:
        yield FieldProblem(f"{path}.base_unit", "fixed", f"{draft.code} is counted in {unit} and stays so")


def _check_barcodes(path: str, draft: SkuDraft, existing: Existing) -> Iterator[FieldProblem]:
    for code in draft.barcodes:
        if not code.strip() or len(code) > 48 or not code.isprintable():
            yield FieldProblem(f"{path}.barcodes", "format", f"{code!r} is not 1 to 48 printable characters")
        elif code.isdecimal() and len(code) in _GTIN_LENGTHS and (fault := find_gtin_fault(code=code)):
            message = f"{code} is misread: its last digit should be {fault.expected}"
            yield FieldProblem(f"{path}.barcodes", "check_digit", message)
        elif existing.barcodes.get(code, draft.code) != draft.code:
            message = f"{code} already means {existing.barcodes[code]}; take it off there first"
            yield FieldProblem(f"{path}.barcodes", "taken", message)


def _check_packagings(path: str, draft: SkuDraft) -> Iterator[FieldProblem]:
    codes = Counter(packaging.code for packaging in draft.packagings)
    for code in (code for code, times in codes.items() if times > 1):
        yield FieldProblem(f"{path}.packagings", "repeated", f"{code} stands twice")
    for index, packaging in enumerate(draft.packagings):
        place = f"{path}.packagings.{index}"
        if not packaging.code.strip() or len(packaging.code) > 16 or not packaging.code.isprintable():
            yield FieldProblem(f"{place}.code", "format", "is 1 to 16 printable characters")
        if not 1 < packaging.quantity <= MAX_UNITS:
            yield FieldProblem(f"{place}.quantity", "range", f"holds from 2 to {MAX_UNITS} base units")
        yield from _check_measures(place, packaging)


def _check_tags(path: str, draft: SkuDraft) -> Iterator[FieldProblem]:
    tags = draft.tags or ()
    yield from list_tag_problems(tags, path=path)
    if len(set(tags)) < len(tags):
        yield FieldProblem(path, "repeated", "a tag stands twice")
    if len(tags) > TAGS_AT_MOST:
        yield FieldProblem(path, "too_many", f"an item has {TAGS_AT_MOST} tags at most")


def _check_repeats(drafts: Sequence[SkuDraft]) -> Iterator[FieldProblem]:
    seen: set[str] = set()
    owners: dict[str, str] = {}
    for index, draft in enumerate(drafts):
        if draft.code in seen:
            yield FieldProblem(f"skus.{index}.code", "repeated", f"{draft.code} stands twice in this request")
        seen.add(draft.code)
        for code in draft.barcodes:
            if code in owners:
                message = f"{code} stands at {owners[code]} already"
                yield FieldProblem(f"skus.{index}.barcodes", "repeated", message)
            owners.setdefault(code, draft.code)
