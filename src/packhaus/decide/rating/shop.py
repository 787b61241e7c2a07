"""Choose the service that a parcel goes with: the cheapest that keeps the date and the sender's rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from packhaus.decide.rating.types import Option


class Bar(StrEnum):
    """Why a service is not taken; the first of these that holds."""

    EXCLUDED = "excluded"
    NOT_ALLOWED = "not_allowed"
    CASH = "cash"
    DANGEROUS = "dangerous"
    SIGNATURE = "signature"
    PO_BOX = "po_box"
    INSURANCE = "insurance"
    NO_PRICE = "no_price"
    CURRENCY = "currency"
    TOO_LATE = "too_late"
    NO_DATE = "no_date"


class Offer(NamedTuple):
    """What a service offers for a shipment; no amount: no price. `insured_minor`: how much it is liable for."""

    service: str
    amount_minor: int | None
    currency: str
    arrives_on: date | None = None
    rank: int = 100
    options: frozenset[Option] = frozenset()
    takes_po_boxes: bool = True
    insured_minor: int | None = None


class Wish(NamedTuple):
    """What a shipment needs: the date that was promised, and the merchant's rules.

    `allowed`: only these services, none named means all. `insured_above_minor`: of more than this value the service
    must be liable for all of it.
    """

    currency: str
    arrives_by: date | None = None
    options: frozenset[Option] = frozenset()
    is_po_box: bool = False
    value_minor: int = 0
    insured_above_minor: int | None = None
    excluded: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()


class Loser(NamedTuple):
    """A service that is not taken: what bars it, or by how much it is dearer."""

    offer: Offer
    bar: Bar | None
    dearer_minor: int = 0


class Choice(NamedTuple):
    """The service to take, the next best, and all the others with their reasons.

    `is_late`: none keeps the date, so the earliest is taken: a parcel that waits for a better one would be later still.
    """

    taken: Offer | None
    runner_up: Offer | None
    losers: tuple[Loser, ...]
    is_late: bool = False


_NEEDED = ((Option.CASH, Bar.CASH), (Option.DANGEROUS, Bar.DANGEROUS), (Option.SIGNATURE, Bar.SIGNATURE))


def choose_service(*, offers: Sequence[Offer], wish: Wish) -> Choice:
    """Choose the cheapest service that nothing bars; of equal ones the earlier, then the better ranked. O(n log n).

    Where only the date bars all that could go, the earliest goes, then the cheapest; one without a date goes last.
    """
    bars = [(offer, _find_bar(offer, wish)) for offer in offers]
    good = sorted((offer for offer, bar in bars if bar is None), key=_by_price)
    late = sorted((offer for offer, bar in bars if bar in {Bar.TOO_LATE, Bar.NO_DATE}), key=_by_date)
    going = good or late
    taken = going[0] if going else None
    losers = tuple(
        Loser(offer, bar, _compare(offer, taken)) for offer, bar in bars if taken is None or offer != taken
    )
    return Choice(taken, going[1] if len(going) > 1 else None, losers, is_late=not good and taken is not None)


def _find_bar(offer: Offer, wish: Wish) -> Bar | None:
    """Find the first rule that bars an offer."""
    missing = wish.options - offer.options
    rules = (
        (offer.service in wish.excluded, Bar.EXCLUDED),
        (bool(wish.allowed) and offer.service not in wish.allowed, Bar.NOT_ALLOWED),
        *((option in missing, bar) for option, bar in _NEEDED),
        (wish.is_po_box and not offer.takes_po_boxes, Bar.PO_BOX),
        (not _is_insured(offer, wish), Bar.INSURANCE),
        (offer.amount_minor is None, Bar.NO_PRICE),
        (offer.currency != wish.currency, Bar.CURRENCY),
        (wish.arrives_by is not None and offer.arrives_on is None, Bar.NO_DATE),
        (_is_late(offer, wish), Bar.TOO_LATE),
    )
    return next((bar for is_barred, bar in rules if is_barred), None)


def _is_insured(offer: Offer, wish: Wish) -> bool:
    if wish.insured_above_minor is None or wish.value_minor <= wish.insured_above_minor:
        return True
    return offer.insured_minor is not None and offer.insured_minor >= wish.value_minor


def _is_late(offer: Offer, wish: Wish) -> bool:
    return wish.arrives_by is not None and offer.arrives_on is not None and offer.arrives_on > wish.arrives_by


def _by_price(offer: Offer) -> tuple[int, date, int, str]:
    assert offer.amount_minor is not None
    return offer.amount_minor, offer.arrives_on or date.max, offer.rank, offer.service


def _by_date(offer: Offer) -> tuple[date, int, int, str]:
    assert offer.amount_minor is not None
    return offer.arrives_on or date.max, offer.amount_minor, offer.rank, offer.service


def _compare(offer: Offer, taken: Offer | None) -> int:
    """Return by how much an offer is dearer than the one that is taken; less than nothing is cheaper."""
    if taken is None or taken.amount_minor is None or offer.amount_minor is None:
        return 0
    return offer.amount_minor - taken.amount_minor if offer.currency == taken.currency else 0
