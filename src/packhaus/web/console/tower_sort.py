"""Sort the floor: every unclaimed walk is offered by the slack of the departure it picks for."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from packhaus.insight.queries.tower import get_tower
from packhaus.outbound.services.batches import DueTruck, sort_floor
from packhaus.web.console.tower_parts import sort_departures
from packhaus.web.console.work_bulk import LEADS
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.toasts import tell


@require_POST
@open_to(*LEADS)
def sort_walks(request: PageRequest) -> HttpResponse:
    """Sort the walks that nobody has, of the site chosen above or of all."""
    site_id = find_site_id(request)
    tower = get_tower(scope=request.scope, site_id=site_id, now=request.now)
    trucks = [
        DueTruck(one.site.site_id, one.counts.carrier_code, one.counts.cut_off_at)
        for one in sort_departures([*tower.departures, *tower.coming], "slack")
        if one.counts.cut_off_at
    ]
    count = sort_floor(trucks=trucks, site_id=site_id, now=request.now, actor=request.actor)
    told = ngettext("%(count)s walk is offered by slack.", "%(count)s walks are offered by slack.", count) % {
        "count": format_quantity(count)
    }
    tell(request, told)
    return HttpResponseRedirect(f"{reverse('console:tower')}?sort=slack")
