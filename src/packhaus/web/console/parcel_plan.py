"""How one parcel of an order was packed."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from packhaus.outbound.queries.parcel_plans import PlanRow, get_parcel_plan
from packhaus.web.cartons import draw_carton
from packhaus.web.formats import format_percent, format_weight
from packhaus.web.guard import PageRequest
from packhaus.web.pages import page_of
from packhaus.web.parts import Pair
from packhaus.web.responses import render_page


@page_of("console:orders")
def show_parcel_plan(request: PageRequest, shipment_id: UUID, number: int) -> HttpResponse:
    """Show a carton's picture, what is in it, and how much of it holds nothing."""
    plan = get_parcel_plan(scope=request.scope, shipment_id=shipment_id, parcel_number=number)
    parcel = plan.parcel
    picture = draw_carton(
        code=parcel.carton_code,
        inside_mm=(parcel.length_mm, parcel.width_mm, parcel.height_mm),
        placements=plan.placements,
        names={line.id: line.sku_name for line in plan.lines},
    )
    context = {"parcel": parcel, "lines": plan.lines, "picture": picture, "facts": _list_facts(parcel)}
    return render_page(request, "orders/parcel.html", context)


def _list_facts(parcel: PlanRow) -> list[Pair]:
    inside = f"{parcel.length_mm} × {parcel.width_mm} × {parcel.height_mm} mm"
    return [
        Pair(_("Carton"), parcel.carton_code),
        Pair(_("Inside"), inside),
        Pair(_("Empty space"), format_percent(parcel.empty_permille / 1_000)),
        Pair(_("Weight"), format_weight(parcel.weight_grams)),
        Pair(_("Tracking number"), parcel.tracking_number, is_code=True),
    ]
