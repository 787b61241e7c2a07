"""Place purchase orders: many at once, each once."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import PurchaseNumberTaken
from packhaus.inbound.events import PurchasePlaced
from packhaus.inbound.queries.purchases.stored import read_stored_purchases
from packhaus.inbound.services.purchases.check import OrderedItems, check_purchases
from packhaus.inbound.services.purchases.write import NewPurchaseLine, count_units, write_purchase_lines
from packhaus.inbound.types import Announced, PurchaseDraft
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.parties.services.companies import ensure_companies

_PLACE = """
INSERT INTO inbound_purchaseorder (id, merchant_id, number, site_id, supplier_id, status, expected_on, ordered_at)
SELECT o.id, %(merchant_id)s, o.number, o.site_id, o.supplier_id, 'open', o.expected_on, %(now)s
FROM unnest(%(ids)s::uuid[], %(numbers)s::text[], %(site_ids)s::uuid[], %(supplier_ids)s::uuid[],
    %(expected_ons)s::date[]) AS o(id, number, site_id, supplier_id, expected_on)
ORDER BY o.number
ON CONFLICT (merchant_id, number) DO NOTHING
RETURNING id
"""


@again_when_busy
def place_purchases(
    *, scope: Scope, merchant_id: UUID, drafts: Sequence[PurchaseDraft], now: datetime, actor: Actor
) -> list[Announced]:
    """Place a merchant's purchase orders, all or none; one that was placed before in the same words stays as it is.

    Deliveries that name one of the numbers already deliver against it from now on. Emits: PurchasePlaced.
    Queries: 5 to 8, whatever their number. Raises: Invalid, PurchaseNumberTaken.
    """
    assert drafts
    _refuse_repeated(drafts)
    with transaction(scope):
        items = check_purchases(merchant_id=merchant_id, drafts=drafts)
        ids = {draft.number: new_id() for draft in drafts}
        new = _write_heads(merchant_id, drafts, ids, now)
        ids |= _match_known(merchant_id, [draft for draft in drafts if ids[draft.number] not in new])
        added = [draft for draft in drafts if ids[draft.number] in new]
        if added:
            _write_rest(merchant_id, added, ids, items, now, actor)
    return [Announced(ids[draft.number], draft.number, ids[draft.number] in new) for draft in drafts]


def _refuse_repeated(drafts: Sequence[PurchaseDraft]) -> None:
    counts = Counter(draft.number for draft in drafts)
    problems = [
        FieldProblem(f"orders.{index}.number", "repeated", "is used twice")
        for index, draft in enumerate(drafts)
        if counts[draft.number] > 1
    ]
    if problems:
        raise Invalid(problems)


def _write_heads(
    merchant_id: UUID, drafts: Sequence[PurchaseDraft], ids: dict[str, UUID], now: datetime
) -> set[UUID]:
    companies = ensure_companies(
        merchant_id=merchant_id, names={draft.supplier_code: draft.supplier_name for draft in drafts}
    )
    columns = rows.as_columns(
        [
            (
                ids[draft.number], draft.number, draft.site_id, companies[draft.supplier_code],
                min(line.expected_on for line in draft.lines),
            )
            for draft in drafts
        ],
        5,
    )  # fmt: skip
    names = ("ids", "numbers", "site_ids", "supplier_ids", "expected_ons")
    parameters = {**dict(zip(names, columns, strict=True)), "merchant_id": merchant_id, "now": now}
    return {id_ for (id_,) in rows.fetch_tuples(_PLACE, parameters)}


def _match_known(merchant_id: UUID, drafts: Sequence[PurchaseDraft]) -> dict[str, UUID]:
    """Return the ids of what was placed before. Raises: PurchaseNumberTaken naming every number that differs."""
    if not drafts:
        return {}
    stored = read_stored_purchases(merchant_id=merchant_id, numbers=[draft.number for draft in drafts])
    taken = [
        draft.number for draft in drafts if say_purchase(stored[draft.number].draft) != say_purchase(draft)
    ]
    if taken:
        raise PurchaseNumberTaken("the number was used for another purchase order", numbers=taken)
    return {number: one.id for number, one in stored.items()}


def say_purchase(draft: PurchaseDraft) -> tuple[object, ...]:
    """Return what two orders of the same words have in common; the order of lines does not count."""
    lines = sorted((line.sku_code, line.expected_on, line.quantity, line.packaging) for line in draft.lines)
    return draft.site_id, draft.supplier_code, lines


def _write_rest(
    merchant_id: UUID,
    drafts: Sequence[PurchaseDraft],
    ids: dict[str, UUID],
    items: OrderedItems,
    now: datetime,
    actor: Actor,
) -> None:
    lines = [
        NewPurchaseLine(ids[draft.number], position, line)
        for draft in drafts
        for position, line in enumerate(draft.lines, start=1)
    ]
    write_purchase_lines(merchant_id=merchant_id, lines=lines, items=items)
    facts = [
        PurchasePlaced(
            merchant_id=merchant_id,
            aggregate_id=ids[draft.number],
            number=draft.number,
            site_id=str(draft.site_id),
            lines=len(draft.lines),
            units=count_units(draft, items),
            expected_on=min(line.expected_on for line in draft.lines).isoformat(),
        )
        for draft in drafts
    ]
    record(facts, happened_at=now, actor=actor)
