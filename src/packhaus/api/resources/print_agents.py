"""What an agent at a station calls: it takes jobs, fetches what they print, and says what became of them."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from packhaus.api.answers import answer, answer_nothing
from packhaus.api.keys import ApiRequest, prints
from packhaus.api.problems import declare
from packhaus.api.resources.printers import ANSWERS_LABELS, PDF, ZPL
from packhaus.api.schemas.printing import ClaimedIn, ClaimIn, FailedIn
from packhaus.printing.services.claim import claim_jobs
from packhaus.printing.services.content import fetch_content
from packhaus.printing.services.end import end_claim
from packhaus.printing.types import Work

router = Router(tags=["printing"])
JobId = Annotated[UUID, Path()]
_SPEAKS: dict[str, Any] = {"zpl": ZPL, "pdf": PDF}


@router.post(
    "/print-jobs/claim",
    response={200: Work, **declare(404)},
    auth=prints,
    operation_id="claim_print_jobs",
)
def claim(request: ApiRequest, payload: ClaimIn) -> HttpResponse:
    """Take the oldest job of each idle printer of a station; no job is given out twice."""
    return answer(
        claim_jobs(
            scope=request.auth.scope, site=payload.site, station=payload.station, agent=payload.agent,
            states=payload.printers, claims=payload.claims, now=timezone.now(),
        )
    )  # fmt: skip


@router.get(
    "/print-jobs/{uuid:job_id}/content",
    response={200: None, **declare(404, 409)},
    auth=prints,
    operation_id="fetch_print_job",
    openapi_extra=ANSWERS_LABELS,
)
def fetch(request: ApiRequest, job_id: JobId, given: Query[ClaimedIn]) -> HttpResponse:
    """Return what a claimed job prints, in the language of its printer."""
    content = fetch_content(scope=request.auth.scope, job_id=job_id, claim=given.claim, now=timezone.now())
    return HttpResponse(content.data, content_type=_SPEAKS[content.speaks])


@router.post(
    "/print-jobs/{uuid:job_id}/printed",
    response={204: None, **declare(404, 409)},
    auth=prints,
    operation_id="end_print_job",
)
def printed(request: ApiRequest, job_id: JobId, payload: ClaimedIn) -> HttpResponse:
    """Say that a claimed job is printed; twice is once."""
    key = request.auth
    end_claim(scope=key.scope, job_id=job_id, claim=payload.claim, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/print-jobs/{uuid:job_id}/failed",
    response={204: None, **declare(404, 409)},
    auth=prints,
    operation_id="fail_print_job",
)
def failed(request: ApiRequest, job_id: JobId, payload: FailedIn) -> HttpResponse:
    """Say that a claimed job is not printed, and why; twice is once."""
    key = request.auth
    end_claim(
        scope=key.scope, job_id=job_id, claim=payload.claim, failure=payload.failure, now=timezone.now(),
        actor=key.actor,
    )  # fmt: skip
    return answer_nothing()
