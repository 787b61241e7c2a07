"""What a merchant and the operator have agreed on, and what holds where nothing is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

ORDER_POLICIES = frozenset({"ship_complete", "ship_available", "fill_or_kill"})
PAYMENT_TERMS = frozenset({"prepaid", "invoice", "cod"})
BACKORDER_DATES = frozenset({"announced", "ordered"})
LANGUAGES = frozenset({"en", "de", "id"})
MAX_DAYS = 36_525


@dataclass(frozen=True, slots=True)
class MerchantTerms:
    """The terms of one merchant at one moment; the defaults hold until a version says otherwise.

    Units: days, minutes, base units. `ship_from` and `message_languages` empty: every site, the shopper's own language.
    `backorder_limit` is of one item at one site, where no other limit was set.
    Who waits is dated by what is announced, or also by what is only `ordered` from suppliers. Contacts are forgotten
    so many days after their last order. A line that brings more or fewer than announced by more than so many percent
    (100: by however many) is closed by a lead. Where an order names no service, none of `excluded_services` is chosen;
    an order worth more than so many whole units of its currency goes insured, or against a signature; 0: no such rule.
    With `words_messages` the merchant's own people write what its messages say.
    Something reads each of these: see ADR 13.
    """

    order_policy: str = "ship_available"
    payment_term: str = "prepaid"
    backorder_limit: int = 0
    backorder_dates: str = "announced"
    cart_minutes: int = 15
    ship_from: tuple[str, ...] = ()
    message_languages: tuple[str, ...] = ()
    tracking_brand: str = ""
    support_email: str = ""
    retention_contact_days: int = 1095
    retention_message_days: int = 365
    retention_photo_days: int = 365
    receive_over_percent: int = 100
    receive_under_percent: int = 100
    receive_shelf_life_days: int = 0
    excluded_services: tuple[str, ...] = ()
    insured_above: int = 0
    signed_above: int = 0
    words_messages: bool = False


@dataclass(frozen=True, slots=True)
class TermVersion:
    """One version of one term; without an end it holds until the next."""

    key: str
    value: Any
    valid_from: datetime
    valid_to: datetime | None
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class TermDraft:
    """A term to agree on; without a beginning it holds at once."""

    merchant_id: UUID
    key: str
    value: Any
    valid_from: datetime | None = None


KEYS = tuple(field.name for field in fields(MerchantTerms))


def find_fault(key: str, value: Any) -> str | None:
    """Say what is wrong with a value of a term, or None when nothing is."""
    accepts, wanted = _RULES[key]
    return None if accepts(value) else wanted


def build_terms(values: Mapping[str, Any]) -> MerchantTerms:
    """Build the terms from their values as stored: JSON has lists where we have tuples."""
    known: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in values.items()
        if key in _RULES
    }
    return MerchantTerms(**known)


def _is_whole(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and least <= value <= most


def _is_text(most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and len(value) <= most and value.isprintable()


def _is_list(accepts: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, list | tuple) and len(value) <= 100 and all(accepts(one) for one in value)
    )


def _is_email(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 254 and (not value or value.count("@") == 1)


_DAYS = (_is_whole(0, MAX_DAYS), f"is from 0 to {MAX_DAYS} days")
_PERCENT = (_is_whole(0, 100), "is from 0 to 100 percent")
_RULES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "order_policy": (
        lambda value: isinstance(value, str) and value in ORDER_POLICIES,
        f"is one of {', '.join(sorted(ORDER_POLICIES))}",
    ),
    "payment_term": (
        lambda value: isinstance(value, str) and value in PAYMENT_TERMS,
        f"is one of {', '.join(sorted(PAYMENT_TERMS))}",
    ),
    "backorder_limit": (_is_whole(0, 10**9), "is from 0 to 1000000000 units"),
    "backorder_dates": (
        lambda value: isinstance(value, str) and value in BACKORDER_DATES,
        f"is one of {', '.join(sorted(BACKORDER_DATES))}",
    ),
    "cart_minutes": (_is_whole(1, 24 * 60), "is from 1 to 1440 minutes"),
    "ship_from": (_is_list(_is_text(16)), "is a list of site codes"),
    "message_languages": (
        _is_list(lambda value: isinstance(value, str) and value in LANGUAGES),
        "is a list of en, de and id",
    ),
    "tracking_brand": (_is_text(60), "is at most 60 printable characters"),
    "support_email": (_is_email, "is an e-mail address, or empty"),
    "retention_contact_days": _DAYS,
    "retention_message_days": _DAYS,
    "retention_photo_days": _DAYS,
    "receive_over_percent": _PERCENT,
    "receive_under_percent": _PERCENT,
    "receive_shelf_life_days": _DAYS,
    "excluded_services": (_is_list(_is_text(24)), "is a list of service codes"),
    "insured_above": (_is_whole(0, 10**9), "is from 0 to 1000000000 in the order's currency"),
    "signed_above": (_is_whole(0, 10**9), "is from 0 to 1000000000 in the order's currency"),
    "words_messages": (lambda value: isinstance(value, bool), "is true or false"),
}
