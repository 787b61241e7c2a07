"""Choose the services of many shipments: by contracts where there are some, by the dates that were promised."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import get_open_scope
from packhaus.decide.po_boxes import is_po_box
from packhaus.decide.rating import Option
from packhaus.kernel.money import get_exponent
from packhaus.network.queries.calendars import SiteCalendar, get_calendars_of
from packhaus.shipping.queries.contracts import list_contracts
from packhaus.shipping.queries.journeys import Journey, list_journeys
from packhaus.shipping.queries.priced_services import list_priced_services
from packhaus.shipping.queries.transit_times import TransitTimes, as_place, read_transit_times
from packhaus.shipping.services.contract_prices import PricedDraft, price_by_contracts
from packhaus.shipping.services.rate import Known, Rules, rate_shipment
from packhaus.shipping.types import PricedService, ShipmentDraft, ShipmentRate
from packhaus.terms.queries.get_terms import get_terms

_NO_RULES = Rules()


@dataclass(slots=True)
class _Trucks:
    """The next truck of each site and carrier, worked out once, and when what it takes arrives."""

    now: datetime
    services: Sequence[PricedService]
    transit: TransitTimes
    calendars: Mapping[UUID, SiteCalendar]
    _leaves: dict[tuple[UUID, str], date] = field(default_factory=dict)

    def find_arrivals(self, journey: Journey) -> dict[str, date]:
        """Return the last day on which each service arrives; one of which nobody said how long it takes is absent."""
        origin = as_place(country=journey.origin_country, postal_code=journey.origin_postal_code)
        to = as_place(country=journey.country, postal_code=journey.postal_code, region=journey.region)
        arrivals = {}
        for service in self.services:
            if service.code in self.transit.lanes:
                leaves_on = self._find_leaving(journey.site_id, service.carrier_code)
                arrival = self.transit.find_arrival(
                    service=service.code, origin=origin, to=to, leaves_on=leaves_on
                )
                if arrival:
                    arrivals[service.code] = arrival.last
        return arrivals

    def _find_leaving(self, site_id: UUID, carrier_code: str) -> date:
        key = (site_id, carrier_code)
        if key not in self._leaves:
            calendar = self.calendars[site_id]
            at = calendar.find_ship_by(placed_at=self.now, carrier_code=carrier_code)
            self._leaves[key] = at.astimezone(calendar.zone).date()
        return self._leaves[key]


def choose_services(
    *, drafts: Sequence[ShipmentDraft], now: datetime, without: Container[str] = ()
) -> list[ShipmentRate | dict[str, str]]:
    """Choose a service for each shipment in the caller's transaction, or say what excluded each; in the order given.

    Where they go is looked up only if that says something: to a contract in force, to lanes of services, or to one that
    goes to no post office box. Queries: 0 while what is kept is fresh; 1 more with any of these.
    """
    services = [service for service in list_priced_services() if service.code not in without]
    contracts, transit = list_contracts(), read_transit_times()
    rules = [_read_rules(draft, now) for draft in drafts]
    if not contracts and not transit.lanes and all(service.takes_po_boxes for service in services):
        return [
            rate_shipment(draft=draft, services=services, known=Known(rules=own))
            for draft, own in zip(drafts, rules, strict=True)
        ]
    journeys = list_journeys((draft.address_id, draft.site_id) for draft in drafts)
    trucks = _Trucks(now, services, transit, get_calendars_of({draft.site_id for draft in drafts}))
    found = [journeys.get((draft.address_id, draft.site_id)) for draft in drafts]
    wanted = [
        _as_priced(draft, journey, own, now) if journey else None
        for draft, journey, own in zip(drafts, found, rules, strict=True)
    ]
    prices = price_by_contracts(wanted=wanted, versions=contracts)
    rates = []
    for draft, journey, priced, own in zip(drafts, found, prices, rules, strict=True):
        known = Known(priced, rules=own)
        if journey:
            arrivals = trucks.find_arrivals(journey) if transit.lanes else {}
            arrive_by = _find_date(draft, journey) if arrivals else None
            known = Known(priced, arrivals, arrive_by, is_po_box(journey.lines), own)
        rates.append(rate_shipment(draft=draft, services=services, known=known))
    return rates


def _read_rules(draft: ShipmentDraft, now: datetime) -> Rules:
    """Return what the merchant's terms say of a shipment; nothing where its order names a service."""
    scope = get_open_scope()
    assert scope, "asked in the caller's transaction"
    terms = get_terms(scope, merchant_id=draft.merchant_id, at=now)
    if draft.wanted_service or not (terms.excluded_services or terms.insured_above or terms.signed_above):
        return _NO_RULES
    unit = 10 ** get_exponent(draft.currency)
    return Rules(
        frozenset(terms.excluded_services),
        is_insured=0 < terms.insured_above * unit < draft.value_minor,
        is_signed=0 < terms.signed_above * unit < draft.value_minor,
    )


def _as_priced(draft: ShipmentDraft, journey: Journey, rules: Rules, now: datetime) -> PricedDraft:
    asked = {
        Option.CASH: draft.is_cod,
        Option.DANGEROUS: draft.is_dangerous,
        Option.SIGNATURE: rules.is_signed,
    }
    options = frozenset(option for option, is_asked in asked.items() if is_asked)
    on = now.astimezone(ZoneInfo(journey.timezone)).date()
    return PricedDraft(
        draft, journey, on, options, draft.cod_minor or (draft.value_minor if rules.is_insured else 0)
    )


def _find_date(draft: ShipmentDraft, journey: Journey) -> date | None:
    return draft.deliver_by and draft.deliver_by.astimezone(ZoneInfo(journey.timezone)).date()
