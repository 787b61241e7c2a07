"""Placing orders as ACME, the shortest way to a state that a test is about."""

from collections.abc import Callable
from datetime import datetime

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.kernel import rows
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import OrderDraft, OrderOutcome, PlacedOrder

Placing = Callable[..., list[OrderOutcome]]
PlacingOne = Callable[[OrderDraft], PlacedOrder]
Counting = Callable[[str], list[dict[str, int]]]


@pytest.fixture
def place(acme: Merchant, acme_scope: Scope, now: datetime) -> Placing:
    def place(*drafts: OrderDraft) -> list[OrderOutcome]:
        return place_orders(scope=acme_scope, merchant_id=acme.id, drafts=drafts, now=now, actor=SYSTEM)

    return place


@pytest.fixture
def place_one(place: Placing) -> PlacingOne:
    def place_one(draft: OrderDraft) -> PlacedOrder:
        (outcome,) = place(draft)
        assert isinstance(outcome, PlacedOrder), outcome
        return outcome

    return place_one


@pytest.fixture
def count(acme_scope: Scope) -> Counting:
    """Return the counters of an order's lines that are not zero, by position."""

    def count(number: str) -> list[dict[str, int]]:
        with transaction(acme_scope):
            found = rows.fetch_tuples(
                "SELECT l.cancelled, l.backordered, l.promised, l.allocated, l.picked, l.packed, l.shipped "
                "FROM orders_orderline AS l JOIN orders_order AS o ON o.id = l.order_id "
                "WHERE o.number = %(number)s ORDER BY l.position",
                {"number": number},
            )
        names = ("cancelled", "backordered", "promised", "allocated", "picked", "packed", "shipped")
        return [{name: units for name, units in zip(names, row, strict=True) if units} for row in found]

    return count
