"""What a place can hold, changed on its page; and the places as a file that can be imported again."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from packhaus.inventory.queries.list_locations import LocationRow, get_location
from packhaus.inventory.queries.location_file import LOCATION_COLUMNS, read_locations
from packhaus.inventory.services.capacity import CapacityDraft, set_capacity
from packhaus.inventory.types import MIXING
from packhaus.kernel.errors import Invalid
from packhaus.web.console.locations_bulk import KEEPERS, UNITS, read_capacity
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists.export import stream_rows
from packhaus.web.pages import find_site_id, page_of
from packhaus.web.toasts import tell
from packhaus.web.words import MIXINGS


@require_POST
@open_to(*KEEPERS)
def change(request: PageRequest, location_id: int) -> HttpResponse:
    """Say what a place can hold; an empty field is no limit. What lies there already stays. Raises: Invalid."""
    location = get_location(request.scope, location_id=location_id)
    form = FormReader(request.POST)
    mixing = form.read_choice("mixing", MIXING)
    limits: dict[str, int | None] = {}
    for name in UNITS:
        try:
            limits[name] = read_capacity(name, request.POST.get(name, ""))
        except Invalid as refusal:
            form.problems.extend(refusal.problems)
    form.check()
    draft = CapacityDraft(location.id, mixing=mixing, **limits)
    set_capacity(scope=request.scope, drafts=[draft], now=request.now, actor=request.actor)
    tell(request, _("%(code)s is saved.") % {"code": location.code})
    return HttpResponseRedirect(reverse("console:location", args=[location.id]))


def build_fields(location: LocationRow) -> dict[str, Any]:
    """Return the fields of the form with what holds by now, in litres, kilograms and pallets."""
    labels = {
        "max_volume_mm3": _("Litres at most; empty for no limit"),
        "max_weight_grams": _("Kilograms at most; empty for no limit"),
        "max_pallets": _("Pallets at most; empty for no limit"),
    }
    values = {
        name: format(Decimal(getattr(location, name) or 0) / factor, "f") if getattr(location, name) else ""
        for name, factor in UNITS.items()
    }
    return {
        "capacity": [(name, label, values[name]) for name, label in labels.items()],
        "mixings": list(MIXINGS.items()),
    }


@require_safe
@page_of("console:locations")
def download(request: PageRequest) -> HttpResponseBase:
    """Send the places of the chosen site, or of all, in the columns in which they are imported."""
    cells = read_locations(scope=request.scope, site_id=find_site_id(request))
    return stream_rows("locations", LOCATION_COLUMNS, cells)
