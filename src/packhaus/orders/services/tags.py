"""Tag orders: short codes by which people find and sort them."""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.orders.events import OrderTagged, OrderUntagged
from packhaus.orders.locks import lock_orders

TAGS_AT_MOST = 20
TAG_CHARACTERS = 24
# A code, so that the journal may keep it: no blanks, no @.
_CODE = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{TAG_CHARACTERS - 1}}}")

_ADD = """
UPDATE orders_order SET tags = array_append(tags, %(tag)s::text)
WHERE id = ANY(%(ids)s::uuid[]) AND NOT %(tag)s::text = ANY(tags) AND cardinality(tags) < %(at_most)s
RETURNING id, merchant_id
"""
_REMOVE = """
UPDATE orders_order SET tags = array_remove(tags, %(tag)s::text)
WHERE id = ANY(%(ids)s::uuid[]) AND %(tag)s::text = ANY(tags)
RETURNING id, merchant_id
"""


def add_tag(*, scope: Scope, order_ids: Sequence[UUID], tag: str, now: datetime, actor: Actor) -> list[UUID]:
    """Tag orders and return those that had not the tag; an order has TAGS_AT_MOST.

    Locks: orders. Emits: OrderTagged. Queries: 3. Raises: OrderNotFound, Invalid.
    """
    if not _CODE.fullmatch(tag):
        problem = FieldProblem("tag", "format", "letters a to z, digits, hyphens; at most 24")
        raise Invalid([problem])
    with transaction(scope):
        lock_orders(order_ids)
        changed = rows.fetch_tuples(_ADD, {"ids": list(order_ids), "tag": tag, "at_most": TAGS_AT_MOST})
        facts = [OrderTagged(merchant_id=merchant, aggregate_id=id_, tag=tag) for id_, merchant in changed]
        record(facts, happened_at=now, actor=actor)
    return [order_id for order_id, _ in changed]


def remove_tag(
    *, scope: Scope, order_ids: Sequence[UUID], tag: str, now: datetime, actor: Actor
) -> list[UUID]:
    """Take a tag off orders and return those that had it; a shop's own tag is told as 'other' where it is no code.

    Locks: orders. Emits: OrderUntagged. Queries: 3. Raises: OrderNotFound.
    """
    with transaction(scope):
        lock_orders(order_ids)
        changed = rows.fetch_tuples(_REMOVE, {"ids": list(order_ids), "tag": tag})
        told = tag if _CODE.fullmatch(tag) else "other"
        facts = [OrderUntagged(merchant_id=merchant, aggregate_id=id_, tag=told) for id_, merchant in changed]
        record(facts, happened_at=now, actor=actor)
    return [order_id for order_id, _ in changed]
