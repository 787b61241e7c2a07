"""What can be wrong with an order before the database is asked; every problem at once."""

from collections.abc import Iterator, Sequence

from packhaus.kernel.errors import FieldProblem
from packhaus.orders.types import LineDraft, OrderDraft
from packhaus.parties.validation import check_recipient

MAX_LINES = 1000
MAX_QUANTITY = 1_000_000
MAX_AMOUNT_MINOR = 10**13
_POLICIES = frozenset({"ship_complete", "ship_available", "fill_or_kill"})
_TERMS = frozenset({"prepaid", "invoice", "cod"})
_SOURCES = frozenset({"channel", "packhaus", "none"})


def check_draft(draft: OrderDraft) -> list[FieldProblem]:
    """Return everything that is wrong with the draft in itself; empty means it may be planned."""
    return [
        *_check_header(draft),
        *check_lines(draft.lines),
        *check_recipient(draft.contact, draft.address),
    ]


def _check_header(draft: OrderDraft) -> Iterator[FieldProblem]:
    if not draft.external_number.strip():
        yield FieldProblem("external_number", "required", "is empty")
    if draft.policy not in _POLICIES:
        yield FieldProblem("policy", "unknown", f"is one of {', '.join(sorted(_POLICIES))}")
    if draft.payment_term not in _TERMS:
        yield FieldProblem("payment_term", "unknown", f"is one of {', '.join(sorted(_TERMS))}")
    if draft.tax_source not in _SOURCES:
        yield FieldProblem("tax_source", "unknown", f"is one of {', '.join(sorted(_SOURCES))}")
    if not 0 <= draft.priority <= 100:
        yield FieldProblem("priority", "range", "is from 0 (first) to 100 (last)")
    if not 0 <= draft.shipping_minor <= MAX_AMOUNT_MINOR:
        yield FieldProblem("shipping_minor", "range", "is not negative")
    if len(draft.currency) != 3 or not draft.currency.isupper():
        yield FieldProblem("currency", "format", "is three capital letters (ISO 4217)")


def check_lines(lines: Sequence[LineDraft]) -> list[FieldProblem]:
    """Return everything that is wrong with lines in themselves."""
    return list(_check_lines(lines))


def _check_lines(lines: Sequence[LineDraft]) -> Iterator[FieldProblem]:
    if not lines:
        yield FieldProblem("lines", "required", "an order has at least one line")
    if len(lines) > MAX_LINES:
        yield FieldProblem(
            "lines", "too_many", f"an order has at most {MAX_LINES} lines, this one {len(lines)}"
        )
    for index, line in enumerate(lines):
        if (
            0 < line.quantity <= MAX_QUANTITY
            and 0 <= line.quantity * line.unit_price_minor <= MAX_AMOUNT_MINOR
            and line.discount_minor == 0 == line.tax_minor
        ):
            continue
        yield from _check_line(index, line)


def _check_line(index: int, line: LineDraft) -> Iterator[FieldProblem]:
    if not 0 < line.quantity <= MAX_QUANTITY:
        yield FieldProblem(
            f"lines.{index}.quantity", "range", f"is from 1 to {MAX_QUANTITY}, not {line.quantity}"
        )
    if not 0 <= line.unit_price_minor <= MAX_AMOUNT_MINOR:
        yield FieldProblem(f"lines.{index}.unit_price_minor", "range", "is not negative")
    elif line.quantity * line.unit_price_minor > MAX_AMOUNT_MINOR:
        yield FieldProblem(
            f"lines.{index}.unit_price_minor", "range", f"with the quantity is at most {MAX_AMOUNT_MINOR}"
        )
    if not 0 <= line.discount_minor <= max(line.quantity, 0) * line.unit_price_minor:
        yield FieldProblem(f"lines.{index}.discount_minor", "range", "is from 0 to the line's amount")
    if not 0 <= line.tax_minor <= MAX_AMOUNT_MINOR:
        yield FieldProblem(f"lines.{index}.tax_minor", "range", "is not negative")
