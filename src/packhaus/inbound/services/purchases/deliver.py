"""Announce what a purchase order still waits for, as one delivery."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import PurchaseFinished
from packhaus.inbound.locks import lock_purchases
from packhaus.inbound.queries.purchases.waiting import list_waiting
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.services.purchases.announce import draft_delivery
from packhaus.inbound.types import Announced


def deliver_purchase(*, scope: Scope, order_id: UUID, now: datetime, actor: Actor) -> Announced:
    """Announce for today what nothing has brought or announced of a purchase order: it stands at the door.

    Its number is the order's with the place of the delivery behind it. Locks: the order, site_stock of its items.
    Emits: AsnAnnounced. Raises: PurchaseNotFound, PurchaseFinished when nothing is left to come, AsnNumberTaken.
    """
    with transaction(scope):
        [order] = lock_purchases([order_id])
        waiting = list_waiting(order_ids=[order_id])
        if not waiting:
            raise PurchaseFinished(
                f"nothing of {order.number} is left to come", number=order.number, status=order.status
            )
        today = now.astimezone(ZoneInfo(waiting[0].zone)).date()
        draft = replace(draft_delivery(waiting, now=now), expected_on=today)
        [told] = announce_asns(
            scope=scope, merchant_id=order.merchant_id, drafts=[draft], now=now, actor=actor
        )
        return told
