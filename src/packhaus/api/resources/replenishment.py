"""Pick faces with their bounds, and what is brought to them. For the operator's own programs."""

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.keys import (
    ApiRequest,
    find_merchant,
    reads_locations,
    works_on_the_floor,
    writes_network,
    writes_stock,
)
from packhaus.api.lookups import find_site_id, get_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.replenishment import (
    FaceListIn,
    FacesIn,
    FirstFromIn,
    PlanSiteIn,
    PrioritiseIn,
    ReplenisherIn,
    ReplenishmentListIn,
    ReplenishmentsIn,
    ReplenishmentTasksIn,
)
from packhaus.api.schemas.stock import SiteCode
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.outbound.queries.list_faces import FaceFilter, FaceRow, list_faces
from packhaus.outbound.queries.list_replenishments import (
    ReplenishmentFilter,
    ReplenishmentRow,
    list_replenishments,
)
from packhaus.outbound.services.replenish import (
    cancel_replenishments,
    claim_replenishment,
    confirm_replenishment,
    plan_replenishment,
    prioritise_replenishments,
    return_replenishment,
    save_faces,
)
from packhaus.outbound.services.replenish.policy import does_prefer_faces, set_pick_policy
from packhaus.outbound.types import Replenished

router = Router(tags=["replenishment"])
Site = Annotated[SiteCode, Path()]
Task = Annotated[int, Path(ge=1, le=2**63 - 1)]


@dataclass(frozen=True, slots=True)
class FacesSaved:
    """How many faces were assigned, changed or given up; what was so already is not counted."""

    changed: int


@dataclass(frozen=True, slots=True)
class FirstFrom:
    """Whether pieces are picked from pick faces first."""

    prefers_faces: bool


@dataclass(frozen=True, slots=True)
class ReplenishmentsChanged:
    """Tasks that changed, and those that were closed already."""

    changed: list[int]
    left: list[int]


@dataclass(frozen=True, slots=True)
class ReplenishmentPlanned:
    """Tasks that are new."""

    planned: int


@router.get(
    "/pick-faces",
    response={200: PageOut[FaceRow], **declare(404)},
    auth=reads_locations,
    operation_id="list_pick_faces",
)
def list_all(request: ApiRequest, wanted: Query[FaceListIn]) -> HttpResponse:
    """List pick faces by the code of their bin, with what lies there, is on its way, and lies in reserve."""
    key = request.auth
    chosen = FaceFilter(find_site_id(wanted.site), find_merchant(key, wanted.merchant), wanted.low)
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_faces(scope=key.scope, chosen=chosen, page=page))


@router.put(
    "/sites/{code}/pick-faces",
    response={200: FacesSaved, **declare(404)},
    auth=writes_stock,
    operation_id="save_pick_faces",
)
def save(request: ApiRequest, code: Site, payload: FacesIn) -> HttpResponse:
    """Assign items to pick faces, change their bounds or give them up, all or none; the others of the site stay."""
    key, site_id, now = request.auth, get_site_id(code), timezone.now()
    drafts = [face.as_draft() for face in payload.faces]
    changed = save_faces(site_id=site_id, drafts=drafts, now=now, actor=key.actor)
    plan_replenishment(site_id=site_id, now=now)
    return answer(FacesSaved(changed))


@router.get(
    "/sites/{code}/pick-policy",
    response={200: FirstFrom, **declare(404)},
    auth=reads_locations,
    operation_id="get_pick_policy",
)
def show_policy(request: ApiRequest, code: Site) -> HttpResponse:
    """Say where pieces are picked from first."""
    del request
    return answer(FirstFrom(does_prefer_faces(site_id=get_site_id(code))))


@router.put(
    "/sites/{code}/pick-policy",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="set_pick_policy",
)
def set_policy(request: ApiRequest, code: Site, payload: FirstFromIn) -> HttpResponse:
    """Say where the next waves take pieces from; what is allocated stays."""
    set_pick_policy(
        site_id=get_site_id(code), prefers_faces=payload.prefers_faces, now=timezone.now(),
        actor=request.auth.actor,
    )  # fmt: skip
    return answer_nothing()


@router.get(
    "/replenishments",
    response={200: PageOut[ReplenishmentRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_replenishments",
)
def list_tasks(request: ApiRequest, wanted: Query[ReplenishmentListIn]) -> HttpResponse:
    """List what is brought to pick faces, by priority, then age; `can_take` units have no picker on the way."""
    key = request.auth
    chosen = ReplenishmentFilter(
        find_site_id(wanted.site), find_merchant(key, wanted.merchant), wanted.status, wanted.urgent
    )
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_replenishments(scope=key.scope, chosen=chosen, page=page))


@router.post(
    "/replenishments:plan",
    response={200: ReplenishmentPlanned, **declare(404)},
    auth=works_on_the_floor,
    operation_id="plan_replenishments",
)
def plan(request: ApiRequest, payload: PlanSiteIn) -> HttpResponse:
    """Plan a site's faces now; it is done every few minutes anyway."""
    del request
    return answer(
        ReplenishmentPlanned(
            plan_replenishment(site_id=get_site_id(payload.site), now=timezone.now()).planned
        )
    )


@router.post(
    "/replenishments/{task}/claim",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="claim_replenishment",
)
def claim(request: ApiRequest, task: Task, payload: ReplenisherIn) -> HttpResponse:
    """Give a task to a person; to the same person again changes nothing."""
    del request
    claim_replenishment(task_id=task, person_id=payload.person, now=timezone.now())
    return answer_nothing()


@router.post(
    "/replenishments/{task}/return",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="return_replenishment",
)
def give_back(request: ApiRequest, task: Task) -> HttpResponse:
    """Put a task back for somebody else."""
    del request
    return_replenishment(task_id=task)
    return answer_nothing()


@router.post(
    "/replenishments:confirm",
    response={200: list[Replenished], **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="confirm_replenishments",
)
def confirm(request: ApiRequest, payload: ReplenishmentsIn) -> HttpResponse:
    """Say what was brought, all or none; a client id counts once, and orders that nobody walks for come along."""
    entries = payload.as_entries()
    if len({entry.task_id for entry in entries}) < len(entries):
        raise Invalid([FieldProblem("entries", "repeated", "name each task once")])
    return answer(confirm_replenishment(entries=entries, now=timezone.now(), actor=request.auth.actor))


@router.post(
    "/replenishments:prioritise",
    response={200: ReplenishmentsChanged, **declare(404)},
    auth=works_on_the_floor,
    operation_id="prioritise_replenishments",
)
def prioritise(request: ApiRequest, payload: PrioritiseIn) -> HttpResponse:
    """Offer tasks earlier or later."""
    del request
    changed = prioritise_replenishments(task_ids=payload.tasks, priority=payload.priority)
    return _answer(payload, changed)


@router.post(
    "/replenishments:cancel",
    response={200: ReplenishmentsChanged, **declare(404)},
    auth=works_on_the_floor,
    operation_id="cancel_replenishments",
)
def cancel(request: ApiRequest, payload: ReplenishmentTasksIn) -> HttpResponse:
    """Take tasks back that are not done; nothing has moved for them."""
    del request
    return _answer(payload, cancel_replenishments(task_ids=payload.tasks, now=timezone.now()))


def _answer(asked: ReplenishmentTasksIn, changed: list[int]) -> HttpResponse:
    return answer(ReplenishmentsChanged(sorted(changed), sorted(set(asked.tasks) - set(changed))))
