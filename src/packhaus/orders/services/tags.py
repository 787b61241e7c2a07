"""Tag orders: short codes by which people find and sort them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.tags import TAGS_AT_MOST, is_tag, list_tag_problems
from packhaus.orders.events import OrderTagged, OrderUntagged
from packhaus.orders.locks import lock_orders

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
    if problems := list(list_tag_problems([tag], path="tag")):
        raise Invalid(problems)
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
        facts = [_tell_off(merchant, id_, tag) for id_, merchant in changed]
        record(facts, happened_at=now, actor=actor)
    return [order_id for order_id, _ in changed]


_CHANGE = """
WITH kept AS (
    SELECT o.id, o.merchant_id, o.tags AS before,
           array(SELECT t FROM unnest(o.tags) AS t WHERE NOT t = ANY(%(removed)s::text[])) AS rest
    FROM orders_order AS o WHERE o.id = %(id)s::uuid
), wanted AS (
    SELECT k.id, k.merchant_id, k.before,
           k.rest || array(SELECT t FROM unnest(%(added)s::text[]) AS t WHERE NOT t = ANY(k.rest)) AS after
    FROM kept AS k
), written AS (
    UPDATE orders_order AS o SET tags = w.after FROM wanted AS w
    WHERE o.id = w.id AND o.tags <> w.after AND cardinality(w.after) <= %(at_most)s
)
SELECT merchant_id, before, after FROM wanted
"""


def change_tags(
    *, scope: Scope, order_id: UUID, added: Sequence[str], removed: Sequence[str], now: datetime, actor: Actor
) -> list[str]:
    """Take tags off an order and put others on, in one go; return those it has then. Twice is once.

    Locks: the order. Emits: OrderTagged, OrderUntagged. Queries: 3. Raises: OrderNotFound; Invalid naming every tag
    that is no code, and when the order would have more than TAGS_AT_MOST; nothing was changed.
    """
    wanted = list(dict.fromkeys(added))
    if problems := list(list_tag_problems(wanted, path="add.{place}")):
        raise Invalid(problems)
    with transaction(scope):
        lock_orders([order_id])
        parameters = {"id": order_id, "added": wanted, "removed": list(removed), "at_most": TAGS_AT_MOST}
        [(merchant_id, before, after)] = rows.fetch_tuples(_CHANGE, parameters)
        if len(after) > TAGS_AT_MOST:
            problem = FieldProblem("add", "too_many", f"an order has {TAGS_AT_MOST} tags at most")
            raise Invalid([problem])
        facts = [
            *(_tell_off(merchant_id, order_id, tag) for tag in before if tag not in after),
            *(
                OrderTagged(merchant_id=merchant_id, aggregate_id=order_id, tag=tag)
                for tag in after
                if tag not in before
            ),
        ]
        record(facts, happened_at=now, actor=actor)
    return list(after)


def _tell_off(merchant_id: UUID, order_id: UUID, tag: str) -> OrderUntagged:
    told = tag if is_tag(tag) else "other"
    return OrderUntagged(merchant_id=merchant_id, aggregate_id=order_id, tag=told)
