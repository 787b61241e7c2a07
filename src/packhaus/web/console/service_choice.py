"""Why a shipment went with its service: what it costs, the runner-up, and what kept the others out."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.kernel.money import Money
from packhaus.shipping.queries.service_choices import ChoiceRow, get_service_choice
from packhaus.web.formats import format_day, format_money
from packhaus.web.guard import PageRequest
from packhaus.web.pages import list_roles, page_of
from packhaus.web.parts import Pair
from packhaus.web.responses import render_page
from packhaus.web.words_of_rates import CHOICE_WORDS


@page_of("console:orders")
def show_service_choice(request: PageRequest, shipment_id: UUID) -> HttpResponse:
    """Show the service that was chosen, by which contract, and every other with its reason."""
    choice = get_service_choice(request.scope, shipment_id=shipment_id)
    rivals = [
        (rival, CHOICE_WORDS.get(rival.reason, ""), _compare(rival.amount_minor, rival.currency, choice))
        for rival in choice.list_rivals()
    ]
    context = {
        "choice": choice,
        "rivals": rivals,
        "pairs": _list_pairs(request, choice),
    }
    return render_page(request, "rates/choice.html", context)


def _compare(amount_minor: int | None, currency: str, choice: ChoiceRow) -> int | None:
    """Return by how much a service is dearer; None where that says nothing."""
    if amount_minor is None or choice.cost_minor is None or currency != choice.currency:
        return None
    return amount_minor - choice.cost_minor


def _list_pairs(request: PageRequest, choice: ChoiceRow) -> list[Pair]:
    url = ""
    contract = str(_("flat prices"))
    if choice.version_id and choice.version:
        contract = _("%(name)s, version %(number)s") % {"name": choice.card_name, "number": choice.version}
        may_read = bool(request.roles & list_roles("console:rate-cards"))
        url = reverse("console:rate-version", args=[choice.version_id]) if may_read else ""
    pairs = [
        Pair(_("Service"), choice.service_code),
        Pair(_("Carrier"), choice.carrier_code),
        Pair(_("Cost"), _write(choice.cost_minor, choice)),
        Pair(_("Priced by"), contract, url),
    ]
    if choice.account_number:
        pairs.append(Pair(_("Account number"), choice.account_number, is_code=True))
    if choice.arrives_on:
        pairs.append(Pair(_("Arrives by"), format_day(choice.arrives_on)))
    if choice.arrive_by:
        pairs.append(Pair(_("Promised for"), format_day(choice.arrive_by)))
    if choice.runner_up and choice.runner_up_minor is not None:
        told = f"{choice.runner_up}, {_write(choice.runner_up_minor, choice)}"
        pairs.append(Pair(_("Next best"), told))
    return pairs


def _write(amount_minor: int | None, choice: ChoiceRow) -> str:
    return format_money(None if amount_minor is None else Money(amount_minor, choice.currency))
