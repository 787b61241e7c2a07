"""What shipments cost by the contracts in force: many at once, each contract once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from packhaus.access.scope import Scope
from packhaus.decide.rating import CompiledCard, Option, Place, RatedParcel, Refusal, rate_parcels
from packhaus.shipping.queries.contracts import choose_contracts
from packhaus.shipping.queries.journeys import Journey
from packhaus.shipping.queries.quote_parcels import get_compiled_card
from packhaus.shipping.queries.rate_cards import RateVersionRow
from packhaus.shipping.types import ContractPrice, ShipmentDraft


class PricedDraft(NamedTuple):
    """A shipment to price: where it goes, on which day, with which options, and the value that is declared."""

    draft: ShipmentDraft
    journey: Journey
    on: date
    options: frozenset[Option]
    value_minor: int


def price_by_contracts(
    *, wanted: Sequence[PricedDraft | None], versions: Sequence[RateVersionRow]
) -> list[dict[str, ContractPrice]]:
    """Return for each shipment what services cost by contract; a service that no contract names is absent.

    A merchant's own account is asked before the operator's; the next only where it has no price. In the caller's
    transaction, which is the operator's. Queries: 0, or 1 for each version that is rated for the first time.
    """
    asked: defaultdict[int, list[int]] = defaultdict(list)
    known: dict[int, RateVersionRow] = {}
    for number, one in enumerate(wanted):
        if one is not None:
            for version in choose_contracts(versions, merchant_id=one.draft.merchant_id, on=one.on):
                place = versions.index(version)
                asked[place].append(number)
                known[place] = version
    prices: list[dict[str, ContractPrice]] = [{} for _ in wanted]
    # Versions stand in the order of asking: own accounts first.
    for place in sorted(asked):
        _ask(known[place], asked[place], wanted, prices)
    return prices


def _ask(
    version: RateVersionRow,
    numbers: Sequence[int],
    wanted: Sequence[PricedDraft | None],
    prices: Sequence[dict[str, ContractPrice]],
) -> None:
    card = get_compiled_card(Scope.operator(), version=version)
    found = [one for number in numbers if (one := wanted[number]) is not None]
    parcels = [parcel for one in found for parcel in _as_rated(one, version.currency)]
    if not parcels:
        return
    ratings = rate_parcels(card=card, parcels=parcels, volume=version.monthly_parcels)
    totals, refusals = ratings.total.tolist(), ratings.refusals.tolist()
    first = 0
    for number, one in zip(numbers, found, strict=True):
        rows = slice(first, first + len(one.draft.parcels))
        first = rows.stop
        _keep(card, version, totals[rows], refusals[rows], prices[number])


def _keep(
    card: CompiledCard,
    version: RateVersionRow,
    totals: Sequence[Sequence[int]],
    refusals: Sequence[Sequence[int]],
    prices: dict[str, ContractPrice],
) -> None:
    """Keep each service's prices, unless an earlier contract had some."""
    for place, code in enumerate(card.services):
        earlier = prices.get(code)
        if earlier is None or earlier.refusal:
            refusal = max((row[place] for row in refusals), default=0)
            if refusal and earlier:
                continue
            costs = () if refusal else tuple(row[place] for row in totals)
            prices[code] = ContractPrice(
                version.id, version.currency, costs, Refusal(refusal).name.lower() if refusal else ""
            )


def _as_rated(one: PricedDraft, currency: str) -> list[RatedParcel]:
    """Return the parcels as the carrier bills them: the first bears the cash and what is declared."""
    journey = one.journey
    origin = Place(journey.origin_country, journey.origin_postal_code)
    to = Place(journey.country, journey.postal_code)
    value = one.value_minor if currency == one.draft.currency else 0
    return [
        RatedParcel(
            origin,
            to,
            parcel.weight_grams,
            (parcel.length_mm, parcel.width_mm, parcel.height_mm),
            one.on,
            is_residential=journey.is_residential,
            options=one.options if number == 0 else one.options - {Option.CASH},
            value_minor=value if number == 0 else 0,
        )
        for number, parcel in enumerate(one.draft.parcels)
    ]
