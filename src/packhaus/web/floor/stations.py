"""Where this browser prints: at a station with its printers, or by itself."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from packhaus.printing.queries.stations import list_printers, list_stations
from packhaus.printing.types import StationRow
from packhaus.web.floor.print_jobs import PRINTERS
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.printing import find_page, forget_station, keep_station, read_station
from packhaus.web.responses import render_page
from packhaus.web.toasts import tell


@open_to(*PRINTERS)
def choose(request: PageRequest) -> HttpResponse:
    """Show the stations of the site, and let this browser print at one of them."""
    stations = [
        one for one in list_stations(scope=request.scope, site_id=find_site_id(request)) if one.is_active
    ]
    if request.method != "POST":
        printers = list_printers(scope=request.scope, station_ids=[one.id for one in stations])
        own = read_station(request)
        rows = [
            (one, [printer for printer in printers if printer.station_id == one.id and printer.is_active])
            for one in stations
        ]
        return render_page(
            request,
            "floor/station.html",
            {"stations": rows, "own_id": own.station_id if own else None, "back": find_page(request)},
        )
    return _keep(request, {one.id: one for one in stations})


def _keep(request: PageRequest, known: dict[UUID, StationRow]) -> HttpResponse:
    response = HttpResponseRedirect(find_page(request))
    wanted = FormReader(request.POST).read_id("station")
    if wanted is None:
        forget_station(response)
        tell(request, _("This browser prints by itself."))
        return response
    if wanted not in known:
        raise Http404
    station = known[wanted]
    keep_station(request, response, station)
    tell(request, _("This browser prints at %(station)s.") % {"station": station.code})
    return response
