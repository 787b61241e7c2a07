"""What a plan has to know besides stock, read before it: planning itself asks no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from packhaus.decide.delivery import Place
from packhaus.network.queries.calendars import SiteCalendar, get_calendars_of
from packhaus.network.queries.sourcing import SourcingSite, list_sourcing_sites
from packhaus.orders.queries.routing import RoutingWeights, get_routing_weights
from packhaus.orders.queries.site_load import refresh_room
from packhaus.shipping.queries.priced_services import list_priced_services
from packhaus.shipping.queries.service_choice import ServiceRow, list_services
from packhaus.shipping.queries.transit_times import Arrival, TransitTimes, as_place, read_transit_times
from packhaus.shipping.types import PricedService

_END_OF_DAY = time(18)


@dataclass(slots=True)
class Surroundings:
    """Sites by key with their calendars, services with their transit times, and by what sites are chosen.

    `priced` are services with flat prices, empty where distance decides. The last instant that each site ships by is
    worked out once.
    """

    now: datetime
    sites: dict[str, SourcingSite]
    calendars: Mapping[UUID, SiteCalendar]
    services: tuple[ServiceRow, ...]
    transit: TransitTimes
    weights: RoutingWeights
    priced: tuple[PricedService, ...]
    _ship_by: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _leaves: dict[tuple[str, str, datetime], datetime] = field(default_factory=dict)

    def find_ready(self, site: str) -> datetime:
        """Return when an order that is placed now is at the dock of this site, were everything there."""
        return self.now + timedelta(minutes=self.sites[site].handling_minutes)

    def find_ship_by(self, site: str, *, carrier_code: str = "") -> datetime:
        """Return when an order that is placed now has to leave this site with a carrier.

        One that does not call there, or none, leaves by the first cut-off of all.
        """
        found = self._ship_by.get((site, carrier_code))
        if found is None:
            calendar = self.calendars[self.sites[site].id]
            found = calendar.find_ship_by(
                placed_at=self.find_ready(site), carrier_code=calendar.find_calling(carrier_code)
            )
            self._ship_by[site, carrier_code] = found
        return found

    def find_deliver_by(self, site: str, *, service: ServiceRow, to: Place) -> datetime | None:
        """Return the end of the day by which an order that is placed now arrives from this site with this service.

        It leaves by the carrier's own cut-off. None: nobody has said how long the service takes there.
        """
        if service.code not in self.transit.lanes:
            return None
        leaves = self.find_leaving(site, carrier_code=service.carrier_code, ready_at=self.find_ready(site))
        arrival = self.find_arrival(site, service=service.code, to=to, leaves=leaves)
        zone = self.calendars[self.sites[site].id].zone
        return arrival and datetime.combine(arrival.last, _END_OF_DAY, zone).astimezone(UTC)

    def count_transit_days(self, site: str, *, service: ServiceRow | None, to: Place) -> int | None:
        """Count the days, of every kind, that what leaves this site next is on the way until it surely arrived.

        None: nobody has said how long the service takes there.
        """
        if service is None or service.code not in self.transit.lanes:
            return None
        leaves = self.find_leaving(site, carrier_code=service.carrier_code, ready_at=self.find_ready(site))
        arrival = self.find_arrival(site, service=service.code, to=to, leaves=leaves)
        zone = self.calendars[self.sites[site].id].zone
        return arrival and (arrival.last - leaves.astimezone(zone).date()).days

    def find_leaving(self, site: str, *, carrier_code: str, ready_at: datetime) -> datetime:
        """Return the carrier's next cut-off at a site after something is ready."""
        key = (site, carrier_code, ready_at)
        found = self._leaves.get(key)
        if found is None:
            calendar = self.calendars[self.sites[site].id]
            found = calendar.find_ship_by(placed_at=ready_at, carrier_code=carrier_code)
            self._leaves[key] = found
        return found

    def find_arrival(self, site: str, *, service: str, to: Place, leaves: datetime) -> Arrival | None:
        """Return the days on which what leaves a site at an instant arrives; None: nobody said how long it takes."""
        row = self.sites[site]
        return self.transit.find_arrival(
            service=service,
            origin=as_place(country=row.country, postal_code=row.postal_code),
            to=to,
            leaves_on=leaves.astimezone(self.calendars[row.id].zone).date(),
        )


def read_surroundings(*, now: datetime) -> Surroundings:
    """Return sites, calendars and services as this process keeps them. Queries: 0 while fresh, 10 at most."""
    weights = get_routing_weights()
    sites = list_sourcing_sites()
    calendars = get_calendars_of([site.id for site in sites])
    refresh_room(sites=sites, calendars=calendars, now=now)
    return Surroundings(
        now,
        {site.key: site for site in sites},
        calendars,
        list_services(),
        read_transit_times(),
        weights,
        list_priced_services() if weights.is_active else (),
    )
