"""What the demo's carriers charge by contract, all made up: a share of their flat prices, with fuel on top.

The retailer has accounts of its own with the two carriers that go abroad, in its own currency; everybody else goes by
the operator's.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from packhaus.access.types import SYSTEM
from packhaus.demo.source.facilities import DemoService, list_services
from packhaus.demo.world import OPERATOR, World
from packhaus.kernel.money import get_exponent
from packhaus.shipping.services.rate_cards import load_rates, save_rate_card
from packhaus.shipping.services.rate_versions import publish_rates
from packhaus.shipping.types import RateCardDraft
from packhaus.shipping.types.rate_sheets import Table

_ZONE = "1"
_VALID_FROM = date(2020, 1, 1)


class _Contract(NamedTuple):
    """A carrier's prices under an account: `percent` of its flat prices, and fuel on top."""

    carrier: str
    number: str
    currency: str
    percent: int
    fuel: str
    merchant: str = ""


_CONTRACTS = (
    _Contract("ALBION", "ALB-20417", "GBP", 84, "4.5"),
    _Contract("KONTOR", "5520-118", "EUR", 88, "6.25"),
    _Contract("MERIDIAN", "MX-70091", "EUR", 79, "11.5"),
    # Pounds: what a euro was worth in the made-up negotiation is in the percentage.
    _Contract("KONTOR", "5520-930", "GBP", 76, "6.25", "ORG"),
    _Contract("MERIDIAN", "MX-71204", "GBP", 67, "11.5", "ORG"),
)


def agree_contracts(*, world: World, now: datetime) -> None:
    """Make the carriers' rate cards, load their sheets and publish them."""
    for contract in _CONTRACTS:
        services = [one for one in list_services() if one.carrier == contract.carrier]
        draft = RateCardDraft(
            contract.carrier,
            contract.number,
            "Sample contract",
            contract.currency,
            monthly_parcels=10_000,
            merchant_id=world.merchants.get(contract.merchant),
        )
        card_id = save_rate_card(scope=OPERATOR, draft=draft, now=now, actor=SYSTEM)
        version_id = load_rates(
            scope=OPERATOR,
            card_id=card_id,
            tables=_write_sheets(contract, services),
            valid_from=_VALID_FROM,
            valid_until=None,
            now=now,
            actor=SYSTEM,
        )
        publish_rates(scope=OPERATOR, version_id=version_id, now=now, actor=SYSTEM)


def _write_sheets(contract: _Contract, services: list[DemoService]) -> dict[str, Table]:
    countries = sorted({country for one in services for country in one.countries}) or ["*"]
    return {
        "services": [["service"], *([one.code] for one in services)],
        "zones": [["country", "zone"], *([country, _ZONE] for country in countries)],
        "prices": [
            ["service", "up_to", _ZONE],
            *(
                [one.code, str(Decimal(grams) / 1_000), _take_share(amount, contract)]
                for one in services
                for grams, amount in one.prices
            ),
        ],
        "fuel": [["percent"], [contract.fuel]],
    }


def _take_share(amount_minor: int, contract: _Contract) -> str:
    share = amount_minor * contract.percent // 100
    return str(Decimal(share).scaleb(-get_exponent(contract.currency)))
