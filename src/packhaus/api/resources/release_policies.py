"""Release policies: what a site sends to the floor again and again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Router

from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.api.answers import answer, answer_nothing
from packhaus.api.keys import ApiRequest, works_on_the_floor
from packhaus.api.lookups import get_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.floor_setup import PolicyIn
from packhaus.api.schemas.stock import SiteCode
from packhaus.network.queries.calendars import get_calendar
from packhaus.outbound.queries.floor_room import count_open_lines
from packhaus.outbound.queries.policy_times import find_next_run
from packhaus.outbound.queries.release_policies import PolicyRow, build_rule, get_policy, list_policies
from packhaus.outbound.services.policies import PolicyRun, delete_policy, run_policy, save_policy
from packhaus.outbound.services.release import preview_release
from packhaus.outbound.services.release.preview import ReleasePreview

router = Router(tags=["floor"])
Site = Annotated[SiteCode, Path()]


@dataclass(frozen=True, slots=True)
class PolicyOut:
    """A policy, and when it runs next; null: when somebody says so, or when the floor runs low."""

    policy: PolicyRow
    next_run_at: datetime | None


@router.get(
    "/sites/{code}/release-policies",
    response={200: list[PolicyOut], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_release_policies",
)
def list_all(request: ApiRequest, code: Site) -> HttpResponse:
    """List the policies of a site, with what their last runs did and left."""
    found = list_policies(scope=request.auth.scope, site_id=get_site_id(code))
    return answer([_draw(policy) for policy in found])


@router.post(
    "/sites/{code}/release-policies",
    response={201: PolicyOut, **declare(404)},
    auth=works_on_the_floor,
    operation_id="add_release_policy",
)
def add(request: ApiRequest, code: Site, payload: PolicyIn) -> HttpResponse:
    """Say how a site releases again and again."""
    return answer(_save(request, payload, get_site_id(code), None), 201)


@router.get(
    "/release-policies/{policy_id}",
    response={200: PolicyOut, **declare(404)},
    auth=works_on_the_floor,
    operation_id="get_release_policy",
)
def get_one(request: ApiRequest, policy_id: UUID) -> HttpResponse:
    """Return a policy."""
    return answer(_draw(get_policy(scope=request.auth.scope, policy_id=policy_id)))


@router.put(
    "/release-policies/{policy_id}",
    response={200: PolicyOut, **declare(404)},
    auth=works_on_the_floor,
    operation_id="set_release_policy",
)
def change(request: ApiRequest, policy_id: UUID, payload: PolicyIn) -> HttpResponse:
    """Replace a policy by this one; it waits for its next time anew."""
    known = get_policy(scope=request.auth.scope, policy_id=policy_id)
    return answer(_save(request, payload, known.site_id, policy_id))


@router.delete(
    "/release-policies/{policy_id}",
    response={204: None, **declare(404)},
    auth=works_on_the_floor,
    operation_id="delete_release_policy",
)
def drop(request: ApiRequest, policy_id: UUID) -> HttpResponse:
    """Drop a policy; what it released stays."""
    key = request.auth
    delete_policy(scope=key.scope, policy_id=policy_id, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.get(
    "/release-policies/{policy_id}/preview",
    response={200: ReleasePreview, **declare(404)},
    auth=works_on_the_floor,
    operation_id="preview_release_policy",
)
def preview(request: ApiRequest, policy_id: UUID) -> HttpResponse:
    """Say what a policy would release now and what would be short; nothing is changed."""
    key, now = request.auth, timezone.now()
    policy = get_policy(scope=key.scope, policy_id=policy_id)
    lines = count_open_lines(site_id=policy.site_id)
    rule = build_rule(policy=policy, calendar=get_calendar(policy.site_id), open_lines=lines, now=now)
    return answer(preview_release(scope=key.scope, site_id=policy.site_id, rule=rule, now=now))


@router.post(
    "/release-policies/{policy_id}/run",
    response={200: PolicyRun, **declare(404)},
    auth=works_on_the_floor,
    operation_id="run_release_policy",
)
def run(request: ApiRequest, policy_id: UUID) -> HttpResponse:
    """Release what a policy takes now and cut it into walks; what it left says why, also where that is all."""
    key = request.auth
    get_policy(scope=key.scope, policy_id=policy_id)
    return answer(run_policy(policy_id=policy_id, now=timezone.now(), actor=key.actor))


def _save(request: ApiRequest, payload: PolicyIn, site_id: UUID, policy_id: UUID | None) -> PolicyOut:
    key = request.auth
    merchants = tuple(get_merchant_by_code(scope=key.scope, code=code).id for code in payload.merchants)
    id_ = save_policy(
        scope=key.scope, site_id=site_id, draft=payload.as_draft(merchants), policy_id=policy_id,
        now=timezone.now(), actor=key.actor,
    )  # fmt: skip
    return _draw(get_policy(scope=key.scope, policy_id=id_))


def _draw(policy: PolicyRow) -> PolicyOut:
    next_run = find_next_run(policy=policy, calendar=get_calendar(policy.site_id), now=timezone.now())
    return PolicyOut(policy, next_run)
