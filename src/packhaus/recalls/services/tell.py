"""Tell shoppers of a recall: one message a person, in their language."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition
from packhaus.messaging.services.queue import queue_messages
from packhaus.messaging.services.render import Rendered, render_notice
from packhaus.messaging.types import Notice, NoticeKind, NoticeLine, Recipient
from packhaus.orders.queries.telling import get_tracking_path
from packhaus.recalls.events import RecallTold
from packhaus.recalls.queries.list_recalls import RecallRow, get_recall
from packhaus.recalls.queries.recalled import ITEMS_SENT
from packhaus.recalls.services.end import TABLE
from packhaus.recalls.services.sweep import keep_orders
from packhaus.recalls.states import END_RECALL
from packhaus.recalls.types import Told
from packhaus.terms.queries.get_terms import get_voices

AT_A_TIME = 500

# A person is an address: who ordered twice is written to once, by the newest order; who was told before, not again.
_UNTOLD = """
SELECT i.order_id, o.number, o.tracking_token, i.quantity, c.id, lower(c.email)
FROM recalls_recallorder AS i
JOIN orders_order AS o ON o.id = i.order_id
LEFT JOIN parties_contact AS c ON c.id = o.contact_id AND c.forgotten_at IS NULL AND c.email <> ''
WHERE i.recall_id = %(recall_id)s AND i.told_at IS NULL
ORDER BY o.placed_at DESC, o.id LIMIT %(limit)s
"""
_KNOWN = """
SELECT lower(c.email), min(i.contact_id::text)::uuid
FROM recalls_recallorder AS i JOIN parties_contact AS c ON c.id = i.contact_id
WHERE i.recall_id = %(recall_id)s AND i.contact_id IS NOT NULL AND lower(c.email) = ANY(%(emails)s::text[]) GROUP BY 1
"""
_TOLD = """
WITH told AS (
    UPDATE recalls_recallorder AS i SET told_at = %(now)s, contact_id = t.contact_id
    FROM unnest(%(order_ids)s::uuid[], %(contact_ids)s::uuid[]) AS t(order_id, contact_id)
    WHERE i.recall_id = %(recall_id)s AND i.order_id = t.order_id
)
UPDATE recalls_recall SET told_at = coalesce(told_at, %(now)s) WHERE id = %(recall_id)s
"""


class _Untold(NamedTuple):
    order_id: UUID
    number: str
    tracking_token: str
    quantity: int
    contact_id: UUID | None
    email: str | None


def tell_shoppers(*, scope: Scope, number: str, now: datetime, actor: Actor) -> Told:
    """Queue one message for each person who was sent recalled goods and not told yet; twice tells nobody again.

    Commits per AT_A_TIME orders. Whoever has no address here, or is forgotten, is listed as not reachable.
    Locks: none before its writes. Emits: RecallTold. Raises: RecallNotFound, IllegalTransition (it has ended).
    """
    recall = get_recall(scope, number=number)
    if recall.status != "open":
        with transaction(scope):
            apply_transition(END_RECALL, table=TABLE, ids=[recall.id])
    with transaction(scope):
        keep_orders(recall_id=recall.id)
    total = Told(0, 0)
    while (told := _tell_some(scope, recall, now, actor)).orders:
        total = Told(total.orders + told.orders, total.unreachable + told.unreachable)
    return total


@again_when_busy
def _tell_some(scope: Scope, recall: RecallRow, now: datetime, actor: Actor) -> Told:
    with transaction(scope):
        found = rows.fetch_tuples(_UNTOLD, {"recall_id": recall.id, "limit": AT_A_TIME})
        untold = [_Untold._make(row) for row in found]
        if not untold:
            return Told(0, 0)
        emails = [one.email for one in untold if one.email]
        known = dict(rows.fetch_tuples(_KNOWN, {"recall_id": recall.id, "emails": emails}))
        items = _list_items(recall.id, {one.order_id: one.email or "" for one in untold})
        notices: list[Notice] = []
        for one in untold:
            if one.email and one.email not in known:
                assert one.contact_id
                known[one.email] = one.contact_id
                notices.append(_make_notice(recall, one, items[one.email]))
        voices = get_voices(scope, merchant_ids={recall.merchant_id}, at=now)
        queue_messages(notices=notices, now=now, voices=voices)
        told = [(one.order_id, known.get(one.email or "")) for one in untold]
        order_ids, contact_ids = rows.as_columns(told, 2)
        parameters = {"recall_id": recall.id, "now": now, "order_ids": order_ids, "contact_ids": contact_ids}
        rows.execute(_TOLD, parameters)
        result = Told(len(told), sum(contact_id is None for contact_id in contact_ids))
        fact = RecallTold(
            merchant_id=recall.merchant_id, aggregate_id=recall.id, number=recall.number, orders=result.orders,
            unreachable=result.unreachable,
        )  # fmt: skip
        record([fact], happened_at=now, actor=actor)
        return result


def _list_items(recall_id: UUID, people: Mapping[UUID, str]) -> dict[str, list[NoticeLine]]:
    """Return what each person was sent over all these orders, by item."""
    sent: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for order_id, name, units in rows.fetch_tuples(
        ITEMS_SENT, {"recall_id": recall_id, "order_ids": list(people)}
    ):
        sent[people[order_id]][name] += units
    return {
        person: [NoticeLine(name, units) for name, units in sorted(items.items())]
        for person, items in sent.items()
    }


def _make_notice(recall: RecallRow, one: _Untold, lines: Sequence[NoticeLine]) -> Notice:
    assert one.contact_id
    return Notice(
        merchant_id=recall.merchant_id,
        # Once a person: the fact is the recall, not the order.
        fact=f"recall:{recall.id}",
        kind=NoticeKind.RECALL,
        contact_id=one.contact_id,
        topic_kind="order",
        topic_id=one.order_id,
        topic_number=one.number,
        link_path=get_tracking_path(one.tracking_token),
        lines=lines,
        hazard=recall.hazard,
        advice=recall.advice,
        texts=list_texts(recall),
    )


def preview_message(recall: RecallRow, *, shop: str, accent: str, language: str, now: datetime) -> Rendered:
    """Return what a person reads in a language, with a name and a number in place of theirs."""
    notice = Notice(
        merchant_id=recall.merchant_id, fact="preview", kind=NoticeKind.RECALL, contact_id=recall.id,
        topic_kind="order", topic_id=recall.id, topic_number="…", link_path="/", lines=[NoticeLine(recall.what, 1)],
        hazard=recall.hazard, advice=recall.advice, texts=list_texts(recall),
    )  # fmt: skip
    voice = get_voices(Scope.operator(), merchant_ids={recall.merchant_id}, at=now)[recall.merchant_id]
    return render_notice(notice, recipient=Recipient("…", "", language, shop, accent, voice.support_email))


def list_texts(recall: RecallRow) -> dict[str, str]:
    """Return what the merchant wants shoppers to read besides, by language."""
    return {"en": recall.text_en, "de": recall.text_de, "id": recall.text_id}
