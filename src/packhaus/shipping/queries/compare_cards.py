"""What parcels that were really sent would have cost by two versions of rate cards."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.decide.rating import CompiledCard, Option, Place, RatedParcel, Refusal, rate_parcels
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.shipping.queries.quote_parcels import get_compiled_card
from packhaus.shipping.queries.rate_cards import RateVersionRow, get_version

MOST_PARCELS = 50_000
MOST_DAYS = 92

# Days of the sites: what left at eleven in the evening left that day.
_SENT = """
SELECT p.tracking_number, s.order_number, m.code, (s.dispatched_at AT TIME ZONE n.timezone)::date, s.service_code,
       n.country, n.postal_code, a.country, a.postal_code, p.weight_grams, p.length_mm, p.width_mm, p.height_mm,
       CASE WHEN s.currency = %(currency)s THEN p.cost_minor END, s.cod_minor
FROM shipping_shipment AS s
JOIN shipping_parcel AS p ON p.shipment_id = s.id
JOIN network_site AS n ON n.id = s.site_id
JOIN parties_address AS a ON a.id = s.address_id
JOIN access_merchant AS m ON m.id = s.merchant_id
WHERE s.status = 'dispatched' AND p.weight_grams > 0
  AND s.dispatched_at >= (%(since)s::date)::timestamp AT TIME ZONE n.timezone
  AND s.dispatched_at < (%(until)s::date + 1)::timestamp AT TIME ZONE n.timezone
  AND (%(merchant_id)s::uuid IS NULL OR s.merchant_id = %(merchant_id)s::uuid)
ORDER BY s.dispatched_at, p.id LIMIT %(most)s
"""


class SentRow(NamedTuple):
    """A parcel that was sent; `paid_minor` is None where it was priced in another currency than the cards'."""

    tracking_number: str
    order_number: str
    merchant_code: str
    sent_on: date
    service_code: str
    origin_country: str
    origin_postal_code: str
    country: str
    postal_code: str
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    paid_minor: int | None
    cod_minor: int


class Choice(NamedTuple):
    """The service of a card that takes a parcel and its price; none: why the card has no price for it."""

    service: str
    amount_minor: int | None
    refusal: Refusal


class ComparedParcel(NamedTuple):
    """A parcel by both cards."""

    sent: SentRow
    first: Choice
    second: Choice


class ServiceSum(NamedTuple):
    """Parcels that went with a service: sums over those that both cards price, and how many each does not."""

    service_code: str
    parcels: int
    compared: int
    paid_minor: int
    first_minor: int
    second_minor: int
    first_unpriced: int
    second_unpriced: int


class Comparison(NamedTuple):
    """Two versions on the parcels of some days; `is_cut`: there were more parcels than are compared."""

    currency: str
    parcels: Sequence[ComparedParcel]
    services: Sequence[ServiceSum]
    total: ServiceSum
    is_cut: bool


def compare_cards(
    scope: Scope,
    *,
    first_id: UUID,
    second_id: UUID,
    since: date,
    until: date,
    is_residential: bool = True,
    merchant_id: UUID | None = None,
) -> Comparison:
    """Price the parcels that left from the first to the last day by both versions, on the day that each left.

    A parcel goes with the service that it went with where the card has a price for that, else with the card's cheapest.
    The sums are of parcels that both cards price. Queries: 5, 3 while the cards are kept.
    Raises: Invalid (cards of two currencies; no days, or more than 92), NotFound.
    """
    first, second = (get_version(scope, version_id=one) for one in (first_id, second_id))
    if first.currency != second.currency:
        raise Invalid([FieldProblem("second", "currency", "is a card of the same currency")])
    if not 0 <= (until - since).days < MOST_DAYS:
        raise Invalid([FieldProblem("until", "range", f"is at most {MOST_DAYS} days from the first")])
    with transaction(scope):
        asked = {"since": since, "until": until, "currency": first.currency, "merchant_id": merchant_id}
        found = rows.fetch_tuples(_SENT, {**asked, "most": MOST_PARCELS + 1})
    sent = [SentRow._make(row) for row in found[:MOST_PARCELS]]
    parcels = [_as_rated(row, is_residential=is_residential) for row in sent]
    chosen = [_choose_all(scope, version, parcels, sent) for version in (first, second)]
    compared = [ComparedParcel(*row) for row in zip(sent, *chosen, strict=True)]
    by_service: defaultdict[str, list[ComparedParcel]] = defaultdict(list)
    for parcel in compared:
        by_service[parcel.sent.service_code].append(parcel)
    services = [_add_up(code, group) for code, group in sorted(by_service.items())]
    return Comparison(first.currency, compared, services, _add_up("", compared), len(found) > MOST_PARCELS)


def _as_rated(row: SentRow, *, is_residential: bool) -> RatedParcel:
    return RatedParcel(
        Place(row.origin_country, row.origin_postal_code),
        Place(row.country, row.postal_code),
        row.weight_grams,
        (row.length_mm, row.width_mm, row.height_mm),
        row.sent_on,
        is_residential=is_residential,
        options=frozenset({Option.CASH}) if row.cod_minor else frozenset(),
    )


def _choose_all(
    scope: Scope, version: RateVersionRow, parcels: Sequence[RatedParcel], sent: Sequence[SentRow]
) -> list[Choice]:
    card = get_compiled_card(scope, version=version)
    if not parcels:
        return []
    ratings = rate_parcels(card=card, parcels=parcels, volume=version.monthly_parcels)
    totals, refusals = ratings.total.tolist(), ratings.refusals.tolist()
    return [
        _choose(card, row.service_code, totals[number], refusals[number]) for number, row in enumerate(sent)
    ]


def _choose(card: CompiledCard, wanted: str, totals: Sequence[int], refusals: Sequence[int]) -> Choice:
    """Choose the wanted service, else the cheapest; without any the last refusal of those that came nearest."""
    priced = [
        (code != wanted, amount, code)
        for code, amount in zip(card.services, totals, strict=True)
        if amount >= 0
    ]
    if not priced:
        return Choice("", None, Refusal(max(refusals)))
    _, amount, code = min(priced)
    return Choice(code, amount, Refusal.NONE)


def _add_up(code: str, group: Sequence[ComparedParcel]) -> ServiceSum:
    both = [
        one for one in group if one.first.amount_minor is not None and one.second.amount_minor is not None
    ]
    return ServiceSum(
        code,
        len(group),
        len(both),
        sum(one.sent.paid_minor or 0 for one in both),
        sum(one.first.amount_minor or 0 for one in both),
        sum(one.second.amount_minor or 0 for one in both),
        sum(one.first.amount_minor is None for one in group),
        sum(one.second.amount_minor is None for one in group),
    )
