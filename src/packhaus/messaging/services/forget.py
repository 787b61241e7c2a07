"""Delete the words of messages: when they expire, and when a person is to be forgotten."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows
from packhaus.messaging.services.permissions import forget_addresses

_EXPIRE = "DELETE FROM messaging_messagebody WHERE expires_at < %(now)s"
# What a mail server answered often names whom it refused.
_FORGET = """
WITH blanked AS (
    UPDATE messaging_message SET failure = '' WHERE contact_id = ANY(%(contact_ids)s::uuid[]) AND failure <> ''
)
DELETE FROM messaging_messagebody WHERE contact_id = ANY(%(contact_ids)s::uuid[])
"""


def delete_expired_words(*, now: datetime) -> int:
    """Delete bodies that have expired, in the running transaction; return how many. Queries: 1."""
    return rows.execute(_EXPIRE, {"now": now})


def forget_words(*, contact_ids: Sequence[UUID]) -> int:
    """Delete every body written to these contacts, in the running transaction; return how many. Queries: 2.

    The outbox rows stay: they say that somebody was told of a fact, and not who or what.
    """
    forget_addresses(contact_ids=contact_ids)
    return rows.execute(_FORGET, {"contact_ids": list(contact_ids)})
