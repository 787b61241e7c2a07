"""Parcels whose labels are being bought: the bench waits a moment, and sees what each carrier said."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.outbound.queries.packing_bench import PackedParcel, list_packed_parcels
from packhaus.shipping.queries.label_purchases import PurchaseRow, list_purchases
from packhaus.shipping.services.try_again import try_label_again
from packhaus.web.floor.bench_commands import send_labels
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.responses import is_fragment_wanted, lead_to, render_page
from packhaus.web.toasts import tell

PACKERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)


def is_waiting(parcels: list[PackedParcel]) -> bool:
    """Tell whether labels of these parcels are still to be bought."""
    return any(not parcel.tracking_number for parcel in parcels)


def draw_wait(request: PageRequest, shipment_id: UUID) -> dict[str, Any]:
    """Return what the waiting part of a page is drawn from; the last purchase is waited for. Queries: 1."""
    purchases = list_purchases(request.scope, shipment_ids=[shipment_id])
    last = purchases[-1] if purchases else None
    return {
        "purchases": purchases[:-1],
        "last": last,
        "is_stuck": last is not None and (last.waits_for_person or last.status == "unknown"),
        "seen": _sum_up(purchases),
    }


@open_to(*PACKERS)
def look_for_labels(request: PageRequest, shipment_id: UUID) -> HttpResponse:
    """Print the labels as soon as they are there; until then the page of the parcels says what is waited for.

    Who comes here by a link, by going back or after signing in is led to that page.
    """
    if request.method != "POST":
        return lead_to(request, reverse("console:pack-done", args=[shipment_id]))
    parcels = list_packed_parcels(scope=request.scope, shipment_id=shipment_id)
    if not parcels:
        raise Http404
    if not is_waiting(parcels):
        return send_labels(request, shipment_id)
    if not is_fragment_wanted(request):
        return lead_to(request, reverse("console:pack-done", args=[shipment_id]))
    drawn = draw_wait(request, shipment_id)
    if request.POST.get("seen") == drawn["seen"]:
        return HttpResponse(status=204)
    return render_page(request, "floor/_label_wait.html", {**drawn, "shipment_id": shipment_id})


@require_POST
@open_to(*PACKERS, Role.SUPPORT)
def try_again(request: PageRequest, purchase_id: UUID) -> HttpResponse:
    """Ask the carrier anew for a label that it did not sell."""
    shipment_id = try_label_again(scope=request.scope, purchase_id=purchase_id, now=request.now)
    tell(request, _("The carrier is asked again."))
    return send_labels(request, shipment_id)


def _sum_up(purchases: list[PurchaseRow]) -> str:
    return ".".join(f"{one.status}-{one.failure}" for one in purchases)
