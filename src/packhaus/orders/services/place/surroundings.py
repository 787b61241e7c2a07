"""What a plan has to know besides stock, read before it: planning itself asks no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from packhaus.network.queries.calendars import SiteCalendar, get_calendars_of
from packhaus.network.queries.sourcing import SourcingSite, list_sourcing_sites
from packhaus.shipping.queries.service_choice import ServiceRow, list_services
from packhaus.shipping.queries.transit_times import TransitTimes, read_transit_times


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

    def find_ship_by(self, site: str) -> datetime:
        """Return when an order that is placed now has to leave this site."""
        found = self._ship_by.get(site)
        if found is None:
            found = self._ship_by[site] = self.calendars[self.sites[site].id].find_ship_by(placed_at=self.now)
        return found


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
