"""Setup: what is configured, and where each thing is changed."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from packhaus.insight.queries.configured import Configured, count_configured
from packhaus.web.guard import PageRequest
from packhaus.web.nav import SECTIONS, find_url
from packhaus.web.pages import page_of
from packhaus.web.parts import Words
from packhaus.web.responses import render_page

SENTENCES: dict[str, Words] = {
    "console:catalog": _("Items with their measures, barcodes and packagings."),
    "console:sites": _("Warehouses and partners: calendar, cut-offs, locations."),
    "console:carriers": _("Who takes parcels, which services, at which prices."),
    "console:cartons": _("What is packed in: measures, weights, whose they are."),
    "console:vas-options": _("Gift wrap, engraving, inserts: how they are done, and for which orders."),
    "console:merchants": _("Whose orders and stock they are, and what was agreed."),
    "console:users": _("Who may sign in, as what, and with a second factor or not."),
    "console:floor-setup": _("Badges, who is offered which work, and the devices."),
    "console:printing": _("Where labels and lists are printed, and how each printer is."),
    "console:api-keys": _("What programs may do."),
    "console:messages": _("What shoppers were told, and what did not arrive."),
    "console:jobs": _("What waits, what failed, what readers of the journal left aside."),
    "console:audit": _("Who did what, and when."),
    "console:health": _("Whether everything adds up, and what runs here."),
}


@dataclass(frozen=True, slots=True)
class SetupCard:
    """A page of setup with what stands on it."""

    label: Words
    url: str
    sentence: Words
    count: int | None
    is_alarming: bool = False


@page_of("console:setup")
def show_setup(request: PageRequest) -> HttpResponse:
    """Show the pages of setup that the person may use."""
    configured = count_configured(request.scope)
    [section] = [section for section in SECTIONS if section.key == "setup"]
    cards = [
        _make_card(page.url_name, page.label, url, configured)
        for page in section.pages
        if page.roles & request.roles and page.url_name in SENTENCES and (url := find_url(page.url_name))
    ]
    return render_page(request, "setup/setup.html", {"cards": cards})


def _make_card(name: str, label: Words, url: str, configured: Configured) -> SetupCard:
    counts = {
        "console:catalog": configured.skus,
        "console:sites": configured.sites,
        "console:carriers": configured.carriers,
        "console:cartons": configured.cartons,
        "console:merchants": configured.merchants,
        "console:users": configured.users,
        "console:api-keys": configured.keys,
    }
    alarms = {"console:jobs": configured.failed_jobs + configured.parked, "console:messages": configured.lost}
    alarm = alarms.get(name, 0)
    return SetupCard(label, url, SENTENCES[name], alarm or counts.get(name), is_alarming=bool(alarm))
