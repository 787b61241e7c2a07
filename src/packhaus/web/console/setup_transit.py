"""How long services take, lane by lane: the list of all carriers, and the form of one lane."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy

from packhaus.access.types import Role
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import Page, PageOf
from packhaus.shipping.queries.list_carriers import list_carriers
from packhaus.shipping.queries.transit_lanes import TransitFilter, TransitRow, get_lane, list_lanes
from packhaus.shipping.services.transit_lanes import delete_lanes, save_lanes
from packhaus.shipping.types import TransitDraft
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.formats import format_quantity
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, show_list
from packhaus.web.pages import page_of
from packhaus.web.parts import Action
from packhaus.web.tables import Column, FilterField
from packhaus.web.toasts import tell

MOST_DAYS = 120
_AREAS = ("from_country", "from_postal", "to_country", "to_postal", "to_region")


@page_of("console:carriers")
def list_times(request: PageRequest) -> HttpResponseBase:
    """List transit times by carrier, service and destination."""
    can_change = Role.ADMIN in request.roles
    asked = {key: value for key in ("carrier", "service") if (value := request.GET.get(key, ""))}
    url = f"{reverse('console:new-transit-time')}?{urlencode(asked)}"
    new = Action(_("New transit time"), url) if can_change else None
    return show_list(request, TRANSIT_TIMES, {"primary": new, "may_import": can_change})


@open_to(Role.ADMIN)
def edit_time(request: PageRequest, lane_id: int | None = None) -> HttpResponse:
    """Show the form of a lane, new or known, and save it."""
    known = get_lane(scope=request.scope, lane_id=lane_id) if lane_id is not None else None
    if request.method != "POST":
        return _show(request, Draft(_read_values(request, known)), known)
    form = FormReader(request.POST)
    try:
        draft = TransitDraft(
            service=form.read_text("service", is_required=True, at_most=24),
            min_days=form.read_integer("min_days", minimum=0),
            max_days=form.read_integer("max_days", minimum=0),
            **{name: form.read_text(name, at_most=60) for name in _AREAS},
        )
        form.check()
        save_lanes(
            scope=request.scope, drafts=[draft], now=request.now, actor=request.actor,
            in_place_of=known.id if known else None,
        )  # fmt: skip
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal), known)
    tell(request, _("The transit time is saved. New orders and carts are told by it."))
    return HttpResponseRedirect(f"{reverse('console:transit-times')}?{urlencode({'service': draft.service})}")


def _read_values(request: PageRequest, known: TransitRow | None) -> dict[str, Any]:
    if known:
        return known.as_draft()._asdict()
    carrier, service = request.GET.get("carrier", ""), request.GET.get("service", "")
    first = next(
        (one.services[0].code for one in list_carriers() if one.code == carrier and one.services), ""
    )
    return {"service": service or first, "min_days": "", "max_days": ""}


def _show(request: PageRequest, draft: Draft, known: TransitRow | None) -> HttpResponse:
    context = {"lane": known, "carriers": list_carriers(), "most_days": MOST_DAYS}
    return show_form(request, "setup/transit_form.html", draft, context)


def fetch_times(asked: Asked, page: PageOf) -> Page[TransitRow]:
    """Read a page of lanes."""
    chosen = TransitFilter(
        carrier=asked.read("carrier").upper(),
        service=asked.read("service").upper(),
        to_country=asked.read("to_country").upper(),
        ids=[int(key) for key in asked.keys if key.isdecimal()],
    )
    return list_lanes(scope=asked.request.scope, chosen=chosen, page=page)


def _delete(request: PageRequest, lanes: Sequence[TransitRow], _values: Mapping[str, str]) -> BulkOutcome:
    gone = delete_lanes(
        scope=request.scope, ids=[lane.id for lane in lanes], now=request.now, actor=request.actor
    )
    before = {str(lane.id): list(lane.as_draft()) for lane in lanes if lane.id in set(gone)}
    return BulkOutcome([str(id_) for id_ in gone], before=before)


def _put_back(request: PageRequest, before: Mapping[str, Any], _values: Mapping[str, str]) -> None:
    drafts = [TransitDraft(*lane) for lane in before.values()]
    if drafts:
        save_lanes(scope=request.scope, drafts=drafts, now=request.now, actor=request.actor)


def _tell_deleted(count: int) -> str:
    return ngettext("%(count)s transit time is deleted.", "%(count)s transit times are deleted.", count) % {
        "count": format_quantity(count)
    }


def _list_fields(_request: PageRequest) -> Sequence[FilterField]:
    carriers = list_carriers()
    services = [service for carrier in carriers for service in carrier.services]
    return (
        FilterField("carrier", lazy("Carrier"), [(one.code, one.name) for one in carriers]),
        FilterField("service", lazy("Service"), [(one.code, one.code) for one in services]),
        FilterField("to_country", pgettext_lazy("lane", "To the country")),
    )


TRANSIT_TIMES = ListPage(
    name="console:transit-times",
    template="setup/transit.html",
    row_type=TransitRow,
    columns=(
        Column("service", lazy("Service")),
        Column("carrier", lazy("Carrier"), is_sortable=True),
        Column("from", pgettext_lazy("lane", "From")),
        Column("to", pgettext_lazy("lane", "To")),
        Column("days", pgettext_lazy("lane", "Delivery days"), is_number=True),
    ),
    default="carrier",
    fetch=fetch_times,
    fields=_list_fields,
    bulk=(
        BulkAction(
            "delete", lazy("Delete {count}"), _delete, _tell_deleted, frozenset({Role.ADMIN}), is_danger=True,
            restore=_put_back,
        ),
    ),
)  # fmt: skip
