"""What parcels would cost by the contracts in force, for whoever has to choose before there is a shipment.

Contracts are the operator's own affair: a merchant's scope reads none of them. What is kept here is read as the
operator; who shows prices to a merchant asks for that merchant's own accounts alone.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, get_open_scope, transaction
from packhaus.decide.rating import CompiledCard, RatedParcel, rate_parcels
from packhaus.kernel.kept import forgets
from packhaus.shipping.queries.contracts import choose_contracts, read_contracts
from packhaus.shipping.queries.quote_parcels import get_compiled_card
from packhaus.shipping.queries.rate_cards import RateVersionRow


class LanePrice(NamedTuple):
    """What a service costs by contract, in minor units; None: a contract names it and has no price for this parcel."""

    amount_minor: int | None
    currency: str


class _Kept:
    versions: tuple[RateVersionRow, ...] = ()
    cards: dict[tuple[UUID, datetime], CompiledCard] = {}


def prepare_contracts() -> None:
    """Make each contract in force ready to rate with, as `read_contracts` finds them: what follows asks no database.

    Queries: 0 while fresh, else 1, and 1 for each version that is new.
    """
    versions, cards = read_contracts(), _Kept.cards
    if versions is _Kept.versions:
        return
    missing = [version for version in versions if _key(version) not in cards]
    scope = get_open_scope()
    if missing and scope is not None and not scope.is_operator:
        return
    found = {_key(version): cards[_key(version)] for version in versions if version not in missing}
    with transaction(Scope.operator()) if missing else nullcontext():
        for version in missing:
            found[_key(version)] = get_compiled_card(Scope.operator(), version=version)
    _Kept.versions, _Kept.cards = versions, found


def _key(version: RateVersionRow) -> tuple[UUID, datetime]:
    return version.id, version.recorded_at


def price_parcels(
    *, merchant_id: UUID, parcels: Sequence[RatedParcel], own_only: bool = False
) -> list[dict[str, LanePrice]]:
    """Return for each parcel what services cost by contract; a service that no contract names is absent.

    The merchant's own account is asked before the operator's, and alone with `own_only`; the next only where it has no
    price. All parcels are sent on the first one's day. Queries: 0.
    """
    prices: list[dict[str, LanePrice]] = [{} for _ in parcels]
    if not parcels:
        return prices
    cards = _Kept.cards
    for version in choose_contracts(_Kept.versions, merchant_id=merchant_id, on=parcels[0].on):
        if own_only and version.merchant_id is None:
            continue
        card = cards[_key(version)]
        ratings = rate_parcels(card=card, parcels=parcels, volume=version.monthly_parcels)
        totals, refusals = ratings.total.tolist(), ratings.refusals.tolist()
        for kept, amounts, refused in zip(prices, totals, refusals, strict=True):
            for place, code in enumerate(card.services):
                earlier = kept.get(code)
                if earlier is None or earlier.amount_minor is None:
                    kept[code] = LanePrice(None if refused[place] else amounts[place], version.currency)
    return prices


@forgets
def forget_lane_prices() -> None:
    """Prepare them anew at the next call: between tests, and on another database."""
    _Kept.versions, _Kept.cards = (), {}
