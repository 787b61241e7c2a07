"""Delete what shoppers wrote: when it expires, and when a person is to be forgotten."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows

_EXPIRE = "DELETE FROM care_shoppernotewords WHERE expires_at < %(now)s"
_FORGET = "DELETE FROM care_shoppernotewords WHERE contact_id = ANY(%(contact_ids)s::uuid[])"


def delete_expired_note_words(*, now: datetime) -> int:
    """Delete words that have expired, in the running transaction; return how many. Queries: 1."""
    return rows.execute(_EXPIRE, {"now": now})


def forget_note_words(*, contact_ids: Sequence[UUID]) -> int:
    """Delete what these contacts wrote and were answered, in the running transaction; return how many. Queries: 1.

    The notes stay: they say that somebody wrote about an order, and not who or what.
    """
    return rows.execute(_FORGET, {"contact_ids": list(contact_ids)})
