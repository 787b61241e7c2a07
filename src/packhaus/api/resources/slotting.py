"""Slotting: which items belong in other bins, what that saves, and the moves. For the operator's own programs."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.keys import ApiRequest, find_merchant, reads_locations, works_on_the_floor, writes_network
from packhaus.api.lookups import find_site_id, get_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.slotting import (
    ConfirmMoveIn,
    GiveMoveUpIn,
    ProposalListIn,
    ProposalsIn,
    RejectProposalsIn,
    SlottingRulesIn,
)
from packhaus.api.schemas.stock import SiteCode
from packhaus.kernel.errors import NotFound
from packhaus.kernel.keyset import PageOf
from packhaus.outbound.queries.slotting.list_moves import MoveRow, list_next_moves
from packhaus.outbound.queries.slotting.list_proposals import (
    AdviceRow,
    ProposalFilter,
    ProposalRow,
    find_advice,
    list_proposals,
)
from packhaus.outbound.queries.slotting.rules import SlottingRules, get_slotting_rules
from packhaus.outbound.services.enqueue_slotting import enqueue_slotting
from packhaus.outbound.services.slotting import (
    accept_proposals,
    confirm_move,
    give_move_up,
    reject_proposals,
    reopen_proposals,
    save_slotting_rules,
)
from packhaus.outbound.services.slotting.decide import SlottingOutcome

router = Router(tags=["slotting"])
Site = Annotated[SiteCode, Path()]
MOST_MOVES = 200


@dataclass(frozen=True, slots=True)
class Decided:
    """Proposals that changed, and those that could not: their bins are not as they were, or somebody has begun."""

    changed: list[UUID]
    left: list[UUID]


@dataclass(frozen=True, slots=True)
class LookAsked:
    """Whether a look waits for a worker now; false when one waited already."""

    is_new: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """Units that lie in their new bin; none when the client id took effect before."""

    units: int
    is_repeat: bool


@router.get(
    "/slotting-proposals",
    response={200: PageOut[ProposalRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_slotting_proposals",
)
def list_all(request: ApiRequest, wanted: Query[ProposalListIn]) -> HttpResponse:
    """List proposals, what pays back first on top; savings are of a week, in mm of walking."""
    key = request.auth
    chosen = ProposalFilter(
        find_site_id(wanted.site), find_merchant(key, wanted.merchant), wanted.status, wanted.why
    )
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_proposals(scope=key.scope, chosen=chosen, page=page))


@router.post(
    "/slotting-proposals:accept",
    response={200: Decided, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="accept_slotting_proposals",
)
def accept(request: ApiRequest, payload: ProposalsIn) -> HttpResponse:
    """Give the moves of proposals to the floor; those whose bins are not as they were are outdated instead."""
    return _answer(
        accept_proposals(proposal_ids=payload.proposals, now=timezone.now(), actor=request.auth.actor)
    )


@router.post(
    "/slotting-proposals:reject",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="reject_slotting_proposals",
)
def reject(request: ApiRequest, payload: RejectProposalsIn) -> HttpResponse:
    """Leave items where they are, all or none; the same is not proposed again for 90 days."""
    reject_proposals(
        proposal_ids=payload.proposals, refusal=payload.refusal, now=timezone.now(), actor=request.auth.actor
    )
    return answer_nothing()


@router.post(
    "/slotting-proposals:reopen",
    response={200: Decided, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="reopen_slotting_proposals",
)
def reopen(request: ApiRequest, payload: ProposalsIn) -> HttpResponse:
    """Take decisions back; what somebody on the floor has begun stays as it is."""
    return _answer(
        reopen_proposals(proposal_ids=payload.proposals, now=timezone.now(), actor=request.auth.actor)
    )


@router.get(
    "/sites/{code}/slotting",
    response={200: AdviceRow, **declare(404)},
    auth=works_on_the_floor,
    operation_id="get_slotting_advice",
)
def show(request: ApiRequest, code: Site) -> HttpResponse:
    """Show what the last look at a site came to, and what moves have really saved; 404 before the first look."""
    found = find_advice(scope=request.auth.scope, site_id=get_site_id(code))
    if found is None:
        raise NotFound("nobody has looked at this site's walks yet", site=code)
    return answer(found)


@router.post(
    "/sites/{code}/slotting:look",
    response={200: LookAsked, **declare(404)},
    auth=works_on_the_floor,
    operation_id="look_at_slotting",
)
def look(request: ApiRequest, code: Site) -> HttpResponse:
    """Let a worker look at a site's walks of late; it replaces what was proposed and not decided."""
    return answer(LookAsked(enqueue_slotting(scope=request.auth.scope, site_id=get_site_id(code))))


@router.get(
    "/sites/{code}/slotting-rules",
    response={200: SlottingRules, **declare(404)},
    auth=reads_locations,
    operation_id="get_slotting_rules",
)
def show_rules(request: ApiRequest, code: Site) -> HttpResponse:
    """Show how a site is advised."""
    return answer(get_slotting_rules(scope=request.auth.scope, site_id=get_site_id(code)))


@router.put(
    "/sites/{code}/slotting-rules",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="set_slotting_rules",
)
def set_rules(request: ApiRequest, code: Site, payload: SlottingRulesIn) -> HttpResponse:
    """Say how a site is advised from the next look on."""
    key, rules = request.auth, SlottingRules(**payload.model_dump())
    save_slotting_rules(
        scope=key.scope, site_id=get_site_id(code), rules=rules, now=timezone.now(), actor=key.actor
    )
    return answer_nothing()


@router.get(
    "/sites/{code}/slotting-moves",
    response={200: list[MoveRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_slotting_moves",
)
def list_moves(request: ApiRequest, code: Site) -> HttpResponse:
    """List moves that nobody has and that wait for no other, at most 200."""
    return answer(
        list_next_moves(scope=request.auth.scope, site_id=get_site_id(code), person_id=None, limit=MOST_MOVES)
    )


@router.post(
    "/slotting-moves:confirm",
    response={200: Moved, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="confirm_slotting_move",
)
def confirm(request: ApiRequest, payload: ConfirmMoveIn) -> HttpResponse:
    """Say that all of an item lies in its new bin; a client id counts once."""
    done = confirm_move(
        move_id=payload.move, person_id=None, device=payload.device, client_id=payload.client_id,
        now=timezone.now(), actor=request.auth.actor,
    )  # fmt: skip
    return answer(Moved(done.units, done.is_repeat))


@router.post(
    "/slotting-moves:give-up",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="give_slotting_move_up",
)
def give_up(request: ApiRequest, payload: GiveMoveUpIn) -> HttpResponse:
    """Leave an item where it is; where it was not found, or did not fit, a count is planned."""
    give_move_up(move_id=payload.move, problem=payload.problem, now=timezone.now(), actor=request.auth.actor)
    return answer_nothing()


def _answer(found: SlottingOutcome) -> HttpResponse:
    return answer(Decided(found.changed, found.outdated))
