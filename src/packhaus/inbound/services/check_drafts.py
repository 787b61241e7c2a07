"""What must be right about an announcement before it is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.queries.tracked import TrackedSku, get_tracked_skus
from packhaus.decide.identifiers import SSCC_LENGTH, has_check_digit, is_numeric
from packhaus.inbound.types import MOST_LINES, MOST_UNITS, UNIT_KINDS, AsnDraft, AsnLineDraft
from packhaus.kernel.errors import FieldProblem, Invalid

_LONGEST = {
    "number": 40, "supplier_code": 24, "supplier_name": 120, "order_number": 40, "carrier_code": 24,
    "tracking_number": 40,
}  # fmt: skip


def check_drafts(*, drafts: Sequence[AsnDraft], skus: Mapping[str, TrackedSku]) -> None:
    """Refuse drafts with everything that is wrong with any of them. Raises: Invalid ("asns.0.lines.2.sku")."""
    problems = [
        problem for index, draft in enumerate(drafts) for problem in _check(f"asns.{index}", draft, skus)
    ]
    if problems:
        raise Invalid(problems)


def find_draft_problems(*, scope: Scope, merchant_id: UUID, draft: AsnDraft) -> list[FieldProblem]:
    """Return what is wrong with an announcement ("lines.2.sku"); nothing is written or locked. Queries: 1."""
    with transaction(scope):
        skus = get_tracked_skus(merchant_id=merchant_id, codes=[line.sku_code for line in draft.lines])
    found = _check("asns.0", draft.say_once(), skus)
    return [replace(one, path=one.path.removeprefix("asns.0.")) for one in found]


def _check(path: str, draft: AsnDraft, skus: Mapping[str, TrackedSku]) -> Iterator[FieldProblem]:
    if not draft.number.strip():
        yield FieldProblem(f"{path}.number", "required", "is empty")
    for field, most in _LONGEST.items():
        if len(getattr(draft, field)) > most:
            yield FieldProblem(f"{path}.{field}", "too_long", f"has at most {most} characters")
    if not 0 < len(draft.lines) <= MOST_LINES:
        yield FieldProblem(f"{path}.lines", "range", f"has 1 to {MOST_LINES} lines")
    yield from _check_lines(path, draft.lines, skus)


def _check_lines(
    path: str, lines: Sequence[AsnLineDraft], skus: Mapping[str, TrackedSku]
) -> Iterator[FieldProblem]:
    """Yield what is wrong with lines; one that says the same as another is wrong too."""
    seen: set[object] = set()
    for position, line in enumerate(lines):
        place = f"{path}.lines.{position}"
        yield from _check_line(place, line, skus)
        key = name_line(line)
        if key in seen:
            yield FieldProblem(
                f"{place}.sku",
                "repeated",
                "stands in another line, with the same lot, expiry, carton and order",
            )
        seen.add(key)


def name_line(line: AsnLineDraft) -> tuple[object, ...]:
    """Return what a line is told from the others of its delivery by."""
    return line.sku_code, line.lot_code, line.expires_on, line.unit_code, line.order_number


def _check_line(path: str, line: AsnLineDraft, skus: Mapping[str, TrackedSku]) -> Iterator[FieldProblem]:
    sku = skus.get(line.sku_code)
    if sku is None:
        yield FieldProblem(f"{path}.sku", "unknown_sku", f"{line.sku_code} is not in the catalog")
    elif sku.kind != "stock":
        yield FieldProblem(
            f"{path}.sku", "no_stock", f"{line.sku_code} is a {sku.kind}: only its parts have stock"
        )
    if not 0 < line.quantity <= MOST_UNITS:
        yield FieldProblem(f"{path}.quantity", "range", f"is from 1 to {MOST_UNITS} base units")
    if len(line.lot_code) > 40:
        yield FieldProblem(f"{path}.lot", "format", "has at most 40 characters")
    if line.unit_kind and line.unit_kind not in UNIT_KINDS:
        yield FieldProblem(f"{path}.unit_kind", "unknown", f"is one of {', '.join(UNIT_KINDS)}")
    if len(line.order_number) > 40:
        yield FieldProblem(f"{path}.order_number", "format", "has at most 40 characters")
    if len(line.unit_code) > 20:
        yield FieldProblem(f"{path}.unit", "format", "has at most 20 characters")
    elif (
        len(line.unit_code) == SSCC_LENGTH
        and is_numeric(line.unit_code)
        and not has_check_digit(line.unit_code)
    ):
        yield FieldProblem(f"{path}.unit", "check_digit", "is an SSCC with a wrong check digit")
