"""Parcels that have left, and those that went wrong."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from packhaus.api.answers import PageOut, answer, answer_page
from packhaus.api.fields import Input, MerchantCode, PageIn, bounded
from packhaus.api.keys import ApiRequest, find_merchant, reads_orders, works_on_the_floor
from packhaus.api.lookups import find_site_id
from packhaus.api.problems import declare
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.shipping.queries.list_parcels import ParcelFilter, TrackedParcelRow, list_parcels
from packhaus.shipping.queries.list_problems import ProblemFilter, ProblemRow, list_problems, list_solvers
from packhaus.shipping.services.problems import close_problems, reopen_problems, take_problems
from packhaus.shipping.types.tracking import ProblemKind, TrackingStatus

router = Router(tags=["tracking"])


class ParcelListIn(PageIn):
    """What narrows the list of parcels; `overdue` are past their promise, `quiet` have not moved for three days."""

    merchant: MerchantCode = ""
    site: Annotated[str, bounded(16)] = ""
    carrier: Annotated[str, bounded(24)] = ""
    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    status: Annotated[list[TrackingStatus], Field(max_length=len(TrackingStatus))] = []
    number: Annotated[str, bounded(40)] = ""
    overdue: bool = False
    quiet: bool = False


class ProblemListIn(PageIn):
    """What narrows the list of problems; `open` takes only those to do, or only those dealt with."""

    merchant: MerchantCode = ""
    site: Annotated[str, bounded(16)] = ""
    carrier: Annotated[str, bounded(24)] = ""
    kind: Annotated[list[ProblemKind], Field(max_length=len(ProblemKind))] = []
    number: Annotated[str, bounded(40)] = ""
    open: bool | None = None


class ProblemsIn(Input):
    """Which problems."""

    problems: Annotated[list[UUID], Field(min_length=1, max_length=1_000)]


class GivenProblemsIn(ProblemsIn):
    """Which problems, and who looks after them; without one nobody does."""

    owner: UUID | None = None


@router.get(
    "/parcels",
    response={200: PageOut[TrackedParcelRow], **declare(404)},
    auth=reads_orders,
    operation_id="list_sent_parcels",
)
def list_all(request: ApiRequest, wanted: Query[ParcelListIn]) -> HttpResponse:
    """List parcels that have left with where they are, the newest first."""
    now = timezone.now()
    chosen = ParcelFilter(
        merchant_id=find_merchant(request.auth, wanted.merchant),
        site_id=find_site_id(wanted.site),
        carrier=wanted.carrier,
        country=wanted.country,
        statuses=wanted.status,
        number=wanted.number,
        overdue_at=now if wanted.overdue else None,
        quiet_at=now if wanted.quiet else None,
    )
    page = PageOf(wanted.after, wanted.before, is_descending=True, size=wanted.limit)
    return answer_page(list_parcels(scope=request.auth.scope, chosen=chosen, page=page))


@router.get(
    "/parcel-problems",
    response={200: PageOut[ProblemRow], **declare(404)},
    auth=reads_orders,
    operation_id="list_parcel_problems",
)
def list_wrong(request: ApiRequest, wanted: Query[ProblemListIn]) -> HttpResponse:
    """List parcels that went wrong, the oldest first."""
    chosen = ProblemFilter(
        merchant_id=find_merchant(request.auth, wanted.merchant),
        site_id=find_site_id(wanted.site),
        kinds=wanted.kind,
        carrier=wanted.carrier,
        is_open=wanted.open,
        number=wanted.number,
    )
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_problems(scope=request.auth.scope, chosen=chosen, page=page))


@router.post(
    "/parcel-problems:assign",
    response={200: list[UUID], **declare()},
    auth=works_on_the_floor,
    operation_id="assign_parcel_problems",
)
def assign(request: ApiRequest, payload: GivenProblemsIn) -> HttpResponse:
    """Give problems to a person, or to nobody; the answer names those that changed."""
    key = request.auth
    if payload.owner and payload.owner not in {one.id for one in list_solvers(scope=key.scope)}:
        raise Invalid([FieldProblem("owner", "unknown_user", "nobody who looks after parcels has this id")])
    changed = take_problems(
        scope=key.scope, ids=payload.problems, owner_id=payload.owner, now=timezone.now(), actor=key.actor
    )
    return answer(changed)


@router.post(
    "/parcel-problems:close",
    response={200: list[UUID], **declare()},
    auth=works_on_the_floor,
    operation_id="close_parcel_problems",
)
def close(request: ApiRequest, payload: ProblemsIn) -> HttpResponse:
    """Say that problems are dealt with; the answer names those that were open."""
    key = request.auth
    changed = close_problems(scope=key.scope, ids=payload.problems, now=timezone.now(), actor=key.actor)
    return answer(changed)


@router.post(
    "/parcel-problems:reopen",
    response={200: list[UUID], **declare()},
    auth=works_on_the_floor,
    operation_id="reopen_parcel_problems",
)
def reopen(request: ApiRequest, payload: ProblemsIn) -> HttpResponse:
    """Take back that problems are dealt with; the answer names those that are open again."""
    key = request.auth
    changed = reopen_problems(scope=key.scope, ids=payload.problems, now=timezone.now(), actor=key.actor)
    return answer(changed)
