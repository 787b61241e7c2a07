"""Telephone numbers: told apart by length and country code without parsing, since every order brings a new one."""

import re
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

_E164 = re.compile(r"\+[1-9][0-9]{4,14}", re.ASCII)


def is_e164(phone: str) -> bool:
    """Tell whether a text is a possible international number: plus sign, country code, as many digits as it has there.

    Source: ITU-T E.164; possible lengths from libphonenumber's metadata (Apache-2.0).
    """
    if not _E164.fullmatch(phone):
        return False
    for length in (2, 3, 4):
        lengths = _list_lengths(phone[1:length])
        if lengths:
            return len(phone) - length in lengths
    return False


@lru_cache(maxsize=10_000)
def normalise_phone(*, text: str, country: str) -> str:
    """Return a number in E.164 when it can be read as one dialled in the country, else as it stands."""
    text = text.strip()
    if is_e164(text):
        return text
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@cache
def _list_lengths(country_code: str) -> frozenset[int]:
    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(country_code), ())
    if not regions:
        return frozenset()
    metadata = (
        PhoneMetadata.metadata_for_nongeo_region(int(country_code))
        if regions[0] == "001"
        else PhoneMetadata.metadata_for_region(regions[0])
    )
    assert metadata is not None
    assert metadata.general_desc is not None
    return frozenset(metadata.general_desc.possible_length)


@lru_cache(maxsize=10_000)
def find_country(phone: str) -> str:
    """Return the country of an international number; empty when it has none or can not be read."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(phone)) or ""
    except phonenumbers.NumberParseException:
        return ""


@lru_cache(maxsize=10_000)
def list_zones(phone: str) -> tuple[str, ...]:
    """Return the time zones in which an international number may be; none when nobody knows.

    Source: libphonenumber's time zones (Apache-2.0), half a megabyte that only senders of texts load.
    """
    from phonenumbers import timezone

    try:
        found = timezone.time_zones_for_number(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return ()
    return tuple(zone for zone in found if zone != "Etc/Unknown")
