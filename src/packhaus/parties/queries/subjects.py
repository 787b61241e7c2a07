"""One person is many contacts: every order keeps the version it came with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows

_FIND = """
SELECT id FROM parties_contact
WHERE merchant_id = %(merchant_id)s::uuid AND forgotten_at IS NULL AND (
    id = ANY(%(ids)s::uuid[])
    OR (%(email)s::text <> '' AND lower(email) = lower(%(email)s::text))
    OR (%(phone)s::text <> '' AND phone = %(phone)s::text)
    OR (%(reference)s::text <> '' AND reference = %(reference)s::text)
)
ORDER BY id
"""

_CONTACTS = """
SELECT id, name, company, email, phone, language, reference, created_at
FROM parties_contact WHERE id = ANY(%(ids)s::uuid[]) ORDER BY created_at, id
"""

_ADDRESSES = """
SELECT contact_id, lines, district, subdistrict, city, region, postal_code, country, latitude, longitude, precision,
       created_at
FROM parties_address WHERE contact_id = ANY(%(ids)s::uuid[]) ORDER BY created_at, id
"""

_BLOBS = """
SELECT id, kind, media_type, encode(content, 'base64') AS content_base64, created_at, expires_at
FROM parties_blob WHERE contact_id = ANY(%(ids)s::uuid[]) ORDER BY created_at, id
"""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A version of how to reach the person."""

    id: UUID
    name: str
    company: str
    email: str
    phone: str
    language: str
    reference: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AddressRow:
    """A version of where the person lives."""

    contact_id: UUID
    lines: list[str]
    district: str
    subdistrict: str
    city: str
    region: str
    postal_code: str
    country: str
    latitude: float | None
    longitude: float | None
    precision: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class BlobRow:
    """A document about the person, with its bytes."""

    id: UUID
    kind: str
    media_type: str
    content_base64: str
    created_at: datetime
    expires_at: datetime


def list_contact_ids(
    *,
    merchant_id: UUID,
    contact_ids: Sequence[UUID] = (),
    email: str = "",
    phone: str = "",
    reference: str = "",
) -> list[UUID]:
    """Return every contact of a merchant that is this person by any of the marks given. Queries: 1."""
    found = rows.fetch_tuples(
        _FIND,
        {
            "merchant_id": merchant_id,
            "ids": list(contact_ids),
            "email": email.strip(),
            "phone": phone.strip(),
            "reference": reference.strip(),
        },
    )
    return [contact_id for (contact_id,) in found]


def list_contacts(*, contact_ids: Sequence[UUID]) -> list[ContactRow]:
    """Return the contacts, oldest first. Queries: 1."""
    return rows.fetch_rows(ContactRow, _CONTACTS, {"ids": list(contact_ids)})


def list_addresses(*, contact_ids: Sequence[UUID]) -> list[AddressRow]:
    """Return the contacts' addresses, oldest first. Queries: 1."""
    return rows.fetch_rows(AddressRow, _ADDRESSES, {"ids": list(contact_ids)})


def list_blobs(*, contact_ids: Sequence[UUID]) -> list[BlobRow]:
    """Return the contacts' documents, oldest first. Queries: 1."""
    return rows.fetch_rows(BlobRow, _BLOBS, {"ids": list(contact_ids)})
