"""Announce what purchase orders still wait for: those of one merchant, site and supplier come as one delivery."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.locks import lock_purchases
from packhaus.inbound.queries.purchases.list_purchases import PurchaseDetail, get_purchase
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.types import AsnDraft, AsnLineDraft

LONGEST = 40


@again_when_busy
def announce_purchases(
    *, scope: Scope, order_ids: Sequence[UUID], now: datetime, actor: Actor
) -> dict[UUID, str]:
    """Announce what nothing brings yet of purchase orders, and return the number of its delivery by order.

    An order of which nothing is left to come is absent. A delivery is expected on the first day on which one of its
    orders is, today at the soonest; its number is the first order's with the place of the delivery behind it.
    Locks: the orders, site_stock of their items. Emits: AsnAnnounced. Queries: 1, 2 an order and 8 a delivery.
    Raises: PurchaseNotFound, AsnNumberTaken, Invalid (too many lines); nothing is announced then.
    """
    told: dict[UUID, str] = {}
    with transaction(scope):
        known = [
            get_purchase(scope=scope, merchant_id=order.merchant_id, number=order.number, now=now)
            for order in lock_purchases(order_ids)
            if order.status == "open"
        ]
        waiting = sorted((one for one in known if one.header.open_units), key=_sort)
        for (merchant_id, *_), together in groupby(waiting, key=_group):
            orders = list(together)
            draft = _draft(orders, now)
            announce_asns(scope=scope, merchant_id=merchant_id, drafts=[draft], now=now, actor=actor)
            told |= {one.header.id: draft.number for one in orders}
    return told


def _group(one: PurchaseDetail) -> tuple[UUID, UUID, str]:
    return one.header.merchant_id, one.header.site_id, one.header.supplier_code


def _sort(one: PurchaseDetail) -> tuple[tuple[UUID, UUID, str], str]:
    return _group(one), one.header.number


def _draft(orders: Sequence[PurchaseDetail], now: datetime) -> AsnDraft:
    first = orders[0]
    today = now.astimezone(ZoneInfo(first.header.zone)).date()
    days = [one.header.next_on for one in orders if one.header.next_on and one.header.next_on >= today]
    ending = f"-{len(first.deliveries) + 1}"
    return AsnDraft(
        number=first.header.number[: LONGEST - len(ending)] + ending,
        site_id=first.header.site_id,
        expected_on=min(days, default=today),
        lines=tuple(line for one in orders for line in _list_lines(one, usual=first.header.number)),
        supplier_code=first.header.supplier_code,
        order_number=first.header.number,
    )


def _list_lines(order: PurchaseDetail, *, usual: str) -> list[AsnLineDraft]:
    units: Counter[str] = Counter()
    for line in order.lines:
        units[line.sku_code] += line.open_units
    number = order.header.number
    named = "" if number == usual else number
    return [AsnLineDraft(code, count, order_number=named) for code, count in units.items() if count]
