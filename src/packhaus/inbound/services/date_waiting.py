"""Whoever waits is told the day of the delivery that brings it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inbound.queries.supplies import list_supplies
from packhaus.orders.queries.waiting import list_overdue_skus
from packhaus.orders.services.backorder_dates import InboundSupply, date_backorders


def date_waiting(*, scope: Scope, sku_ids: Sequence[UUID], now: datetime, actor: Actor) -> int:
    """Date all that waits for these items by what is announced and ordered; as `date_backorders`. Queries: 5."""
    if not sku_ids:
        return 0
    with transaction(scope):
        supplies = [InboundSupply(*one) for one in list_supplies(sku_ids=sku_ids, now=now)]
        return date_backorders(scope=scope, sku_ids=sku_ids, now=now, actor=actor, inbound=supplies)


def redate_overdue(*, scope: Scope, now: datetime, actor: Actor) -> int:
    """Date anew what was to come on a day that has passed; as `date_waiting`. Queries: 1 to 6."""
    with transaction(scope):
        return date_waiting(scope=scope, sku_ids=list_overdue_skus(today=now.date()), now=now, actor=actor)
