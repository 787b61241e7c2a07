"""Addresses as they stand on labels, many at once."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.parties.formats import format_address
from packhaus.parties.types import AddressDraft, ContactDraft

_ADDRESSES = """
SELECT a.id, c.name, c.company, c.phone, c.language, a.lines, a.city, a.country, a.postal_code, a.region, a.district,
       a.subdistrict
FROM parties_address AS a JOIN parties_contact AS c ON c.id = a.contact_id
WHERE a.id = ANY(%(ids)s::uuid[])
"""


class _Row(NamedTuple):
    id: UUID
    name: str
    company: str
    phone: str
    language: str
    lines: list[str]
    city: str
    country: str
    postal_code: str
    region: str
    district: str
    subdistrict: str


Journey = tuple[UUID, str]
"""An address, and the country that the parcel comes from."""


@dataclass(frozen=True, slots=True)
class LabelAddress:
    """Who gets a parcel and where; `lines` begin with the name and leave the country out, `routing` is for sorters."""

    lines: tuple[str, ...]
    phone: str
    language: str
    country: str
    routing: str


def list_label_addresses(*, wanted: Collection[Journey]) -> dict[Journey, LabelAddress]:
    """Return addresses as they are written for parcels from a country; unknown ones are absent.

    Queries: 1, in the caller's transaction.
    """
    found = rows.fetch_tuples(_ADDRESSES, {"ids": list({address_id for address_id, _ in wanted})})
    known = {row.id: row for row in map(_Row._make, found)}
    return {
        (address_id, country): _write(known[address_id], country)
        for address_id, country in set(wanted)
        if address_id in known
    }


def _write(row: _Row, from_country: str) -> LabelAddress:
    contact = ContactDraft(row.name, phone=row.phone, company=row.company, language=row.language)
    address = AddressDraft(
        tuple(row.lines), row.city, row.country, row.postal_code, row.region, row.district, row.subdistrict
    )
    lines = tuple(format_address(contact, address, from_country=from_country))
    return LabelAddress(lines, row.phone, row.language, row.country, row.postal_code or row.city)
