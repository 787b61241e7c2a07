"""People and places as they come in, before they are stored as versions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """How to reach the shopper, already normalised: phone in E.164, e-mail lower-cased or empty."""

    name: str
    email: str = ""
    phone: str = ""
    company: str = ""
    language: str = "en"
    reference: str = ""


@dataclass(frozen=True, slots=True)
class AddressDraft:
    """Where to deliver; which levels a country uses is in `parties.formats`."""

    lines: tuple[str, ...]
    city: str
    country: str
    postal_code: str = ""
    region: str = ""
    district: str = ""
    subdistrict: str = ""
