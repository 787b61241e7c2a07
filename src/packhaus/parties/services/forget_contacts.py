"""Erase people: their contacts and addresses in place, so that ids elsewhere stay valid; their documents for good."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.parties.events import ContactForgotten

_BLANK_CONTACTS = """
UPDATE parties_contact
SET name = '', company = '', email = '', phone = '', reference = '', forgotten_at = %(now)s
WHERE id = ANY(%(ids)s::uuid[]) AND forgotten_at IS NULL
RETURNING id, merchant_id
"""
# The country stays: taxes and statistics of the order are by country, and it names nobody.
_BLANK_ADDRESSES = """
UPDATE parties_address
SET lines = '{}', district = '', subdistrict = '', city = '', region = '', postal_code = '', latitude = NULL,
    longitude = NULL, precision = 'country'
WHERE contact_id = ANY(%(ids)s::uuid[])
"""
_DELETE_BLOBS = "DELETE FROM parties_blob WHERE contact_id = ANY(%(ids)s::uuid[])"
_EXPIRE_BLOBS = """
DELETE FROM parties_blob WHERE id IN (
    SELECT id FROM parties_blob WHERE expires_at < %(now)s ORDER BY expires_at LIMIT %(at_most)s
)
"""


def forget_contacts(*, contact_ids: Sequence[UUID], now: datetime, actor: Actor) -> int:
    """Blank these contacts with their addresses and delete their documents, in the running transaction.

    Returns how many were not forgotten before; again is nothing. Queries: 4. Emits: ContactForgotten.
    """
    ids = {"ids": list(contact_ids), "now": now}
    blanked = rows.fetch_tuples(_BLANK_CONTACTS, ids)
    rows.execute(_BLANK_ADDRESSES, ids)
    rows.execute(_DELETE_BLOBS, ids)
    facts = [
        ContactForgotten(merchant_id=merchant_id, aggregate_id=contact_id)
        for contact_id, merchant_id in blanked
    ]
    record(facts, happened_at=now, actor=actor)
    return len(blanked)


def delete_expired_blobs(*, now: datetime, at_most: int) -> int:
    """Delete documents that have expired, in the running transaction; return how many. Queries: 1."""
    return rows.execute(_EXPIRE_BLOBS, {"now": now, "at_most": at_most})
