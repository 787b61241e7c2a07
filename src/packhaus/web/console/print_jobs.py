"""The queue of print jobs: what waits, what a person has to look at, what was printed."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.kernel.keyset import Page, PageOf
from packhaus.printing.queries.jobs import JobFilter, list_jobs
from packhaus.printing.services.send import cancel_job, send_again
from packhaus.printing.states import JOB_STATES
from packhaus.printing.types import JobRow
from packhaus.web.floor.print_jobs import PRINTERS
from packhaus.web.formats import format_quantity
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, Refused, View, show_list
from packhaus.web.lists.each import do_each
from packhaus.web.pages import find_site_id, page_of
from packhaus.web.printing import link_job
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.words_of_printing import DOCUMENTS, PRINT_FAILURES, tell_title


@page_of("console:print-jobs")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List print jobs, the newest first."""
    return show_list(request, JOBS)


def fetch_jobs(asked: Asked, page: PageOf) -> Page[JobRow]:
    """Read a page of jobs."""
    chosen = JobFilter(
        site_id=find_site_id(asked.request),
        station=asked.read("station"),
        states=[state for state in asked.read_all("state") if state in JOB_STATES],
        text=asked.state.q,
        ids=[job_id for job_id in map(read_uuid, asked.keys) if job_id],
    )
    return list_jobs(scope=asked.request.scope, chosen=chosen, now=asked.request.now, page=page)


def _draw(_request: PageRequest, jobs: Sequence[JobRow]) -> list[tuple[JobRow, str, str, str]]:
    return [
        (job, tell_title(job), str(PRINT_FAILURES.get(job.failure, "")), link_job(job.id)) for job in jobs
    ]


def _again(request: PageRequest, jobs: Sequence[JobRow], _values: Mapping[str, str]) -> BulkOutcome:
    def again(job: JobRow) -> str | None:
        if job.again_id:
            return _("It was printed again.")
        if job.state == "claimed":
            return _("It is being printed.")
        send_again(scope=request.scope, job_id=job.id, now=request.now, actor=request.actor)
        return None

    return do_each(jobs, again, refuse=_refuse)


def _take_back(request: PageRequest, jobs: Sequence[JobRow], _values: Mapping[str, str]) -> BulkOutcome:
    def take_back(job: JobRow) -> str | None:
        if job.status != "waiting":
            return _("It does not wait any more.")
        cancel_job(scope=request.scope, job_id=job.id, now=request.now, actor=request.actor)
        return None

    return do_each(jobs, take_back, refuse=_refuse)


def _refuse(job: JobRow, why: str) -> Refused:
    return Refused(tell_title(job), why, link_job(job.id))


def _tell_again(count: int) -> str:
    return ngettext("%(count)s paper is printed again.", "%(count)s papers are printed again.", count) % {
        "count": format_quantity(count)
    }


def _tell_taken_back(count: int) -> str:
    return ngettext("%(count)s paper is taken back.", "%(count)s papers are taken back.", count) % {
        "count": format_quantity(count)
    }


JOBS = ListPage(
    name="console:print-jobs",
    template="printing/jobs.html",
    row_type=JobRow,
    columns=(
        Column("title", lazy("Paper")),
        Column("state", lazy("State")),
        Column("printer", lazy("Printer")),
        Column("station", lazy("Station")),
        Column("copy", lazy("Copy"), is_number=True),
        Column("asked_at", lazy("Asked for"), is_sortable=True),
        Column("ended_at", lazy("Ended")),
    ),
    default="-asked_at",
    fetch=fetch_jobs,
    draw=_draw,
    fields=(
        FilterField(
            "state", lazy("State"), [(state, get_status("print_job", state).label) for state in JOB_STATES]
        ),
        FilterField("station", lazy("Station")),
    ),
    views=(
        View(
            "look",
            lazy("To look at"),
            "state=silent&state=lost&state=failed",
            lazy("Every paper was printed, or is on its way."),
        ),
        View("waiting", lazy("On the way"), "state=waiting&state=claimed", lazy("No paper waits.")),
        View("all", lazy("All")),
    ),
    bulk=(
        BulkAction(
            "again", lazy("Print {count} again"), _again, _tell_again, frozenset(PRINTERS), icon="printer", chunk=25
        ),
        BulkAction(
            "cancel", lazy("Take back {count}"), _take_back, _tell_taken_back, frozenset(PRINTERS), chunk=25
        ),
    ),
    words={
        "state": lambda state: get_status("print_job", state).label,
        "document": lambda document: DOCUMENTS[document],
    },
)  # fmt: skip
