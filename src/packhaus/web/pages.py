"""Pages of the navigation: who sees them stands in `nav.py`, what was chosen above them in the top bar."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponseBase

from packhaus.access.types import Role
from packhaus.web.guard import PageRequest, Rest, View, open_to
from packhaus.web.nav import SECTIONS


def list_roles(name: str) -> frozenset[Role]:
    """Return who sees a page of the navigation. A name that is not there is a bug."""
    [roles] = [page.roles for section in SECTIONS for page in section.pages if page.url_name == name]
    return roles


def page_of(name: str) -> Callable[[View[Rest]], Callable[..., HttpResponseBase]]:
    """Make a view a page of the navigation (`console:orders`), or one below it: the same people may use it."""
    return open_to(*list_roles(name))


def find_merchant_id(request: PageRequest) -> UUID | None:
    """Return the merchant chosen in the top bar, or None for all."""
    merchant = request.frame_choices.merchant
    return UUID(merchant.id) if merchant else None


def find_site_id(request: PageRequest) -> UUID | None:
    """Return the site chosen in the top bar, or None for all."""
    site = request.frame_choices.site
    return UUID(site.id) if site else None
