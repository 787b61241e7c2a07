"""Print jobs: what is to be printed where, and what became of it."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.keys import ApiRequest, works_on_the_floor
from packhaus.api.lookups import find_site_id
from packhaus.api.once import DECLARED, do_once
from packhaus.api.problems import declare
from packhaus.api.schemas.printing import PrintAgainIn, PrintJobIn, PrintJobListIn
from packhaus.journal.services.idempotency import Done
from packhaus.kernel.keyset import PageOf
from packhaus.printing.queries.jobs import JobFilter, get_job, list_jobs
from packhaus.printing.queries.stations import get_station_by_code
from packhaus.printing.services.end import confirm_printed
from packhaus.printing.services.send import cancel_job, send_again, send_paper
from packhaus.printing.types import JobRow

router = Router(tags=["printing"])
JobId = Annotated[UUID, Path()]


@router.get(
    "/print-jobs",
    response={200: PageOut[JobRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_print_jobs",
)
def list_all(request: ApiRequest, wanted: Query[PrintJobListIn]) -> HttpResponse:
    """List print jobs, the newest last."""
    chosen = JobFilter(find_site_id(wanted.site), wanted.station, wanted.state, wanted.text)
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_jobs(scope=request.auth.scope, chosen=chosen, now=timezone.now(), page=page))


@router.post(
    "/print-jobs",
    response={201: JobRow, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="send_paper",
    openapi_extra=DECLARED,
)
def send(request: ApiRequest, payload: PrintJobIn) -> HttpResponse:
    """Send paper to a printer of a station; its agent prints it once."""
    key, now = request.auth, timezone.now()
    station = get_station_by_code(scope=key.scope, site=payload.site, code=payload.station)
    done = do_once(
        request,
        lambda: send_paper(
            scope=key.scope, station_id=station.id, paper=payload.as_paper(), title=payload.title,
            printer_id=payload.printer, now=now, actor=key.actor,
        ),
        status=201,
        ids=lambda job_id: [str(job_id)],
    )  # fmt: skip
    job_id = done.result if isinstance(done, Done) else UUID(done.created_ids[0])
    return answer(get_job(scope=key.scope, job_id=job_id, now=now), 201)


@router.get(
    "/print-jobs/{uuid:job_id}",
    response={200: JobRow, **declare(404)},
    auth=works_on_the_floor,
    operation_id="get_print_job",
)
def get_one(request: ApiRequest, job_id: JobId) -> HttpResponse:
    """Return a print job; `state` says where a person has to look."""
    return answer(get_job(scope=request.auth.scope, job_id=job_id, now=timezone.now()))


@router.post(
    "/print-jobs/{uuid:job_id}/again",
    response={201: JobRow, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="print_again",
)
def again(request: ApiRequest, job_id: JobId, payload: PrintAgainIn) -> HttpResponse:
    """Print it once more, on its printer or on another one of the site; asked twice it is one more copy."""
    key, now = request.auth, timezone.now()
    made = send_again(scope=key.scope, job_id=job_id, printer_id=payload.printer, now=now, actor=key.actor)
    return answer(get_job(scope=key.scope, job_id=made, now=now), 201)


@router.post(
    "/print-jobs/{uuid:job_id}/cancel",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="cancel_print_job",
)
def cancel(request: ApiRequest, job_id: JobId) -> HttpResponse:
    """Take back a job that no agent has taken."""
    key = request.auth
    cancel_job(scope=key.scope, job_id=job_id, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/print-jobs/{uuid:job_id}/confirm",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="confirm_print_job",
)
def confirm(request: ApiRequest, job_id: JobId) -> HttpResponse:
    """Say that the paper of a job is there, of which its agent says nothing any more."""
    key = request.auth
    confirm_printed(scope=key.scope, job_id=job_id, now=timezone.now(), actor=key.actor)
    return answer_nothing()
