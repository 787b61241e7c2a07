"""The truck of a delivery, as who unloads it notes it: at the door, being unloaded, empty, gone; or not yet."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.inbound.queries.docks.appointments import find_appointment
from packhaus.inbound.services.docks.steps import STEPS, take_step
from packhaus.inbound.services.docks.undo import undo_step
from packhaus.web.console.inbound import open_asn
from packhaus.web.floor.bands import Band
from packhaus.web.floor.receive_page import RECEIVERS, draw_delivery, read_again
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.status import get_status

UNDO = "undo"


@require_POST
@open_to(*RECEIVERS)
def step(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Note a step of the truck, or take the last one back. Raises: NoAppointment, IllegalTransition, NothingNoted."""
    known = open_asn(request, merchant, number)
    form = FormReader(request.POST)
    key = form.read_choice("step", [*STEPS, UNDO])
    form.check()
    if key == UNDO:
        undo_step(scope=request.scope, asn_id=known.header.id, now=request.now, actor=request.actor)
    else:
        take_step(scope=request.scope, asn_id=known.header.id, step=key, now=request.now, actor=request.actor)
    found = find_appointment(scope=request.scope, asn_id=known.header.id, now=request.now)
    assert found
    told = _("Truck: %(status)s") % {"status": get_status("appointment", found.status).label}
    return draw_delivery(request, read_again(request, known), Band("right", told))
