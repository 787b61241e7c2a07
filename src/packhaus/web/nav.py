"""The sections of the console in the order of the day.

What a person may not use, and what is not built, is not shown.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.translation import pgettext_lazy as _

from packhaus.access.types import Role
from packhaus.web.parts import Words

L, A, S, F, P, I, M = (  # noqa: E741 - the letters of the screens' table
    Role.LEAD, Role.ASSOCIATE, Role.SUPPORT, Role.FINANCE, Role.PLANNER, Role.ADMIN, Role.MERCHANT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the navigation: the name of its address, and who sees it."""

    label: Words
    url_name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Section:
    """A section; its link is the first page of it that the person may see."""

    key: str
    label: Words
    icon: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class NavPage:
    """A page as drawn."""

    label: Words
    url: str
    is_current: bool
    go: str


@dataclass(frozen=True, slots=True)
class NavSection:
    """A section as drawn."""

    label: Words
    icon: str
    url: str
    is_current: bool
    go: str
    pages: list[NavPage]


def _page(label: Words, name: str, *roles: Role) -> Page:
    return Page(label, f"console:{name}", frozenset(roles))


SECTIONS = (
    Section("home", _("nav", "Home"), "building-store", (_page(_("nav", "Home"), "home", M),)),
    Section("tower", _("nav", "Tower"), "dashboard", (_page(_("nav", "Tower"), "tower", L, S, F, P, I),)),
    Section(
        "orders",
        _("nav", "Orders"),
        "receipt",
        (
            _page(_("nav", "All orders"), "orders", L, S, F, I, M),
            _page(_("nav", "Holds"), "holds", L, S, I),
            _page(_("nav", "Backorders"), "backorders", L, P, S, I, M),
            _page(_("nav", "Imports"), "imports", L, I, M),
        ),
    ),
    Section(
        "inbound",
        _("nav", "Inbound"),
        "truck-delivery",
        (
            _page(_("nav", "Inbound"), "inbound", L, A, I, M),
            _page(_("nav", "Purchase orders"), "purchases", L, P, I, M),
            _page(_("nav", "Differences"), "differences", L, S, I, M),
            _page(_("nav", "Doors"), "docks", L, A, I),
            _page(_("nav", "Put-away"), "put-away", L, I),
            _page(_("nav", "Dock to stock"), "dock-to-stock", L, P, I),
            _page(_("nav", "Quality checks"), "checks", L, I, M),
            _page(_("nav", "Registrations"), "own-registrations", M),
        ),
    ),
    Section(
        "stock",
        _("nav", "Stock"),
        "packages",
        (
            _page(_("nav", "Stock levels"), "stock", L, S, P, F, I, M),
            _page(_("nav", "Locations"), "locations", L, A, I),
            _page(_("nav", "Pallets and cartons"), "units", L, A, I),
            _page(_("nav", "Lots"), "lots", L, S, I),
            _page(_("nav", "Recalls"), "recalls", L, S, I, M),
            _page(_("nav", "Transfers"), "transfers", L, A, P, I),
            _page(_("nav", "Movements"), "movements", L, F, I),
            _page(_("nav", "Replenishment"), "replenishment", L, I),
            _page(_("nav", "Pick faces"), "faces", L, I),
            _page(_("nav", "Slotting"), "slotting", L, P, I),
            _page(_("nav", "Counts"), "counts", L, I),
        ),
    ),
    Section(
        "outbound",
        _("nav", "Outbound"),
        "package-export",
        (
            _page(_("nav", "Release"), "release", L, I),
            _page(_("nav", "Requests"), "requests", L, I),
            _page(_("nav", "Waves"), "waves", L, I),
            _page(_("nav", "Batches"), "batches", L, I),
            _page(_("nav", "Shorts"), "shorts", L, I),
            _page(_("nav", "Services"), "vas", L, A, I),
            _page(_("nav", "Pack"), "pack", A, L, I),
            _page(_("nav", "Set aside"), "set-aside", L, A, I),
            _page(_("nav", "Dispatch"), "dispatch", L, I),
            _page(_("nav", "Packaging"), "packaging", L, F, I, M),
            _page(_("nav", "Print jobs"), "print-jobs", L, A, I),
            _page(_("nav", "Work on goods"), "work-orders", L, A, I),
        ),
    ),
    Section(
        "shipping",
        _("nav", "Shipping"),
        "truck",
        (
            _page(_("nav", "Parcels"), "parcels", S, L, I),
            _page(_("nav", "Parcel problems"), "parcel-problems", S, L, I),
            _page(_("nav", "Rate cards"), "rate-cards", F, P, I),
            _page(_("nav", "Carrier bills"), "carrier-bills", F, I),
        ),
    ),
    Section(
        "returns", _("nav", "Returns"), "arrow-back-up", (_page(_("nav", "Returns"), "returns", S, L, I),)
    ),
    Section(
        "care",
        _("nav", "Care"),
        "headset",
        (_page(_("nav", "From shoppers"), "notes", S, L, I, M), _page(_("nav", "Tickets"), "tickets", S, I)),
    ),
    Section("money", _("nav", "Money"), "coin", (_page(_("nav", "Contracts"), "contracts", F, I),)),
    Section("plan", _("nav", "Plan"), "chart-line", (_page(_("nav", "Forecast"), "forecast", P, I),)),
    Section(
        "insight", _("nav", "Insight"), "chart-bar", (_page(_("nav", "Insight"), "insight", L, S, F, P, I),)
    ),
    Section(
        "setup",
        _("nav", "Setup"),
        "settings",
        (
            _page(_("nav", "Overview"), "setup", I, L, P, F, S),
            _page(_("nav", "Catalog"), "catalog", I, L, P),
            _page(_("nav", "Sites"), "sites", I, L),
            _page(_("nav", "Carriers"), "carriers", I, L),
            _page(_("nav", "Cartons"), "cartons", I, L),
            _page(_("nav", "Services"), "vas-options", I, L, F),
            _page(_("nav", "Merchants"), "merchants", I, F),
            _page(_("nav", "Registrations"), "registrations", I, L, F),
            _page(_("nav", "Shelf life"), "shelf-rules", I, L, S),
            _page(_("nav", "Users"), "users", I),
            _page(_("nav", "Floor"), "floor-setup", L, I),
            _page(_("nav", "Stations and printers"), "printing", L, I),
            _page(_("nav", "API keys"), "api-keys", I),
            _page(_("nav", "Messages"), "messages", I, S),
            _page(_("nav", "Message words"), "message-words", I, S, M),
            _page(_("nav", "Jobs and parked events"), "jobs", I),
            _page(_("nav", "Audit"), "audit", I),
            _page(_("nav", "Health"), "health", I),
            _page(_("nav", "Components"), "components", I),
        ),
    ),
)


