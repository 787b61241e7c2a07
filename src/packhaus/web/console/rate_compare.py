"""What parcels that were sent would have cost by another contract: a question in the address, and its answer as CSV."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from packhaus.decide.rating import Refusal
from packhaus.kernel.errors import Invalid
from packhaus.kernel.money import get_exponent
from packhaus.shipping.queries.compare_cards import Choice, Comparison, compare_cards
from packhaus.shipping.queries.rate_cards import RateVersionRow, list_cards, list_versions
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest
from packhaus.web.lists.export import stream_rows
from packhaus.web.pages import find_merchant_id, page_of

COLUMNS = (
    "tracking_number", "order", "merchant", "sent_on", "service", "origin_country", "origin_postal_code", "country",
    "postal_code", "weight_grams", "length_mm", "width_mm", "height_mm", "currency", "paid", "first_service", "first",
    "first_refusal", "second_service", "second", "second_refusal",
)  # fmt: skip


class Contract(NamedTuple):
    """A version that can be compared."""

    id: UUID
    name: str
    currency: str


class Question(NamedTuple):
    """Which two versions on which days, and whether parcels went to homes."""

    first: UUID
    second: UUID
    since: date
    until: date
    is_home: bool


@page_of("console:rate-cards")
def compare(request: PageRequest) -> HttpResponseBase:
    """Ask which contracts to compare on which days, and answer with sums; every parcel as CSV."""
    contracts = list_contracts(request)
    is_asked = "first" in request.GET
    since, until = find_last_month(request.now.date())
    values = {"since": since.isoformat(), "until": until.isoformat(), **request.GET.dict()}
    context: dict[str, Any] = {
        "contracts": contracts,
        "is_home": "home" in request.GET or not is_asked,
        "query": request.GET.urlencode(),
    }
    if not is_asked:
        return show_form(request, "rates/compare.html", Draft(values), context)
    try:
        question = _read(request, contracts)
        found = _answer(request, question)
    except Invalid as refusal:
        draft = Draft.of(request.GET, refusal)
        return show_form(request, "rates/compare.html", Draft(values, draft.problems), context)
    if request.GET.get("format") == "csv":
        return stream_rows("rate-comparison", COLUMNS, _write(found))
    names = {contract.id: contract.name for contract in contracts}
    context |= {"found": found, "first": names[question.first], "second": names[question.second]}
    return show_form(request, "rates/compare.html", Draft(values), context)


def list_contracts(request: PageRequest) -> list[Contract]:
    """Return the versions of all cards that were not withdrawn, the last of each card first."""
    versions: defaultdict[UUID, list[RateVersionRow]] = defaultdict(list)
    for version in list_versions(request.scope):
        versions[version.card_id].append(version)
    return [
        Contract(
            version.id,
            f"{card.carrier_name} · {card.name} · {_('Version')} {version.number}",
            card.currency,
        )
        for card in list_cards(request.scope, on=request.now.date())
        for version in versions[card.id]
        if version.status != "withdrawn"
    ]


def find_last_month(today: date) -> tuple[date, date]:
    """Return the first and the last day of the month before."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _read(request: PageRequest, contracts: list[Contract]) -> Question:
    form = FormReader(request.GET)
    known = {str(contract.id) for contract in contracts}
    first, second = form.read_choice("first", known), form.read_choice("second", known)
    usual = find_last_month(request.now.date())
    since, until = form.read_date("since") or usual[0], form.read_date("until") or usual[1]
    form.check()
    return Question(UUID(first), UUID(second), since, until, "home" in request.GET)


def _answer(request: PageRequest, question: Question) -> Comparison:
    return compare_cards(
        request.scope,
        first_id=question.first,
        second_id=question.second,
        since=question.since,
        until=question.until,
        is_residential=question.is_home,
        merchant_id=find_merchant_id(request),
    )


def _write(found: Comparison) -> Iterator[list[object]]:
    for sent, first, second in found.parcels:
        yield [
            *sent[:13],
            found.currency,
            _write_amount(sent.paid_minor, found.currency),
            *_write_choice(first, found.currency),
            *_write_choice(second, found.currency),
        ]


def _write_choice(choice: Choice, currency: str) -> tuple[str, str, str]:
    refusal = "" if choice.refusal is Refusal.NONE else choice.refusal.name.lower()
    return choice.service, _write_amount(choice.amount_minor, currency), refusal


def _write_amount(amount_minor: int | None, currency: str) -> str:
    return "" if amount_minor is None else str(Decimal(amount_minor).scaleb(-get_exponent(currency)))
