"""Parcels that went wrong: taken, given to somebody, dealt with."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.access.types import Role
from packhaus.kernel.keyset import Page, PageOf
from packhaus.shipping.queries.list_problems import ProblemFilter, ProblemRow, list_problems, list_solvers
from packhaus.shipping.services.problems import close_problems, reopen_problems, take_problems
from packhaus.shipping.types.tracking import ProblemKind
from packhaus.web.console.parcels import list_carriers
from packhaus.web.formats import format_quantity
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, Refused, View, show_list
from packhaus.web.order_address import link_order
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Words
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.words_of_parcels import ENDINGS, PROBLEMS, REASONS, name_remedy

SOLVERS = frozenset({Role.SUPPORT, Role.LEAD, Role.ADMIN})


@page_of("console:parcel-problems")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List parcels that went wrong, the oldest first, and do something about many."""
    return show_list(request, PARCEL_PROBLEMS)


def fetch_problems(asked: Asked, page: PageOf) -> Page[ProblemRow]:
    """Read a page of problems as the address asks."""
    request, states, owners = asked.request, set(asked.read_all("state")), asked.read_all("owner")
    chosen = ProblemFilter(
        merchant_id=find_merchant_id(request),
        site_id=find_site_id(request),
        kinds=[kind for kind in asked.read_all("kind") if kind in set(ProblemKind)],
        carrier=asked.read("carrier"),
        owner_id=_read_person(request) if "mine" in owners else None,
        is_unassigned="nobody" in owners,
        is_open="open" in states if len(states & {"open", "closed"}) == 1 else None,
        number=asked.state.q,
        ids=[one for one in map(read_uuid, asked.keys) if one],
    )
    return list_problems(scope=request.scope, chosen=chosen, page=page)


def list_fields(_request: PageRequest) -> list[FilterField]:
    """Return what the list can be narrowed by."""
    return [
        FilterField("state", lazy("Status"), [("open", lazy("To do")), ("closed", lazy("Dealt with"))]),
        FilterField("kind", lazy("Problem"), list(PROBLEMS.items())),
        FilterField(
            "owner", lazy("Who looks after it"), [("mine", lazy("Me")), ("nobody", lazy("Nobody yet"))]
        ),
        FilterField("carrier", lazy("Carrier"), list_carriers()),
    ]


def _draw(_request: PageRequest, problems: Sequence[ProblemRow]) -> list[tuple[ProblemRow, Words]]:
    return [(problem, name_remedy(problem.kind, problem.why)) for problem in problems]


def _read_person(request: PageRequest) -> UUID:
    return UUID(request.actor.id)


def _take(request: PageRequest, problems: Sequence[ProblemRow], _values: Mapping[str, str]) -> BulkOutcome:
    return _give(request, problems, _read_person(request))


def _assign(request: PageRequest, problems: Sequence[ProblemRow], values: Mapping[str, str]) -> BulkOutcome:
    chosen = read_uuid(values["owner"])
    if chosen not in {solver.id for solver in list_solvers(scope=request.scope)}:
        return BulkOutcome([], [_refuse(problem, _("Nobody is chosen.")) for problem in problems])
    return _give(request, problems, chosen)


def _give(request: PageRequest, problems: Sequence[ProblemRow], owner_id: UUID | None) -> BulkOutcome:
    ids = [problem.id for problem in problems]
    changed = take_problems(
        scope=request.scope, ids=ids, owner_id=owner_id, now=request.now, actor=request.actor
    )
    before = {str(problem.id): str(problem.owner_id or "") for problem in problems}
    return _come_to(problems, changed, before)


def _restore(request: PageRequest, before: Mapping[str, Any], _values: Mapping[str, str]) -> None:
    for owner in set(before.values()):
        take_problems(
            scope=request.scope,
            ids=[UUID(key) for key, was in before.items() if was == owner],
            owner_id=UUID(owner) if owner else None,
            now=request.now,
            actor=request.actor,
        )


def _close(request: PageRequest, problems: Sequence[ProblemRow], _values: Mapping[str, str]) -> BulkOutcome:
    ids = [problem.id for problem in problems]
    changed = close_problems(scope=request.scope, ids=ids, now=request.now, actor=request.actor)
    return _come_to(problems, changed, {})


def _reopen(request: PageRequest, keys: Sequence[str], _values: Mapping[str, str]) -> None:
    reopen_problems(
        scope=request.scope, ids=[UUID(key) for key in keys], now=request.now, actor=request.actor
    )


def _come_to(
    problems: Sequence[ProblemRow], changed: Sequence[UUID], before: Mapping[str, str]
) -> BulkOutcome:
    refused = [
        _refuse(problem, _("It is dealt with.") if problem.closed_at else _("Nothing is changed by it."))
        for problem in problems
        if problem.id not in set(changed)
    ]
    keys = [str(id_) for id_ in changed]
    return BulkOutcome(keys, refused, before={key: before[key] for key in keys if key in before})


def _refuse(problem: ProblemRow, why: str) -> Refused:
    return Refused(problem.tracking_number, why, link_order(problem.merchant_code, problem.order_number))


def _tell_taken(count: int) -> str:
    return ngettext("%(count)s parcel is yours now.", "%(count)s parcels are yours now.", count) % {
        "count": format_quantity(count)
    }


def _tell_given(count: int) -> str:
    return ngettext(
        "%(count)s parcel has somebody who looks after it.",
        "%(count)s parcels have somebody who looks after them.",
        count,
    ) % {"count": format_quantity(count)}


def _tell_closed(count: int) -> str:
    return ngettext("%(count)s parcel is dealt with.", "%(count)s parcels are dealt with.", count) % {
        "count": format_quantity(count)
    }


def _list_people(request: PageRequest) -> list[tuple[str, Words]]:
    return [(str(solver.id), solver.name) for solver in list_solvers(scope=request.scope)]


PARCEL_PROBLEMS = ListPage(
    name="console:parcel-problems",
    template="parcels/problems.html",
    row_type=ProblemRow,
    columns=(
        Column("parcel", lazy("Parcel")),
        Column("problem", lazy("Problem")),
        Column("since", lazy("Since"), is_sortable=True),
        Column("promised", lazy("Promised")),
        Column("remedy", lazy("Best done")),
        Column("order", lazy("Order")),
        Column("owner", lazy("Who looks after it")),
    ),
    default="since",
    fetch=fetch_problems,
    draw=_draw,
    fields=list_fields,
    views=(
        View("open", lazy("To do"), "state=open", lazy("No parcel problems.")),
        View("mine", lazy("Mine"), "state=open&owner=mine", lazy("You look after no parcel.")),
        View("nobody", lazy("Nobody's"), "state=open&owner=nobody", lazy("Every problem has somebody.")),
        View("all", lazy("All")),
    ),
    bulk=(
        BulkAction("take", lazy("Take {count}"), _take, _tell_taken, SOLVERS, icon="hand-stop", restore=_restore),
        BulkAction(
            "assign", lazy("Give {count} to"), _assign, _tell_given, SOLVERS, icon="user", value="owner",
            value_label=lazy("Who looks after it"), choices=_list_people, restore=_restore,
        ),
        BulkAction(
            "close", lazy("{count} dealt with"), _close, _tell_closed, SOLVERS, icon="circle-check", undo=_reopen,
        ),
    ),
    words={
        "kind": lambda kind: PROBLEMS.get(kind, kind),
        "why": lambda why: REASONS.get(why, why),
        "tracking_status": lambda status: get_status("parcel", status).label,
        "closed_by": lambda ending: ENDINGS.get(ending, ending),
    },
)  # fmt: skip
