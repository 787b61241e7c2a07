"""Where a merchant's people begin: what comes, what leaves, what waits for them; each figure is the list behind it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from packhaus.web.console.differences import DIFFERENCES
from packhaus.web.console.inbound import ASNS
from packhaus.web.console.orders import ORDERS
from packhaus.web.console.purchases import PURCHASES
from packhaus.web.console.quality import QUALITY
from packhaus.web.console.recalls import RECALLS
from packhaus.web.console.stock import STOCK
from packhaus.web.guard import PageRequest
from packhaus.web.lists import ListPage
from packhaus.web.lists.views import count_view, say_count
from packhaus.web.pages import page_of
from packhaus.web.parts import Action, Words
from packhaus.web.responses import render_page


@dataclass(frozen=True, slots=True)
class _Figure:
    """A view of a list as a card; `hurts` colours it while there is anything in it."""

    label: Words
    listed: ListPage[Any]
    view: str
    hurts: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A card as drawn."""

    label: Words
    value: str
    url: str
    level: str


_PARTS: tuple[tuple[Words, tuple[_Figure, ...]], ...] = (
    (
        pgettext_lazy("nav", "Inbound"),
        (
            _Figure(lazy("Deliveries expected"), ASNS, "open"),
            _Figure(lazy("Late deliveries"), ASNS, "late", hurts=True),
            _Figure(lazy("Differences to answer"), DIFFERENCES, "open", hurts=True),
            _Figure(lazy("In quarantine"), QUALITY, "quarantine"),
            _Figure(lazy("Late purchase orders"), PURCHASES, "late", hurts=True),
        ),
    ),
    (
        pgettext_lazy("nav", "Orders"),
        (
            _Figure(lazy("Left for today's cut-offs"), ORDERS, "today"),
            _Figure(lazy("Late orders"), ORDERS, "late", hurts=True),
            _Figure(lazy("Orders on hold"), ORDERS, "held", hurts=True),
            _Figure(lazy("Orders that wait for stock"), ORDERS, "waiting"),
        ),
    ),
    (
        pgettext_lazy("nav", "Stock"),
        (
            _Figure(lazy("Items sold out"), STOCK, "none"),
            _Figure(lazy("Items that orders wait for"), STOCK, "waiting", hurts=True),
            _Figure(lazy("Open recalls"), RECALLS, "open", hurts=True),
        ),
    ),
)


@page_of("console:home")
def show_home(request: PageRequest) -> HttpResponse:
    """Show how the merchant's goods and orders stand."""
    context = {
        "parts": [(title, [_count(request, one) for one in figures]) for title, figures in _PARTS],
        "primary": Action(_("Announce a delivery"), reverse("console:new-asn")),
        "secondary": [
            Action(_("New purchase order"), reverse("console:new-purchase")),
            Action(_("Import a file"), reverse("console:imports")),
        ],
    }
    return render_page(request, "portal/home.html", context)


def _count(request: PageRequest, figure: _Figure) -> Card:
    total, url = count_view(request, figure.listed, figure.view)
    return Card(figure.label, say_count(total), url, "today" if figure.hurts and total else "")
