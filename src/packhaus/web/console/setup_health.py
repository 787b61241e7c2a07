"""Health: does everything add up, does everybody keep up, what runs here."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.insight.queries.last_runs import list_last_runs
from packhaus.insight.queries.versions import list_versions
from packhaus.insight.services.enqueue_check import enqueue_check
from packhaus.journal.queries.lag import list_lags
from packhaus.web.guard import PageRequest
from packhaus.web.pages import page_of
from packhaus.web.parts import Pair
from packhaus.web.responses import render_page


@page_of("console:health")
def show_health(request: PageRequest) -> HttpResponse:
    """Show when the installation was last looked after, lags and versions; a POST lets the check wait for a worker."""
    if request.method != "POST":
        return render_page(request, "setup/health.html", _build(request))
    if enqueue_check(request.scope):
        messages.info(request, _("The check waits for a worker. Its result stands here when it is done."))
    else:
        messages.info(request, _("The check waits already."))
    return HttpResponseRedirect(reverse("console:health"))


def _build(request: PageRequest) -> dict[str, Any]:
    runs = {run.kind: run for run in list_last_runs(request.scope)}
    labels = {"check": _("Check"), "backup": _("Backup"), "restore": _("Restore"), "upkeep": _("Upkeep")}
    named = {"Database": _("Database")}
    return {
        "check": runs.get("check"),
        "runs": [(label, runs.get(kind)) for kind, label in labels.items()],
        "lags": list_lags(scope=request.scope),
        "versions": [Pair(named.get(name, name), version) for name, version in list_versions()],
    }
