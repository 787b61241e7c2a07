"""Parcels that have left: where each of them is."""

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from packhaus.kernel.keyset import Page, PageOf
from packhaus.shipping.queries.list_parcels import ParcelFilter, TrackedParcelRow, list_parcels
from packhaus.shipping.queries.offered_carriers import list_offered_carriers
from packhaus.shipping.types.tracking import TrackingStatus
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Words
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.words_of_parcels import REASONS


@page_of("console:parcels")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List parcels that have left, the newest first."""
    return show_list(request, PARCELS)


def fetch_parcels(asked: Asked, page: PageOf) -> Page[TrackedParcelRow]:
    """Read a page of parcels as the address asks."""
    request, only = asked.request, asked.read_all("only")
    chosen = ParcelFilter(
        merchant_id=find_merchant_id(request),
        site_id=find_site_id(request),
        carrier=asked.read("carrier"),
        country=asked.read("country").upper()[:2],
        statuses=[status for status in asked.read_all("status") if status in set(TrackingStatus)],
        number=asked.state.q,
        overdue_at=request.now if "overdue" in only else None,
        quiet_at=request.now if "quiet" in only else None,
        ids=[one for one in map(read_uuid, asked.keys) if one],
    )
    return list_parcels(scope=request.scope, chosen=chosen, page=page)


def list_carriers() -> list[tuple[str, Words]]:
    """Return the carriers for a filter."""
    return [(carrier.code, carrier.name) for carrier in list_offered_carriers()]


def list_fields(_request: PageRequest) -> list[FilterField]:
    """Return what the list can be narrowed by."""
    statuses = [(status.value, get_status("parcel", status).label) for status in TrackingStatus]
    return [
        FilterField("status", lazy("Status"), statuses),
        FilterField("carrier", lazy("Carrier"), list_carriers()),
        FilterField("country", lazy("Country")),
        FilterField(
            "only",
            lazy("Only"),
            [("overdue", lazy("Overdue")), ("quiet", lazy("No movement for 3 days"))],
        ),
    ]


PARCELS = ListPage(
    name="console:parcels",
    template="parcels/list.html",
    row_type=TrackedParcelRow,
    columns=(
        Column("number", lazy("Tracking number")),
        Column("status", lazy("Status")),
        Column("order", lazy("Order")),
        Column("carrier", lazy("Carrier")),
        Column("weight", lazy("Weight"), is_number=True),
        Column("cost", lazy("Cost"), is_number=True),
        Column("dispatched_at", lazy("Left"), is_sortable=True),
        Column("promised", lazy("Promised")),
        Column("expected", lazy("Expected")),
    ),
    default="-dispatched_at",
    fetch=fetch_parcels,
    fields=list_fields,
    views=(
        View("all", lazy("All")),
        View(
            "moving", lazy("On the way"),
            "status=picked_up&status=in_transit&status=out_for_delivery&status=delayed",
            lazy("No parcel is on its way."),
        ),
        View("overdue", lazy("Overdue"), "only=overdue", lazy("No parcel is overdue.")),
        View("quiet", lazy("No movement for 3 days"), "only=quiet", lazy("Every parcel has moved.")),
        View(
            "delivered", pgettext_lazy("status", "Delivered"), "status=delivered",
            lazy("No parcel is delivered yet."),
        ),
    ),
    words={
        "tracking_status": lambda status: get_status("parcel", status).label,
        "tracking_problem": lambda reason: REASONS.get(reason, reason),
    },
)  # fmt: skip
