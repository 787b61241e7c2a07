"""Queue messages: each fact once per person and channel, however often it is told."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.messaging.services.render import render_notice
from packhaus.messaging.types import Notice, Recipient, Voice

# Long enough to answer what was told about an order until its return window and its claims are over; a merchant's terms
# may say otherwise.
KEPT_DAYS = 180
_UNASKED = Voice(KEPT_DAYS)


class _Reachable(NamedTuple):
    contact_id: UUID
    merchant_id: UUID
    name: str
    email: str
    language: str
    shop: str
    accent: str
    shop_language: str


_RECIPIENTS = """
SELECT c.id, c.merchant_id, c.name, c.email, c.language, m.name, m.accent, m.language
FROM parties_contact AS c JOIN access_merchant AS m ON m.id = c.merchant_id
WHERE c.id = ANY(%(contact_ids)s::uuid[]) AND c.email <> '' AND c.forgotten_at IS NULL
"""

_QUEUE = """
INSERT INTO messaging_message (id, merchant_id, fact, kind, channel, contact_id, topic_kind, topic_id, topic_number,
    language, status, failure, attempts, queued_at, due_at)
SELECT q.id, q.merchant_id, q.fact, q.kind, 'email', q.contact_id, q.topic_kind, q.topic_id, q.topic_number,
       q.language, 'queued', '', 0, %(now)s, %(now)s
FROM unnest(%(ids)s::uuid[], %(merchant_ids)s::uuid[], %(facts)s::text[], %(kinds)s::text[], %(contact_ids)s::uuid[],
            %(topic_kinds)s::text[], %(topic_ids)s::uuid[], %(topic_numbers)s::text[], %(languages)s::text[])
     AS q(id, merchant_id, fact, kind, contact_id, topic_kind, topic_id, topic_number, language)
ON CONFLICT (merchant_id, fact, contact_id, channel) DO NOTHING
RETURNING id
"""

_WRITE = """
INSERT INTO messaging_messagebody (message_id, merchant_id, contact_id, recipient, subject, text, html, expires_at)
SELECT w.message_id, w.merchant_id, w.contact_id, w.recipient, w.subject, w.text, w.html, w.expires_at
FROM unnest(%(message_ids)s::uuid[], %(merchant_ids)s::uuid[], %(contact_ids)s::uuid[], %(recipients)s::text[],
            %(subjects)s::text[], %(texts)s::text[], %(htmls)s::text[], %(expiries)s::timestamptz[])
     AS w(message_id, merchant_id, contact_id, recipient, subject, text, html, expires_at)
"""


def queue_messages(
    *, notices: Sequence[Notice], now: datetime, voices: Mapping[UUID, Voice] = MappingProxyType({})
) -> int:
    """Queue what is to be told, in the running transaction, and return how many messages are new.

    Each merchant speaks as its voice says: a shopper whose language is not one of its languages is told in the
    merchant's own, or its first. People without an e-mail address, or forgotten, are told nothing.
    Queries: 3, whatever the number (0 to 2 when nobody is to be told).
    """
    if not notices:
        return 0
    recipients = _list_recipients({notice.contact_id for notice in notices}, voices)
    reachable = [
        notice
        for notice in notices
        if notice.contact_id in recipients and recipients[notice.contact_id][0] == notice.merchant_id
    ]
    # Messages leave in the order of their ids, and several ids of one millisecond come in any order.
    told = dict(zip(sorted(new_id() for _ in reachable), reachable, strict=True))
    if not told:
        return 0
    fresh = _insert_messages(told, recipients, now)
    expires = {
        id_: now + timedelta(days=voices.get(told[id_].merchant_id, _UNASKED).kept_days) for id_ in fresh
    }
    _insert_bodies([(id_, told[id_]) for id_ in fresh], recipients, expires)
    return len(fresh)


Recipients = Mapping[UUID, tuple[UUID, Recipient]]


def _list_recipients(contact_ids: set[UUID], voices: Mapping[UUID, Voice]) -> Recipients:
    found = rows.fetch_tuples(_RECIPIENTS, {"contact_ids": list(contact_ids)})
    reachable = [_Reachable._make(row) for row in found]
    return {
        row.contact_id: (row.merchant_id, _address(row, voices.get(row.merchant_id, _UNASKED)))
        for row in reachable
    }


def _address(row: _Reachable, voice: Voice) -> Recipient:
    return Recipient(
        row.name, row.email, _choose_language(row, voice), row.shop, row.accent, voice.support_email
    )


def _choose_language(row: _Reachable, voice: Voice) -> str:
    spoken = voice.languages or (row.language,)
    return next((code for code in (row.language, row.shop_language) if code in spoken), spoken[0])


def _insert_messages(told: Mapping[UUID, Notice], recipients: Recipients, now: datetime) -> list[UUID]:
    columns = rows.as_columns(
        [
            (
                id_, notice.merchant_id, notice.fact, notice.kind.value, notice.contact_id, notice.topic_kind,
                notice.topic_id, notice.topic_number, recipients[notice.contact_id][1].language,
            )
            for id_, notice in told.items()
        ],
        9,
    )  # fmt: skip
    names = (
        "ids", "merchant_ids", "facts", "kinds", "contact_ids", "topic_kinds", "topic_ids", "topic_numbers",
        "languages",
    )  # fmt: skip
    inserted = rows.fetch_tuples(_QUEUE, {**dict(zip(names, columns, strict=True)), "now": now})
    return [id_ for (id_,) in inserted]


def _insert_bodies(
    fresh: Sequence[tuple[UUID, Notice]], recipients: Recipients, expires: Mapping[UUID, datetime]
) -> None:
    if not fresh:
        return
    bodies = []
    for id_, notice in fresh:
        merchant_id, recipient = recipients[notice.contact_id]
        rendered = render_notice(notice, recipient=recipient)
        bodies.append(
            (
                id_, merchant_id, notice.contact_id, recipient.email, rendered.subject, rendered.text,
                rendered.html, expires[id_],
            )
        )  # fmt: skip
    columns = rows.as_columns(bodies, 8)
    names = (
        "message_ids",
        "merchant_ids",
        "contact_ids",
        "recipients",
        "subjects",
        "texts",
        "htmls",
        "expiries",
    )
    rows.execute(_WRITE, dict(zip(names, columns, strict=True)))
