"""A print job as the person at the printer sees it: on its way, printed, or what to do now."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from packhaus.access.types import OPERATOR_ROLES, Role
from packhaus.kernel.errors import NotFound
from packhaus.printing.queries.jobs import get_job
from packhaus.printing.queries.stations import list_fitting
from packhaus.printing.services.end import confirm_printed
from packhaus.printing.services.send import cancel_job, send_again
from packhaus.printing.types import SILENT_AFTER, JobRow, Paper
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.printing import answer_pdf, find_page, link_job
from packhaus.web.responses import is_fragment_wanted, render_page
from packhaus.web.words_of_printing import PRINT_FAILURES, PRINTER_STATES, tell_title

PRINTERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
_UNCHANGED = 204


@never_cache
@open_to(*OPERATOR_ROLES)
def show(request: PageRequest, job_id: UUID) -> HttpResponse:
    """Show a job; the part that asks again hears nothing while nothing is new."""
    job = get_job(scope=request.scope, job_id=job_id, now=request.now)
    drawn = draw_job(request, job)
    if is_fragment_wanted(request) and request.GET.get("seen") == drawn["seen"]:
        return HttpResponse(status=_UNCHANGED)
    return render_page(request, "floor/print_job.html", drawn, fragment="floor/_print_job.html")


def draw_job(request: PageRequest, job: JobRow) -> dict[str, object]:
    """Return what the part of a job on a page is drawn from. Queries: 1."""
    paper = Paper(job.document, tuple(job.things), job.language)
    fitting = list_fitting(scope=request.scope, station_id=job.station_id, medium=paper.medium)
    trouble = job.printer_state if job.state == "claimed" and job.printer_state in PRINTER_STATES else ""
    return {
        "job": job,
        "title": tell_title(job),
        "back": find_page(request),
        "others": [one for one in fitting if one.id != job.printer_id],
        "why": PRINT_FAILURES.get(job.failure, ""),
        "trouble": PRINTER_STATES[trouble] if trouble not in {"", "ready", "unknown"} else "",
        "silent_seconds": int(SILENT_AFTER.total_seconds()),
        "seen": f"{job.state}.{trouble}",
        "is_over": job.state in {"printed", "failed", "cancelled", "lost"},
    }


def find_job(request: PageRequest) -> dict[str, object]:
    """Return what the job that an address names is drawn from; nothing without one. Queries: 0 to 2."""
    job_id = FormReader(request.GET).read_id("job")
    if job_id is None:
        return {}
    try:
        job = get_job(scope=request.scope, job_id=job_id, now=request.now)
    except NotFound:
        return {}
    return draw_job(request, job)


@open_to(*OPERATOR_ROLES)
def show_paper(request: PageRequest, job_id: UUID) -> HttpResponse:
    """Show what a job prints as a PDF, whatever became of the job."""
    job = get_job(scope=request.scope, job_id=job_id, now=request.now)
    paper = Paper(job.document, tuple(job.things), job.language)
    return answer_pdf(request, paper, title=job.title or job.document, is_secret=True)


@require_POST
@open_to(*OPERATOR_ROLES)
def print_again(request: PageRequest, job_id: UUID) -> HttpResponse:
    """Print it once more, on its printer or on the one that is chosen."""
    wanted = FormReader(request.POST).read_id("printer")
    made = send_again(
        scope=request.scope, job_id=job_id, printer_id=wanted, now=request.now, actor=request.actor
    )
    return HttpResponseRedirect(link_job(made, back=find_page(request)))


@require_POST
@open_to(*OPERATOR_ROLES)
def decide(request: PageRequest, job_id: UUID) -> HttpResponse:
    """Say that the paper is there, or take the job back."""
    end = cancel_job if request.POST.get("do") == "cancel" else confirm_printed
    end(scope=request.scope, job_id=job_id, now=request.now, actor=request.actor)
    return HttpResponseRedirect(link_job(job_id, back=find_page(request)))
