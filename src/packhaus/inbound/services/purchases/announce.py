"""Announce what purchase orders still wait for: those of one merchant, site and supplier come as one delivery."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.locks import lock_purchases
from packhaus.inbound.queries.purchases.waiting import WaitingOrder, list_waiting
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.types import AsnDraft, AsnLineDraft

LONGEST = 40


@again_when_busy
def announce_purchases(
    *, scope: Scope, order_ids: Sequence[UUID], now: datetime, actor: Actor
) -> dict[UUID, str]:
    """Announce what nothing brings yet of purchase orders, and return the number of its delivery by order.

    An order of which nothing is left to come is absent. A delivery is expected on the first day that misses some of
    its units, today at the soonest; its number is the first order's with the place of the delivery behind it.
    Locks: the orders, site_stock of their items. Emits: AsnAnnounced. Queries: 2, and 5 to 8 a merchant.
    Raises: PurchaseNotFound, AsnNumberTaken, Invalid (too many lines); nothing is announced then.
    """
    told: dict[UUID, str] = {}
    with transaction(scope):
        lock_purchases(order_ids)
        for merchant_id, waiting in groupby(list_waiting(order_ids=order_ids), key=_get_merchant):
            loads = [list(orders) for _, orders in groupby(waiting, key=_get_load)]
            drafts = [draft_delivery(orders, now=now) for orders in loads]
            announce_asns(scope=scope, merchant_id=merchant_id, drafts=drafts, now=now, actor=actor)
            for orders, draft in zip(loads, drafts, strict=True):
                told |= {order.id: draft.number for order in orders}
    return told


def _get_merchant(order: WaitingOrder) -> UUID:
    return order.merchant_id


def _get_load(order: WaitingOrder) -> tuple[UUID, str]:
    return order.site_id, order.supplier_code


def draft_delivery(orders: Sequence[WaitingOrder], *, now: datetime) -> AsnDraft:
    """Draft the delivery that brings what is left of these orders; they are of one merchant, site and supplier."""
    first = orders[0]
    today = now.astimezone(ZoneInfo(first.zone)).date()
    days = [item.next_on for order in orders for item in order.items if item.next_on >= today]
    ending = f"-{first.deliveries + 1}"
    return AsnDraft(
        number=first.number[: LONGEST - len(ending)] + ending,
        site_id=first.site_id,
        expected_on=min(days, default=today),
        lines=tuple(line for order in orders for line in _list_lines(order, usual=first.number)),
        supplier_code=first.supplier_code,
        order_number=first.number,
    )


def _list_lines(order: WaitingOrder, *, usual: str) -> list[AsnLineDraft]:
    named = "" if order.number == usual else order.number
    return [AsnLineDraft(item.sku_code, item.units, order_number=named) for item in order.items]
