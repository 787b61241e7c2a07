"""A recipient as it is stored: written as its country writes it, whatever door it came through."""

from dataclasses import replace

from packhaus.parties.formats import normalise_address
from packhaus.parties.phones import normalise_phone
from packhaus.parties.types import AddressDraft, ContactDraft

# Not ISO 3166, and what everybody writes.
_COUNTRIES = {"UK": "GB"}


def normalise_recipient(contact: ContactDraft, address: AddressDraft) -> tuple[ContactDraft, AddressDraft]:
    """Return contact and address in the forms that are checked and stored.

    Codes in capitals and with their country's spaces, the e-mail in small letters, a number as dialled there in E.164.
    """
    country = address.country.strip().upper()
    country = _COUNTRIES.get(country, country)
    if country != address.country:
        address = replace(address, country=country)
    written = ContactDraft(
        contact.name.strip(),
        contact.email.strip().lower(),
        normalise_phone(text=contact.phone, country=country) if contact.phone else "",
        contact.company.strip(),
        contact.language,
        contact.reference.strip(),
    )
    return written, normalise_address(address)