# The second key after `g`.
GO_KEYS = {
    "console:tower": "t",
    "console:orders": "o",
    "console:stock": "s",
    "console:waves": "w",
    "console:returns": "r",
    "console:tickets": "c",
    "console:contracts": "m",
}


@cache
def find_url(name: str) -> str:
    """Return the address of a page, or nothing while the page does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def may_open(*, roles: AbstractSet[Role], url: str) -> bool:
    """Tell whether a link leads somewhere for these roles; what the navigation does not know is open."""
    path = url.partition("?")[0]
    known = [(find_url(page.url_name), page.roles) for section in SECTIONS for page in section.pages]
    above = [
        (at, allowed) for at, allowed in known if at and (path == at or (at != "/" and path.startswith(at)))
    ]
    return not above or bool(max(above, key=lambda page: len(page[0]))[1] & roles)


def build_navigation(*, roles: AbstractSet[Role], path: str) -> list[NavSection]:
    """Build the sections that these roles see; the longest address that starts the path is the current page."""
    seen = [(section, _list_pages(section, roles)) for section in SECTIONS]
    urls = [url for _, pages in seen for _, url in pages]
    current = max(
        (url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default=""
    )
    return [_draw(section, pages, current) for section, pages in seen if pages]


def _draw(section: Section, pages: list[tuple[Page, str]], current: str) -> NavSection:
    drawn = [NavPage(page.label, url, url == current, GO_KEYS.get(page.url_name, "")) for page, url in pages]
    return NavSection(
        label=section.label,
        icon=section.icon,
        url=drawn[0].url,
        is_current=any(page.is_current for page in drawn),
        go=drawn[0].go,
        pages=drawn if len(drawn) > 1 else [],
    )


def _list_pages(section: Section, roles: AbstractSet[Role]) -> list[tuple[Page, str]]:
    allowed = [(page, find_url(page.url_name)) for page in section.pages if page.roles & roles]
    return [(page, url) for page, url in allowed if url]
