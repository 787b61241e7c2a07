"""The outbox: what was told to whom, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page
from packhaus.messaging.errors import MessageNotFound


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """What to list; nothing chosen is everything. `number` is the whole number of the order."""

    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    merchant_id: UUID | None = None
    number: str = ""
    topic_id: UUID | None = None
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message of the list; the subject is empty when its words are gone."""

    id: UUID
    merchant_code: str
    kind: str
    channel: str
    topic_number: str
    language: str
    status: str
    failure: str
    attempts: int
    subject: str
    queued_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessageDetail:
    """One message with its words; they are empty when they have expired or were forgotten."""

    id: UUID
    merchant_code: str
    merchant_name: str
    kind: str
    channel: str
    topic_number: str
    language: str
    status: str
    failure: str
    attempts: int
    queued_at: datetime
    due_at: datetime
    claimed_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    provider_number: str
    recipient: str
    subject: str
    text: str
    html: str
    expires_at: datetime | None

    @property
    def has_words(self) -> bool:
        """Tell whether there is anything to read and to send."""
        return self.expires_at is not None


_FILTER = """
FROM messaging_message AS m
WHERE (cardinality(%(statuses)s::text[]) = 0 OR m.status = ANY(%(statuses)s::text[]))
  AND (cardinality(%(kinds)s::text[]) = 0 OR m.kind = ANY(%(kinds)s::text[]))
  AND (cardinality(%(channels)s::text[]) = 0 OR m.channel = ANY(%(channels)s::text[]))
  AND (%(merchant_id)s::uuid IS NULL OR m.merchant_id = %(merchant_id)s::uuid)
  AND (%(number)s::text = '' OR m.topic_number = %(number)s::text)
  AND (cardinality(%(ids)s::uuid[]) = 0 OR m.id = ANY(%(ids)s::uuid[]))
  AND (%(topic_id)s::uuid IS NULL OR m.topic_id = %(topic_id)s::uuid)
"""

_LIST = f"""
SELECT m.id, a.code AS merchant_code, m.kind, m.channel, m.topic_number, m.language, m.status, m.failure, m.attempts,
       coalesce((SELECT b.subject FROM messaging_messagebody AS b WHERE b.message_id = m.id), '') AS subject,
       m.queued_at, m.sent_at, m.delivered_at
FROM (SELECT m.* {_FILTER}) AS m JOIN access_merchant AS a ON a.id = m.merchant_id
"""  # noqa: S608 - constants

_COUNT = f"SELECT m.id {_FILTER}"
_KEYS = (Key("queued_at", "timestamptz"), Key("id", "uuid"))

_GET = """
SELECT m.id, a.code AS merchant_code, a.name AS merchant_name, m.kind, m.channel, m.topic_number, m.language, m.status,
       m.failure, m.attempts, m.queued_at, m.due_at, m.claimed_at, m.sent_at,
       m.delivered_at, m.provider_number,
       coalesce(b.recipient, '') AS recipient, coalesce(b.subject, '') AS subject,
       coalesce(b.text, '') AS text, coalesce(b.html, '') AS html, b.expires_at
FROM messaging_message AS m
JOIN access_merchant AS a ON a.id = m.merchant_id
LEFT JOIN messaging_messagebody AS b ON b.message_id = m.id
WHERE m.id = %(id)s
"""


def list_messages(scope: Scope, *, wanted: MessageFilter, page: PageOf) -> Page[MessageRow]:
    """Return a page of messages, by when they were queued. Queries: 2."""
    parameters = {
        "statuses": list(wanted.statuses),
        "kinds": list(wanted.kinds),
        "channels": list(wanted.channels),
        "merchant_id": wanted.merchant_id,
        "number": wanted.number,
        "topic_id": wanted.topic_id,
        "ids": list(wanted.ids),
    }
    with transaction(scope):
        return fetch_page(MessageRow, _LIST, parameters, keys=_KEYS, page=page, count_sql=_COUNT)


def get_message(scope: Scope, *, message_id: UUID) -> MessageDetail:
    """Return one message. Queries: 1. Raises: MessageNotFound."""
    with transaction(scope):
        found = rows.find_row(MessageDetail, _GET, {"id": message_id})
    if found is None:
        raise MessageNotFound("no such message")
    return found
