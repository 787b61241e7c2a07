"""Erase contacts wherever something is known about them: asked for by a person, or when their time is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction as django_transaction

from packhaus.access.queries.merchants import list_merchants
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM, Actor
from packhaus.care.services.forget import forget_note_words
from packhaus.insight.services.index_search import index_orders, index_parcels
from packhaus.kernel import rows
from packhaus.messaging.services.forget import forget_words
from packhaus.messaging.services.sweep_mails import sweep_mails
from packhaus.parties.services.forget_contacts import forget_contacts
from packhaus.terms.queries.get_terms import get_terms

AT_A_TIME = 500
# What is left is found the next time: upkeep comes every few minutes.
AT_MOST = 20 * AT_A_TIME

_FORGET_SEARCH_KEYS = "DELETE FROM insight_searchkey WHERE contact_id = ANY(%(ids)s::uuid[])"

# One look at the orders, however many contacts are old.
_OLD = """
WITH old AS MATERIALIZED (
    SELECT id FROM parties_contact
    WHERE merchant_id = %(merchant_id)s AND created_at < %(before)s AND forgotten_at IS NULL
), ordered AS (
    SELECT o.contact_id, array_agg(o.id) AS order_ids,
           bool_or(o.stage IN ('draft', 'placed', 'in_progress', 'partially_shipped')) AS is_open,
           max(greatest(o.placed_at, o.shipped_at)) AS last_at
    FROM orders_order AS o JOIN old ON old.id = o.contact_id GROUP BY o.contact_id
)
SELECT old.id, coalesce(o.order_ids, '{}'::uuid[])
FROM old LEFT JOIN ordered AS o ON o.contact_id = old.id
WHERE o.contact_id IS NULL OR (NOT o.is_open AND o.last_at < %(before)s)
ORDER BY old.id LIMIT %(at_most)s
"""


class _Old(NamedTuple):
    contact_id: UUID
    order_ids: list[UUID]


def erase_contacts(
    *, contact_ids: Sequence[UUID], order_ids: Sequence[UUID], now: datetime, actor: Actor
) -> int:
    """Blank contacts and addresses, delete messages' words, documents and search keys, in the running transaction.

    Orders, movements and the journal keep ids and figures; mails in a folder go when the transaction is committed.
    Emits: ContactForgotten. Returns how many were not forgotten before.
    """
    rows.execute(_FORGET_SEARCH_KEYS, {"ids": list(contact_ids)})
    forget_words(contact_ids=contact_ids)
    forget_note_words(contact_ids=contact_ids)
    count = forget_contacts(contact_ids=contact_ids, now=now, actor=actor)
    # Numbers name nobody: orders and parcels are found by them as before.
    index_orders(order_ids=order_ids)
    index_parcels(order_ids=order_ids)
    django_transaction.on_commit(lambda: sweep_mails(now=now))
    return count


def erase_old_contacts(*, now: datetime) -> int:
    """Forget whoever ordered nothing for as long as the merchant's terms keep contacts; return how many it were.

    A person with an open order is kept. Commits AT_A_TIME contacts at once. Emits: ContactForgotten.
    """
    with transaction(Scope.operator()):
        merchant_ids = [row.id for row in list_merchants(Scope.operator())]
    return sum(_erase_old(Scope.merchant(merchant_id), merchant_id, now) for merchant_id in merchant_ids)


def _erase_old(scope: Scope, merchant_id: UUID, now: datetime) -> int:
    days = get_terms(scope, merchant_id=merchant_id, at=now).retention_contact_days
    with transaction(scope):
        parameters = {
            "merchant_id": merchant_id,
            "before": now - timedelta(days=days),
            "at_most": AT_MOST,
        }
        old = [_Old._make(row) for row in rows.fetch_tuples(_OLD, parameters)]
    total = 0
    for start in range(0, len(old), AT_A_TIME):
        batch = old[start : start + AT_A_TIME]
        with transaction(scope):
            total += erase_contacts(
                contact_ids=[one.contact_id for one in batch],
                order_ids=[order_id for one in batch for order_id in one.order_ids],
                now=now,
                actor=SYSTEM,
            )
    return total
