"""What carriers charge: rate cards, their versions, and what parcels cost by them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from packhaus.api.answers import answer, answer_nothing
from packhaus.api.keys import ApiRequest, find_merchant, writes_network
from packhaus.api.problems import declare
from packhaus.api.schemas.rate_cards import ParcelsToRateIn, RateCardIn, RatesIn
from packhaus.decide.rating import Quote
from packhaus.shipping.queries.quote_parcels import quote_parcels
from packhaus.shipping.queries.rate_cards import (
    RateCardRow,
    RateVersionRow,
    get_card,
    get_tables,
    get_version,
    list_cards,
    list_versions,
)
from packhaus.shipping.services.rate_cards import load_rates, save_rate_card
from packhaus.shipping.services.rate_versions import publish_rates, withdraw_rates

router = Router(tags=["rate cards"])


@dataclass(frozen=True, slots=True)
class RateCardId:
    """The card that was made."""

    id: UUID


@dataclass(frozen=True, slots=True)
class RateCardOut:
    """A card with its versions, the last first."""

    card: RateCardRow
    versions: Sequence[RateVersionRow]


@dataclass(frozen=True, slots=True)
class RatesOut:
    """A version with its sheets as they came, headings in the first row."""

    version: RateVersionRow
    sheets: dict[str, list[list[str]]]


@dataclass(frozen=True, slots=True)
class ChargeOut:
    """A part of a price; a percentage as parts of 100,000."""

    kind: str
    amount_minor: int
    code: str
    name: str
    parts: int


@dataclass(frozen=True, slots=True)
class QuoteOut:
    """What a parcel costs with a service: the sum of its charges, or why there is no price."""

    service: str
    refusal: str
    zone: str
    billed_grams: int
    total_minor: int
    charges: Sequence[ChargeOut]


@router.get(
    "/rate-cards",
    response={200: list[RateCardRow], **declare()},
    auth=writes_network,
    operation_id="list_rate_cards",
)
def list_every(request: ApiRequest) -> HttpResponse:
    """List the rate cards with their accounts and the version that holds today."""
    return answer(list_cards(request.auth.scope, on=timezone.now().date()))


@router.post(
    "/rate-cards",
    response={201: RateCardId, **declare(404, 409)},
    auth=writes_network,
    operation_id="create_rate_card",
)
def create(request: ApiRequest, payload: RateCardIn) -> HttpResponse:
    """Create a rate card, and its account where that is new."""
    key = request.auth
    merchant_id = find_merchant(key, payload.merchant) if payload.merchant else None
    draft = payload.as_draft(merchant_id)
    id_ = save_rate_card(scope=key.scope, draft=draft, now=timezone.now(), actor=key.actor)
    return answer(RateCardId(id_), status=201)


@router.get(
    "/rate-cards/{uuid:card_id}",
    response={200: RateCardOut, **declare(404)},
    auth=writes_network,
    operation_id="get_rate_card",
)
def show(request: ApiRequest, card_id: UUID) -> HttpResponse:
    """Return a card with its versions."""
    scope = request.auth.scope
    card = get_card(scope, card_id=card_id, on=timezone.now().date())
    return answer(RateCardOut(card, list_versions(scope, card_id=card_id)))


@router.put(
    "/rate-cards/{uuid:card_id}/draft",
    response={200: RateVersionRow, **declare(404)},
    auth=writes_network,
    operation_id="load_rates",
)
def load(request: ApiRequest, card_id: UUID, payload: RatesIn) -> HttpResponse:
    """Send sheets as the draft of the next version, in place of a draft that is there.

    Every error names its cell, such as prices!F14; nothing is written then.
    """
    key = request.auth
    version_id = load_rates(
        scope=key.scope,
        card_id=card_id,
        tables={str(kind): table for kind, table in payload.sheets.items()},
        valid_from=payload.valid_from,
        valid_until=payload.valid_until,
        now=timezone.now(),
        actor=key.actor,
    )
    return answer(get_version(key.scope, version_id=version_id))


@router.get(
    "/rate-versions/{uuid:version_id}",
    response={200: RatesOut, **declare(404)},
    auth=writes_network,
    operation_id="get_rates",
)
def show_version(request: ApiRequest, version_id: UUID) -> HttpResponse:
    """Return a version with its sheets."""
    scope = request.auth.scope
    version = get_version(scope, version_id=version_id)
    return answer(RatesOut(version, get_tables(scope, version_id=version_id)))


@router.post(
    "/rate-versions/{uuid:version_id}/publish",
    response={204: None, **declare(404, 409)},
    auth=writes_network,
    operation_id="publish_rates",
)
def publish(request: ApiRequest, version_id: UUID) -> HttpResponse:
    """Let a draft hold from its day on."""
    key = request.auth
    publish_rates(scope=key.scope, version_id=version_id, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/rate-versions/{uuid:version_id}/withdraw",
    response={204: None, **declare(404, 409)},
    auth=writes_network,
    operation_id="withdraw_rates",
)
def withdraw(request: ApiRequest, version_id: UUID) -> HttpResponse:
    """Let a published version not count any longer."""
    key = request.auth
    withdraw_rates(scope=key.scope, version_id=version_id, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/rate-versions/{uuid:version_id}/quotes",
    response={200: list[list[QuoteOut]], **declare(404)},
    auth=writes_network,
    operation_id="quote_parcels",
)
def quote(request: ApiRequest, version_id: UUID, payload: ParcelsToRateIn) -> HttpResponse:
    """Price parcels with every service, the cheapest first; the charges add up to the price."""
    scope = request.auth.scope
    volume = get_version(scope, version_id=version_id).monthly_parcels
    parcels = [parcel.as_parcel() for parcel in payload.parcels]
    quotes = quote_parcels(scope, version_id=version_id, parcels=parcels, volume=volume)
    return answer([[_as_out(one) for one in row] for row in quotes])


def _as_out(quote: Quote) -> QuoteOut:
    charges = [
        ChargeOut(one.kind.value, one.amount_minor, one.code, one.name, one.parts) for one in quote.charges
    ]
    return QuoteOut(
        quote.service, quote.refusal.name.lower(), quote.zone, quote.billed_grams, quote.total_minor, charges
    )
