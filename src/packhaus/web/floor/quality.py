"""Check: look at some units of what came in; the plan says how many, and what they found decides."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.access.scope import Scope
from packhaus.access.types import Actor, Role
from packhaus.inbound.errors import CheckTaken
from packhaus.inbound.queries.list_checks import CheckFilter, CheckRow, get_check, list_checks
from packhaus.inbound.services.take_samples import claim_check, take_samples
from packhaus.inbound.states import UNDECIDED
from packhaus.inbound.types import DEFECT_REASONS
from packhaus.kernel.errors import Invalid
from packhaus.kernel.ids import new_id
from packhaus.kernel.keyset import PageOf
from packhaus.web.floor.bands import Band
from packhaus.web.floor.kinds import USUAL, Asked, NextWork, WorkKind, register
from packhaus.web.floor.receive_told import tell_refused
from packhaus.web.floor.sessions import read_person
from packhaus.web.formats import format_quantity
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.responses import render_page
from packhaus.web.words import name_code

CHECKERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)


@open_to(*CHECKERS)
def list_all(request: PageRequest) -> HttpResponse:
    """Show what is to be checked, the oldest first."""
    return _draw_list(request, None)


def _draw_list(request: PageRequest, band: Band | None) -> HttpResponse:
    chosen = CheckFilter(site_id=find_site_id(request), statuses=UNDECIDED)
    found = list_checks(scope=request.scope, chosen=chosen, page=PageOf(size=50)).rows
    mine = [check for check in found if check.claimed_by in {None, read_person(request)}]
    return render_page(request, "floor/checks.html", {"checks": mine, "band": band})


@open_to(*CHECKERS)
def show(request: PageRequest, check_id: UUID) -> HttpResponse:
    """Show how many units to look at, with the form that notes what was found."""
    return _draw(request, get_check(scope=request.scope, check_id=check_id))


@require_POST
@open_to(*CHECKERS)
def start(request: PageRequest, check_id: UUID) -> HttpResponse:
    """Take a check in hand. Raises: CheckTaken."""
    _take(check_id, request)
    return HttpResponseRedirect(reverse("floor:check", args=[check_id]))


def _take(check_id: UUID, request: PageRequest) -> None:
    if not claim_check(scope=request.scope, check_id=check_id, now=request.now, actor=request.actor):
        taken = get_check(scope=request.scope, check_id=check_id)
        raise CheckTaken("somebody else is at it", name=taken.claimed_by_name)


@require_POST
@open_to(*CHECKERS)
def note(request: PageRequest, check_id: UUID) -> HttpResponse:
    """Note what was found among some units; the same form twice is once. Raises: CheckTaken, CheckDecided."""
    form = FormReader(request.POST)
    try:
        found: dict[str, Any] = {
            "client_id": form.read_text("client_id", at_most=60) or new_id().hex,
            "checked": form.read_integer("checked", minimum=1),
            "defective": form.read_integer("defective", default=0, minimum=0),
            "defect_reason": form.read_text("defect_reason", at_most=10),
        }
        form.check()
        check = take_samples(
            scope=request.scope, check_id=check_id, now=request.now, actor=request.actor, **found
        )
    except Invalid as refusal:
        check = get_check(scope=request.scope, check_id=check_id)
        return _draw(request, check, tell_refused(refusal), request.POST.dict(), status=422)
    if check.is_undecided:
        return _draw(request, check, band=Band("right", _tell_progress(check)))
    return _draw_list(request, _tell_decided(check))


def _tell_progress(check: CheckRow) -> str:
    told = {"counted": format_quantity(check.checked), "wanted": format_quantity(check.sample_size)}
    return _("%(counted)s of %(wanted)s") % told


def _tell_decided(check: CheckRow) -> Band:
    item = {"item": check.sku_name}
    if check.status == "accepted":
        return Band("done", _("%(item)s has passed: it can be put away.") % item)
    return Band("careful", _("%(item)s stays in quarantine. The lead decides what becomes of it.") % item)


def _draw(
    request: PageRequest,
    check: CheckRow,
    told: list[str] | None = None,
    values: dict[str, str] | None = None,
    *,
    band: Band | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "check": check,
        "band": band,
        "told": told or [],
        "is_mine": check.claimed_by in {None, read_person(request)},
        "is_begun": check.claimed_by is not None,
        "values": {"client_id": new_id().hex, "checked": check.left, "defective": 0} | (values or {}),
        "reasons": [(reason, name_code("defect_reason", reason)) for reason in DEFECT_REASONS],
    }
    return render_page(request, "floor/check.html", context, status=status)


def count_checks(asked: Asked) -> int:
    """Return how many checks wait."""
    chosen = CheckFilter(site_id=asked.site_id, statuses=["open"])
    return list_checks(scope=asked.scope, chosen=chosen, page=PageOf(size=0)).total


def offer_check(asked: Asked) -> NextWork | None:
    """Offer the check that the person has begun, else the one that waits longest."""
    chosen = CheckFilter(site_id=asked.site_id, statuses=UNDECIDED)
    waiting = list_checks(scope=asked.scope, chosen=chosen, page=PageOf(size=50)).rows
    free = [check for check in waiting if check.claimed_by in {None, asked.person_id}]
    if not free:
        return None
    first = min(free, key=lambda check: (check.claimed_by is None, check.opened_at))
    return NextWork(
        label=_("Check %(item)s") % {"item": first.sku_name},
        url=reverse("floor:check", args=[first.id]),
        priority=USUAL,
        detail=_("%(sample)s of %(units)s, in %(place)s")
        % {
            "sample": format_quantity(first.sample_size),
            "units": format_quantity(first.quantity),
            "place": first.location_code,
        },
        is_mine=first.claimed_by is not None,
        key=str(first.id),
    )


def take_check(work: NextWork, _person_id: UUID, now: datetime, actor: Actor) -> None:
    """Claim an offered check. Raises: CheckTaken."""
    if not claim_check(scope=Scope.operator(), check_id=UUID(work.key), now=now, actor=actor):
        raise CheckTaken("somebody else is at it")


register(
    WorkKind(
        "check", pgettext_lazy("floor work", "Check"), "floor:checks", "shield-lock", count_checks, offer_check,
        take=take_check, position=150,
    )
)  # fmt: skip
