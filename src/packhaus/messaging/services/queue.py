"""Queue messages: each fact once per person and channel, however often it is told."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.messaging.queries.routes import Routes, choose_channels, list_routes
from packhaus.messaging.queries.wordings import list_words_of_now
from packhaus.messaging.services.render import render_notice
from packhaus.messaging.services.render_text import render_text
from packhaus.messaging.types import Notice, Recipient, Voice, WordingKey

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
    phone: str
    footer_en: str
    footer_de: str
    footer_id: str


_RECIPIENTS = """
SELECT c.id, c.merchant_id, c.name, c.email, c.language, coalesce(nullif(b.sender_name, ''), m.name),
       coalesce(nullif(b.colour, ''), m.accent), m.language, c.phone, coalesce(b.footer_en, ''),
       coalesce(b.footer_de, ''), coalesce(b.footer_id, '')
FROM parties_contact AS c JOIN access_merchant AS m ON m.id = c.merchant_id
LEFT JOIN messaging_messagebrand AS b ON b.merchant_id = c.merchant_id
WHERE c.id = ANY(%(contact_ids)s::uuid[]) AND (c.email <> '' OR c.phone <> '') AND c.forgotten_at IS NULL
"""

_QUEUE = """
INSERT INTO messaging_message (id, merchant_id, fact, kind, channel, rank, contact_id, topic_kind, topic_id,
    topic_number, language, status, failure, attempts, queued_at, due_at)
SELECT q.id, q.merchant_id, q.fact, q.kind, q.channel, q.rank, q.contact_id, q.topic_kind, q.topic_id, q.topic_number,
       q.language, CASE WHEN q.rank = 0 THEN 'queued' ELSE 'standby' END, '', 0, %(now)s, %(now)s
FROM unnest(%(ids)s::uuid[], %(merchant_ids)s::uuid[], %(facts)s::text[], %(kinds)s::text[], %(contact_ids)s::uuid[],
            %(topic_kinds)s::text[], %(topic_ids)s::uuid[], %(topic_numbers)s::text[],
            %(languages)s::text[], %(channels)s::text[], %(ranks)s::smallint[])
     AS q(id, merchant_id, fact, kind, contact_id, topic_kind, topic_id, topic_number, language, channel, rank)
-- What was told over one way is not told over another because the ways have changed since.
WHERE NOT EXISTS (
    SELECT FROM messaging_message AS t
    WHERE t.merchant_id = q.merchant_id AND t.fact = q.fact AND t.contact_id = q.contact_id
)
ON CONFLICT (merchant_id, fact, contact_id, channel) DO NOTHING
RETURNING id
"""

_WRITE = """
INSERT INTO messaging_messagebody (message_id, merchant_id, contact_id, recipient, subject, text, html, values,
    expires_at)
SELECT w.message_id, w.merchant_id, w.contact_id, w.recipient, w.subject, w.text, w.html,
       ARRAY(SELECT jsonb_array_elements_text(w.values::jsonb)), w.expires_at
FROM unnest(%(message_ids)s::uuid[], %(merchant_ids)s::uuid[], %(contact_ids)s::uuid[], %(recipients)s::text[],
            %(subjects)s::text[], %(texts)s::text[], %(htmls)s::text[], %(values)s::text[], %(expiries)s::timestamptz[])
     AS w(message_id, merchant_id, contact_id, recipient, subject, text, html, values, expires_at)
