"""Announce what a purchase order still waits for, as one delivery."""

from collections import Counter
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import PurchaseFinished
from packhaus.inbound.locks import lock_purchases
from packhaus.inbound.queries.purchases.list_purchases import get_purchase
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.types import Announced, AsnDraft, AsnLineDraft

LONGEST = 40


def deliver_purchase(*, scope: Scope, order_id: UUID, now: datetime, actor: Actor) -> Announced:
    """Announce for today what nothing has brought or announced of a purchase order: it stands at the door.

    Its number is the order's with the place of the delivery behind it. Locks: the order, site_stock of its items.
    Emits: AsnAnnounced. Raises: PurchaseNotFound, PurchaseFinished when nothing is left to come, AsnNumberTaken.
    """
    with transaction(scope):
        [order] = lock_purchases([order_id])
        found = get_purchase(scope=scope, merchant_id=order.merchant_id, number=order.number, now=now)
        units: Counter[str] = Counter()
        for line in found.lines:
            units[line.sku_code] += line.open_units
        lines = tuple(AsnLineDraft(code, count) for code, count in units.items() if count)
        if order.status != "open" or not lines:
            raise PurchaseFinished(
                f"nothing of {order.number} is left to come", number=order.number, status=order.status
            )
        ending = f"-{len(found.deliveries) + 1}"
        draft = AsnDraft(
            number=order.number[: LONGEST - len(ending)] + ending,
            site_id=found.header.site_id,
            expected_on=now.astimezone(ZoneInfo(found.header.zone)).date(),
            lines=lines,
            supplier_code=found.header.supplier_code,
            order_number=order.number,
        )
        [told] = announce_asns(
            scope=scope, merchant_id=order.merchant_id, drafts=[draft], now=now, actor=actor
        )
        return told
