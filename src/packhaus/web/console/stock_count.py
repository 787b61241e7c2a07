"""Count what lies in a location: fewer, more or as many as the record says."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.inventory.queries.list_locations import get_location
from packhaus.inventory.services.counts.by_hand import Counted, count_balances
from packhaus.kernel.errors import DomainError
from packhaus.kernel.ids import new_id
from packhaus.kernel.keyset import PageOf
from packhaus.outbound.queries.list_shorts import ShortFilter, ShortRow, list_shorts
from packhaus.web.formats import format_quantity
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.order_address import link_order
from packhaus.web.parts import Action, Holder
from packhaus.web.refusals import Refusal, describes
from packhaus.web.told import tell_problem

COUNTERS = (Role.LEAD, Role.ADMIN)
SHOWN = 5


@require_POST
@open_to(*COUNTERS)
def count(request: PageRequest, location_id: int) -> HttpResponse:
    """Bring the record in line with what was counted; fields left empty were not."""
    location = get_location(request.scope, location_id=location_id)
    form = FormReader(request.POST)
    counts = list(_read(form))
    if not counts:
        form.refuse("units", "required", _("Say how many there are."))
    form.check()
    changed = count_balances(
        scope=request.scope, counts=counts, document_id=str(new_id()), now=request.now, actor=request.actor
    )
    messages.info(request, _tell(location.code, changed))
    return HttpResponseRedirect(reverse("console:location", args=[location.id]))


def _read(form: FormReader) -> Iterator[Counted]:
    for name in form.sent:
        balance = name.removeprefix("units_")
        if name != balance and balance.isdecimal() and len(balance) < 19 and form.read_text(name):
            yield Counted(
                int(balance),
                form.read_integer(name, minimum=0),
                form.read_integer(f"seen_{balance}", minimum=0),
            )


def _tell(location: str, changed: int) -> str:
    if not changed:
        return _("%(location)s is counted: the record was right.") % {"location": location}
    told = ngettext(
        "%(location)s is counted: the record was wrong by %(units)s unit.",
        "%(location)s is counted: the record was wrong by %(units)s units.",
        changed,
    )
    return told % {"location": location, "units": format_quantity(changed)}


def list_doubts(request: PageRequest, location_id: int) -> list[ShortRow]:
    """Return the newest open shorts that a count of the location would answer."""
    chosen = ShortFilter(location_id=location_id, is_open=True)
    page = PageOf(is_descending=True, size=SHOWN)
    return [
        short
        for short in list_shorts(scope=request.scope, chosen=chosen, page=page).rows
        if short.needs_count
    ]


def name_orders(shorts: list[ShortRow]) -> list[Holder]:
    """Return the orders that miss units, with how many."""
    return [
        Holder(
            short.order_number,
            format_quantity(short.missing),
            link_order(short.merchant_code, short.order_number),
        )
        for short in shorts
    ]


@describes("count_stale")
def describe_stale(error: DomainError) -> Refusal:
    """Say that the count came too late, and lead back to the location."""
    url = reverse("console:location", args=[error.data["location_id"]])
    return Refusal(
        int(error.status),
        _("The count was not booked."),
        tell_problem(error.message),
        remedies=[Action(_("Count again"), url)],
    )
