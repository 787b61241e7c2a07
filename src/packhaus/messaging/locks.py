"""The one lock of messaging: claiming messages to send, which nobody waits for."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows


class Claimed(NamedTuple):
    """A message of ours to send; without words when they have expired or were forgotten."""

    id: UUID
    merchant_id: UUID
    merchant_code: str
    shop: str
    topic_number: str
    kind: str
    channel: str
    language: str
    fact: str
    attempts: int
    queued_at: datetime
    recipient: str | None
    recipient_name: str
    subject: str
    text: str
    html: str
    values: Sequence[str]
    reply_to: str


_CLAIM = """
WITH chosen AS MATERIALIZED (
    SELECT id FROM messaging_message
    WHERE status IN ('queued', 'sending') AND status = 'queued' AND due_at <= %(now)s
      AND (channel <> 'email') = %(is_text)s
    ORDER BY due_at, id LIMIT %(most)s FOR NO KEY UPDATE SKIP LOCKED
), claimed AS (
    UPDATE messaging_message AS m SET status = 'sending', claimed_at = %(now)s, attempts = m.attempts + 1
    FROM chosen WHERE m.id = chosen.id RETURNING m.*
)
SELECT c.id, c.merchant_id, a.code, coalesce(nullif(d.sender_name, ''), a.name), c.topic_number, c.kind, c.channel,
       c.language, c.fact, c.attempts, c.queued_at, b.recipient,
       coalesce(p.name, ''), coalesce(b.subject, ''), coalesce(b.text, ''), coalesce(b.html, ''),
       coalesce(b.values, '{}'), coalesce(d.reply_to, '')
FROM claimed AS c
JOIN access_merchant AS a ON a.id = c.merchant_id
LEFT JOIN messaging_messagebrand AS d ON d.merchant_id = c.merchant_id
LEFT JOIN messaging_messagebody AS b ON b.message_id = c.id
LEFT JOIN parties_contact AS p ON p.id = c.contact_id
ORDER BY c.due_at, c.id
"""


def claim_messages(*, most: int, now: datetime, is_text: bool = False) -> Sequence[Claimed]:
    """Take up to `most` due mails, or texts, for this process alone. Queries: 1.

    Locks: those messages; locked ones are skipped.
    """
    return [
        Claimed._make(row)
        for row in rows.fetch_tuples(_CLAIM, {"most": most, "now": now, "is_text": is_text})
    ]