"""


def queue_messages(
    *, notices: Sequence[Notice], now: datetime, voices: Mapping[UUID, Voice] = MappingProxyType({})
) -> int:
    """Queue what is to be told, in the running transaction, and return how many messages are new.

    Each merchant speaks as its voice says: a shopper whose language is not one of its languages is told in the
    merchant's own, or its first, mails in the merchant's own words where it has published some. Where the merchant
    tells a country over several channels, each is one message: the first is queued, the others stand by. People who
    can not be reached, or are forgotten, are told nothing.
    Queries: 5, whatever the number (0 to 3 when nobody is to be told).
    """
    if not notices:
        return 0
    recipients = _list_recipients({notice.contact_id for notice in notices}, voices)
    reachable = [
        notice
        for notice in notices
        if notice.contact_id in recipients and recipients[notice.contact_id][0] == notice.merchant_id
    ]
    planned = [
        _Planned(notice, channel, rank)
        for notice in reachable
        for rank, channel in enumerate(recipients[notice.contact_id][1].channels)
    ]
    # Messages leave in the order of their ids, and several ids of one millisecond come in any order.
    told = dict(zip(sorted(new_id() for _ in planned), planned, strict=True))
    if not told:
        return 0
    fresh = _insert_messages(told, recipients, now)
    expires = {
        id_: now + timedelta(days=voices.get(told[id_].notice.merchant_id, _UNASKED).kept_days)
        for id_ in fresh
    }
    _insert_bodies([(id_, told[id_]) for id_ in fresh], recipients, expires)
    return sum(not told[id_].rank for id_ in fresh)


class _Planned(NamedTuple):
    notice: Notice
    channel: str
    rank: int


Recipients = Mapping[UUID, tuple[UUID, Recipient]]


def _list_recipients(contact_ids: set[UUID], voices: Mapping[UUID, Voice]) -> Recipients:
    found = rows.fetch_tuples(_RECIPIENTS, {"contact_ids": list(contact_ids)})
    reachable = [_Reachable._make(row) for row in found]
    if not reachable:
        return {}
    routes = list_routes(merchant_ids={row.merchant_id for row in reachable})
    addressed = {
        row.contact_id: (row.merchant_id, _address(row, voices.get(row.merchant_id, _UNASKED), routes))
        for row in reachable
    }
    return {id_: found for id_, found in addressed.items() if found[1].channels}


def _address(row: _Reachable, voice: Voice, routes: Routes) -> Recipient:
    channels = choose_channels(routes, merchant_id=row.merchant_id, email=row.email, phone=row.phone)
    language = _choose_language(row, voice)
    footers = {"en": row.footer_en, "de": row.footer_de, "id": row.footer_id}
    return Recipient(
        row.name, row.email, language, row.shop, row.accent, voice.support_email, phone=row.phone, channels=channels,
        footer=footers.get(language, ""),
    )  # fmt: skip


def _choose_language(row: _Reachable, voice: Voice) -> str:
    spoken = voice.languages or (row.language,)
    return next((code for code in (row.language, row.shop_language) if code in spoken), spoken[0])


def _insert_messages(told: Mapping[UUID, _Planned], recipients: Recipients, now: datetime) -> list[UUID]:
    columns = rows.as_columns(
        [
            (
                id_, notice.merchant_id, notice.fact, notice.kind.value, notice.contact_id, notice.topic_kind,
                notice.topic_id, notice.topic_number, recipients[notice.contact_id][1].language, channel,
                rank,
            )
            for id_, (notice, channel, rank) in told.items()
        ],
        11,
    )  # fmt: skip
    names = (
        "ids", "merchant_ids", "facts", "kinds", "contact_ids", "topic_kinds", "topic_ids", "topic_numbers",
        "languages", "channels", "ranks",
    )  # fmt: skip
    inserted = rows.fetch_tuples(_QUEUE, {**dict(zip(names, columns, strict=True)), "now": now})
    return [id_ for (id_,) in inserted]


def _insert_bodies(
    fresh: Sequence[tuple[UUID, _Planned]], recipients: Recipients, expires: Mapping[UUID, datetime]
) -> None:
    if not fresh:
        return
    own = list_words_of_now(merchant_ids={one.notice.merchant_id for _, one in fresh})
    bodies = []
    for id_, (notice, channel, _rank) in fresh:
        merchant_id, recipient = recipients[notice.contact_id]
        is_mail = channel == "email"
        key = WordingKey(merchant_id, notice.kind, recipient.language)
        rendered = (
            render_notice(notice, recipient=recipient, own=own.get(key))
            if is_mail
            else render_text(notice, recipient=recipient, channel=channel)
        )
        bodies.append(
            (
                id_, merchant_id, notice.contact_id, recipient.email if is_mail else recipient.phone, rendered.subject,
                rendered.text, rendered.html, json.dumps(rendered.values), expires[id_],
            )
        )  # fmt: skip
    columns = rows.as_columns(bodies, 9)
    names = (
        "message_ids",
        "merchant_ids",
        "contact_ids",
        "recipients",
        "subjects",
        "texts",
        "htmls",
        "values",
        "expiries",
    )
    rows.execute(_WRITE, dict(zip(names, columns, strict=True)))
