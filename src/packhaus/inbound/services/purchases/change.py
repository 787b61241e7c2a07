"""Change what is ordered from a supplier, while not all of it has come."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import PurchaseFinished, PurchaseNotFound
from packhaus.inbound.events import PurchaseChanged
from packhaus.inbound.locks import LockedPurchase, lock_purchases
from packhaus.inbound.queries.purchases.delivered import has_cancelled_units, list_delivered_codes
from packhaus.inbound.queries.purchases.stored import read_stored_purchases
from packhaus.inbound.services.purchases.check import check_purchases, find_items
from packhaus.inbound.services.purchases.place import say_purchase
from packhaus.inbound.services.purchases.write import NewPurchaseLine, count_units, write_purchase_lines
from packhaus.inbound.types import PurchaseDraft
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.parties.services.companies import ensure_companies

_HEAD = """
UPDATE inbound_purchaseorder SET site_id = %(site_id)s, supplier_id = %(supplier_id)s, expected_on = %(expected_on)s
WHERE id = %(id)s
"""
_NO_LINES = "DELETE FROM inbound_purchaseline WHERE order_id = %(id)s"


@again_when_busy
def change_purchase(
    *, scope: Scope, merchant_id: UUID, order_id: UUID, draft: PurchaseDraft, now: datetime, actor: Actor
) -> bool:
    """Make an open purchase order say what the draft says, and tell whether it said something else.

    Its number stays. The draft says what is still wanted: units that were cancelled are in it no more, or wanted again.
    Locks: the order. Emits: PurchaseChanged. Queries: 10 to 13.
    Raises: PurchaseNotFound, PurchaseFinished, Invalid, also when an item is left out that deliveries bring.
    """
    with transaction(scope):
        [order] = lock_purchases([order_id])
        if order.merchant_id != merchant_id:
            raise PurchaseNotFound("there is no such purchase order")
        if order.status != "open":
            raise PurchaseFinished(
                f"{order.number} is {order.status}", number=order.number, status=order.status
            )
        stored = read_stored_purchases(merchant_id=merchant_id, numbers=[order.number])
        before = stored[order.number].draft
        draft = replace(draft, number=order.number, supplier_name=draft.supplier_name or before.supplier_name)
        is_named_alike = draft.supplier_name == before.supplier_name
        if (
            say_purchase(draft) == say_purchase(before)
            and is_named_alike
            and not has_cancelled_units(order_id)
        ):
            return False
        _write(order, before, draft, now, actor)
        return True


def _write(
    order: LockedPurchase, before: PurchaseDraft, draft: PurchaseDraft, now: datetime, actor: Actor
) -> None:
    items = check_purchases(merchant_id=order.merchant_id, drafts=[draft])
    kept = {line.sku_code for line in draft.lines}
    left_out = [code for code in list_delivered_codes(order_id=order.id) if code not in kept]
    if left_out:
        codes = ", ".join(left_out)
        raise Invalid(
            [FieldProblem("orders.0.lines", "delivered", f"{codes}: deliveries bring it, it stays")]
        )
    companies = ensure_companies(
        merchant_id=order.merchant_id, names={draft.supplier_code: draft.supplier_name}
    )
    expected_on = min(line.expected_on for line in draft.lines)
    head = {
        "id": order.id, "site_id": draft.site_id, "supplier_id": companies[draft.supplier_code],
        "expected_on": expected_on,
    }  # fmt: skip
    rows.execute(_HEAD, head)
    rows.execute(_NO_LINES, {"id": order.id})
    lines = [NewPurchaseLine(order.id, position, line) for position, line in enumerate(draft.lines, start=1)]
    write_purchase_lines(merchant_id=order.merchant_id, lines=lines, items=items)
    gone = find_items(merchant_id=order.merchant_id, drafts=[before]).skus
    changed = PurchaseChanged(
        merchant_id=order.merchant_id,
        aggregate_id=order.id,
        number=order.number,
        lines=len(draft.lines),
        units=count_units(draft, items),
        expected_on=expected_on.isoformat(),
        sku_ids=sorted(str(sku.id) for code, sku in gone.items() if code not in kept),
    )
    record([changed], happened_at=now, actor=actor)
