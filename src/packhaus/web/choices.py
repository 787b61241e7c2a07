"""What the pickers of the top bar offer, and what is chosen there."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.functional import cached_property

from packhaus.access.identity import UserIdentity
from packhaus.access.queries.merchants import list_merchants
from packhaus.network.queries.list_sites import SiteRow, list_sites
from packhaus.web.guard import PageRequest
from packhaus.web.parts import Choice, FrameChoices

DEFAULT_ZONE = "UTC"


class Chooser:
    """Reads the pickers of one request, each from the database only when it is asked for."""

    def __init__(self, request: HttpRequest, identity: UserIdentity) -> None:
        self.cookies = request.COOKIES
        self.identity = identity

    @cached_property
    def sites(self) -> Sequence[SiteRow]:
        """Return the active sites; a merchant's person does not choose where the operator works."""
        return [site for site in list_sites() if site.is_active] if self.identity.scope.is_operator else []

    @cached_property
    def site(self) -> SiteRow | None:
        """Return the site chosen, when it is one of them."""
        wanted = self.cookies.get("packhaus_site", "")
        return next((site for site in self.sites if str(site.id) == wanted), None)

    @cached_property
    def zone(self) -> str:
        """Return the time zone of the chosen site, else of the first."""
        site = self.site or next(iter(self.sites), None)
        return site.timezone if site else DEFAULT_ZONE

    @cached_property
    def choices(self) -> FrameChoices:
        """Return everything the top bar draws. Queries: 1 for the merchants, 1 for the sites unless they are fresh."""
        merchants = [
            Choice(str(row.id), row.code, row.name, row.accent)
            for row in list_merchants(self.identity.scope)
            if row.is_active
        ]
        wanted = self.cookies.get("packhaus_merchant", "")
        return FrameChoices(
            sites=[_as_choice(site) for site in self.sites],
            own_sites=[_as_choice(site) for site in self.sites if site.run_by == "own"],
            merchants=merchants if len(merchants) > 1 else [],
            site=_as_choice(self.site) if self.site else None,
            merchant=next((merchant for merchant in merchants if merchant.id == wanted), None),
        )


def list_destinations(request: PageRequest) -> Sequence[Choice]:
    """Return the sites that goods may be sent to; a merchant's person sends to those that are run here."""
    if request.scope.is_operator:
        return request.frame_choices.sites
    return [_as_choice(site) for site in list_sites() if site.is_active and site.run_by == "own"]


def _as_choice(site: SiteRow) -> Choice:
    return Choice(str(site.id), site.code, site.name)
