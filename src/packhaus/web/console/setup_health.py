"""Health: does everything add up, does everybody keep up, what runs here."""

from typing import Any

from django.http import HttpResponse

from packhaus.insight.queries.versions import list_versions
from packhaus.insight.services.check import CheckResult, run_checks
from packhaus.journal.queries.lag import list_lags
from packhaus.journal.queries.parked import list_parked_entries
from packhaus.web.guard import PageRequest
from packhaus.web.pages import page_of
from packhaus.web.parts import Pair
from packhaus.web.responses import render_page

_SHOWN = 5


@page_of("console:health")
def show_health(request: PageRequest) -> HttpResponse:
    """Show lags, parked entries and versions; a POST runs the check, which reads every row."""
    results = list(run_checks(limit=_SHOWN)) if request.method == "POST" else []
    return render_page(request, "setup/health.html", _build(request, results))


def _build(request: PageRequest, results: list[CheckResult]) -> dict[str, Any]:
    return {
        "results": results,
        "was_run": request.method == "POST",
        "is_clean": not any(result.differences for result in results),
        "lags": list_lags(scope=request.scope),
        "parked": list_parked_entries(request.scope),
        "versions": [Pair(name, version) for name, version in list_versions()],
    }
