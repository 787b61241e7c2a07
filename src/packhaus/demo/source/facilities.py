"""The merchants, sites, cut-offs, carriers and cartons of the demo, all made up; tables in ``demo/data``."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import time

from packhaus.demo.source.tables import read_table
from packhaus.shipping.types import CartonDraft, TransitDraft


@dataclass(frozen=True, slots=True)
class DemoMerchant:
    """An owner of orders and stock."""

    code: str
    name: str
    currency: str
    country: str
    language: str
    email: str


@dataclass(frozen=True, slots=True)
class DemoSite:
    """A place of ours or of a partner; ``working_weekdays`` has a 1 or 0 from Monday to Sunday."""

    code: str
    name: str
    kind: str
    run_by: str
    stock_policy: str
    feed_max_age_minutes: int
    feed_trust_margin: int
    timezone: str
    country: str
    postal_code: str
    city: str
    street: str
    latitude: float
    longitude: float
    priority: int
    working_weekdays: str
    handling_minutes: int


@dataclass(frozen=True, slots=True)
class DemoCutOff:
    """When a carrier's parcels must be at the dock, every day, in the site's time."""

    site: str
    carrier: str
    at: time


@dataclass(frozen=True, slots=True)
class DemoCarrier:
    """A carrier; ``tracking_url`` has {number} where the tracking number goes."""

    code: str
    name: str
    tracking_prefix: str
    tracking_url: str


@dataclass(frozen=True, slots=True)
class DemoService:
    """A carrier's service with flat prices per weight step; no countries means everywhere."""

    code: str
    carrier: str
    name: str
    countries: tuple[str, ...]
    max_weight_grams: int
    can_collect_cash: bool
    rank: int
    currency: str
    prices: tuple[tuple[int, int], ...]


def list_merchants() -> tuple[DemoMerchant, ...]:
    """Return the retailer of the file and the small second merchant."""
    return tuple(DemoMerchant(**row) for row in read_table("merchants.csv"))


def list_sites() -> tuple[DemoSite, ...]:
    """Return two sites of our own and the partner's."""
    return tuple(
        DemoSite(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            run_by=row["run_by"],
            stock_policy=row["stock_policy"],
            feed_max_age_minutes=int(row["feed_max_age_minutes"]),
            feed_trust_margin=int(row["feed_trust_margin"]),
            timezone=row["timezone"],
            country=row["country"],
            postal_code=row["postal_code"],
            city=row["city"],
            street=row["street"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            priority=int(row["priority"]),
            working_weekdays=row["working_weekdays"],
            handling_minutes=int(row["handling_minutes"]),
        )
        for row in read_table("sites.csv")
    )


def list_cut_offs() -> tuple[DemoCutOff, ...]:
    """Return the pick-ups of a day at every site."""
    return tuple(
        DemoCutOff(row["site"], row["carrier"], time.fromisoformat(row["at"]))
        for row in read_table("cut_offs.csv")
    )


def list_carriers() -> tuple[DemoCarrier, ...]:
    """Return the carriers."""
    return tuple(
        DemoCarrier(row["carrier"], row["name"], row["tracking_prefix"], row["tracking_url"])
        for row in read_table("carriers.csv")
    )


def list_services() -> tuple[DemoService, ...]:
    """Return the services with their prices, steps ascending: (up to grams, amount in minor units)."""
    prices: dict[str, list[tuple[int, int]]] = defaultdict(list)
    currencies: dict[str, str] = {}
    for row in read_table("service_prices.csv"):
        prices[row["service"]].append((int(row["up_to_grams"]), int(row["amount_minor"])))
        currencies[row["service"]] = row["currency"]
    return tuple(
        DemoService(
            code=row["service"],
            carrier=row["carrier"],
            name=row["name"],
            countries=tuple(row["countries"].split()),
            max_weight_grams=int(row["max_weight_grams"]),
            can_collect_cash=row["can_collect_cash"] == "yes",
            rank=int(row["rank"]),
            currency=currencies[row["service"]],
            prices=tuple(sorted(prices[row["service"]])),
        )
        for row in read_table("carrier_services.csv")
    )


def list_transit_times() -> tuple[TransitDraft, ...]:
    """Return how many delivery days each service takes, lane by lane; made up."""
    return tuple(
        TransitDraft(
            row["service"],
            int(row["min_days"]),
            int(row["max_days"]),
            from_country=row["from_country"],
            to_country=row["to_country"],
            to_region=row["to_region"],
        )
        for row in read_table("transit_times.csv")
    )


def list_cartons() -> tuple[CartonDraft, ...]:
    """Return the carton types, smallest first."""
    return tuple(
        CartonDraft(
            code=row["code"],
            inner_length_mm=int(row["inner_length_mm"]),
            inner_width_mm=int(row["inner_width_mm"]),
            inner_height_mm=int(row["inner_height_mm"]),
            outer_length_mm=int(row["outer_length_mm"]),
            outer_width_mm=int(row["outer_width_mm"]),
            outer_height_mm=int(row["outer_height_mm"]),
            tare_grams=int(row["tare_grams"]),
            max_weight_grams=int(row["max_weight_grams"]),
            cost_minor=int(row["cost_minor"]),
            currency=row["currency"],
        )
        for row in read_table("cartons.csv")
    )
