"""What a plan has to know besides stock, read before it: planning itself asks no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from uuid import UUID

from packhaus.decide.delivery import Place
from packhaus.network.queries.calendars import SiteCalendar, get_calendars_of
from packhaus.network.queries.sourcing import SourcingSite, list_sourcing_sites
from packhaus.shipping.queries.service_choice import ServiceRow, list_services
from packhaus.shipping.queries.transit_times import TransitTimes, as_place, read_transit_times

_END_OF_DAY = time(18)


@dataclass(slots=True)
class Surroundings:
    """Sites by key with their calendars, and services with their transit times.

    The last instant that each site ships by is worked out once.
    """

    now: datetime
    sites: dict[str, SourcingSite]
    calendars: Mapping[UUID, SiteCalendar]
    services: tuple[ServiceRow, ...]
    transit: TransitTimes
    _ship_by: dict[str, datetime] = field(default_factory=dict)
    _leaves: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def find_ship_by(self, site: str) -> datetime:
        """Return when an order that is placed now has to leave this site."""
        found = self._ship_by.get(site)
        if found is None:
            found = self._ship_by[site] = self.calendars[self.sites[site].id].find_ship_by(placed_at=self.now)
        return found

    def find_deliver_by(self, site: str, *, service: ServiceRow, to: Place) -> datetime | None:
        """Return the end of the day by which an order that is placed now arrives from this site with this service.

        It leaves by the carrier's own cut-off. None: nobody has said how long the service takes there.
        """
        if service.code not in self.transit.lanes:
            return None
        key = (site, service.carrier_code)
        row = self.sites[site]
        calendar = self.calendars[row.id]
        leaves = self._leaves.get(key)
        if leaves is None:
            leaves = self._leaves[key] = calendar.find_ship_by(
                placed_at=self.now, carrier_code=service.carrier_code
            )
        arrival = self.transit.find_arrival(
            service=service.code,
            origin=as_place(country=row.country, postal_code=row.postal_code),
            to=to,
            leaves_on=leaves.astimezone(calendar.zone).date(),
        )
        return arrival and datetime.combine(arrival.last, _END_OF_DAY, calendar.zone).astimezone(UTC)


def read_surroundings(*, now: datetime) -> Surroundings:
    """Return sites, calendars and services as this process keeps them. Queries: 0 while fresh, 6 at most."""
    sites = list_sourcing_sites()
    return Surroundings(
        now,
        {site.key: site for site in sites},
        get_calendars_of([site.id for site in sites]),
        list_services(),
        read_transit_times(),
    )
