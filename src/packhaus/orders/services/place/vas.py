"""Value-added services that come with an order: written beside it, their texts with the shopper's data."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from packhaus.catalog.queries.vas import get_known_vas
from packhaus.catalog.types import LONGEST_VAS_TEXT, KnownVas
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem
from packhaus.orders.services.place.placement import Placement
from packhaus.orders.services.place.plan import Attempt
from packhaus.orders.types import OrderDraft, RefusedOrder, VasWish
from packhaus.parties.services.keep_document import DocumentDraft, keep_documents

MAX_WISHES = 200
KEPT = timedelta(days=1095)

_WRITE = """
INSERT INTO orders_vasask (merchant_id, order_id, line_id, option_id, blob_id)
SELECT %(merchant_id)s, w.order_id, w.line_id, w.option_id, w.blob_id
FROM json_to_recordset(%(asks)s::json) AS w(order_id uuid, line_id bigint, option_id uuid, blob_id uuid)
"""


def keep_known(attempt: Attempt, drafts: Sequence[OrderDraft]) -> list[OrderDraft]:
    """Return the drafts whose services can be done; the others are refused, with every reason. Queries: 1."""
    codes = sorted({wish.option for draft in drafts for wish in draft.vas})
    known = attempt.vas = get_known_vas(merchant_id=attempt.merchant_id, codes=codes)
    kept = []
    for draft in drafts:
        problems = [problem for wish in draft.vas for problem in _check(draft, wish, known)]
        if len(draft.vas) > MAX_WISHES:
            problems.append(FieldProblem("vas", "too_many", f"are at most {MAX_WISHES} of an order"))
        if len({(wish.option, wish.line) for wish in draft.vas}) < len(draft.vas):
            problems.append(FieldProblem("vas", "taken", "are asked for once a line"))
        if problems:
            attempt.outcomes[draft.external_number] = RefusedOrder(draft.external_number, tuple(problems))
        else:
            kept.append(draft)
    return kept


def write_asks(attempt: Attempt, placement: Placement) -> None:
    """Write what the orders of a placement ask for. Queries: 0, or 1, one more with texts."""
    if not any(order.draft.vas for order in placement.planned):
        return
    documents: list[DocumentDraft] = []
    asks: list[dict[str, Any]] = []
    for order, row in zip(placement.planned, placement.records.orders, strict=True):
        own = (
            [line["id"] for line in placement.records.lines if _is_asked(line, row)]
            if order.draft.vas
            else []
        )
        for wish in order.draft.vas:
            document = (
                DocumentDraft(row["contact_id"], wish.text.strip().encode()) if wish.text.strip() else None
            )
            if document:
                documents.append(document)
            asks.append(
                {
                    "order_id": row["id"],
                    "line_id": None if wish.line is None else own[wish.line],
                    "option_id": attempt.vas[wish.option].id,
                    "blob_id": str(document.id) if document else None,
                }
            )
    if documents:
        keep_documents(
            merchant_id=attempt.merchant_id, kind="vas_text", media_type="text/plain; charset=utf-8",
            documents=documents, now=attempt.now, expires_at=attempt.now + KEPT,
        )  # fmt: skip
    rows.execute(_WRITE, {"merchant_id": attempt.merchant_id, "asks": json.dumps(asks)})


def _is_asked(line: Mapping[str, Any], order: Mapping[str, Any]) -> bool:
    """Tell whether a row is a line of the order as it was asked for: no part of a kit."""
    return line["o"] == order["id"] and line["parent"] is None


def _check(draft: OrderDraft, wish: VasWish, known: Mapping[str, KnownVas]) -> Iterator[FieldProblem]:
    path = "vas" if wish.line is None else f"lines.{wish.line}.vas"
    option = known.get(wish.option)
    if option is None:
        yield FieldProblem(
            path, "unknown_vas", f"{wish.option[:16]} is no value-added service of this merchant"
        )
        return
    if wish.line is None and option.per == "unit":
        yield FieldProblem(
            path, "not_of_an_order", f"{wish.option} is done to the units of a line: ask for it there"
        )
    if wish.line is not None and not 0 <= wish.line < len(draft.lines):
        yield FieldProblem(path, "unknown_line", "is no line of this order")
    if option.asks_text and not wish.text.strip():
        yield FieldProblem(path, "text_required", f"{wish.option} needs its text")
    if not option.asks_text and wish.text.strip():
        yield FieldProblem(path, "text_superfluous", f"{wish.option} takes no text")
    if len(wish.text) > LONGEST_VAS_TEXT:
        yield FieldProblem(path, "too_long", f"is at most {LONGEST_VAS_TEXT} characters")
