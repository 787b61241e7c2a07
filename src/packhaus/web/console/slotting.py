"""Which items belong in other bins: proposals with what they save, taken or left, and what moves have saved."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.kernel.keyset import Page, PageOf
from packhaus.outbound.queries.slotting.list_proposals import (
    AdviceRow,
    ProposalFilter,
    ProposalRow,
    find_advice,
    list_proposals,
    list_unadvised,
)
from packhaus.outbound.services.enqueue_slotting import enqueue_slotting
from packhaus.outbound.services.slotting import accept_proposals, reject_proposals, reopen_proposals
from packhaus.outbound.states import SLOTTING_STATUSES, SLOTTING_WHYS
from packhaus.web.formats import format_moment, format_quantity, format_way
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, Refused, View, show_list
from packhaus.web.lists.each import do_each
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Action
from packhaus.web.slotting_words import SLOTTING_REFUSALS
from packhaus.web.slotting_words import SLOTTING_WHYS as WHY_WORDS
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.toasts import tell
from packhaus.web.words import name_code

PLANNERS = frozenset({Role.LEAD, Role.PLANNER, Role.ADMIN})


@page_of("console:slotting")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List proposals, what pays back first on top, with what all of them save and what moves have saved."""
    site = request.frame_choices.site
    context: dict[str, Any] = {"site": site}
    if site is not None:
        context["advice"] = find_advice(scope=request.scope, site_id=UUID(site.id))
        context["primary"] = Action(
            _("Look at the walks again") if context["advice"] else _("Look at the walks"),
            reverse("console:slotting-advise"), method="post", icon="refresh",
        )  # fmt: skip
        context["secondary"] = [Action(_("Rules"), reverse("console:slotting-rules", args=[site.code]))]
        context |= _tell_advice(request, context["advice"])
    else:
        context["unadvised"] = list_unadvised(scope=request.scope)
        context["may_advise"] = bool(request.roles & PLANNERS)
    return show_list(request, PROPOSALS, context)


def _tell_advice(request: PageRequest, advice: AdviceRow | None) -> dict[str, str]:
    if advice is None:
        return {}
    saved = format_way(advice.saved_mm) if advice.moved_since else ""
    return {"saved": saved, "looked": format_moment(advice.worked_at, request.site_zone, now=request.now)}


@require_POST
@open_to(*PLANNERS)
def advise(request: PageRequest) -> HttpResponse:
    """Let a worker look at the walks of the site that is named, or chosen."""
    site_id = find_named_site(request) if "of" in request.POST else find_site_id(request)
    if site_id is None:
        tell(request, _("Choose a site first."))
    elif enqueue_slotting(scope=request.scope, site_id=site_id):
        tell(request, _("A worker looks at the walks. What it proposes stands here in a minute."))
    else:
        tell(request, _("A worker is about to look at the walks already."))
    return HttpResponseRedirect(reverse("console:slotting"))


def find_named_site(request: PageRequest) -> UUID | None:
    """Return the site that a form names, of those whose walks nobody has looked at."""
    named = read_uuid(request.POST.get("of", ""))
    return named if any(site.id == named for site in list_unadvised(scope=request.scope)) else None


def fetch_proposals(asked: Asked, page: PageOf) -> Page[ProposalRow]:
    """Read a page of proposals."""
    chosen = ProposalFilter(
        site_id=find_site_id(asked.request),
        merchant_id=find_merchant_id(asked.request),
        statuses=[status for status in asked.read_all("status") if status in SLOTTING_STATUSES],
        whys=[why for why in asked.read_all("why") if why in SLOTTING_WHYS],
        ids=[key for key in map(read_uuid, asked.keys) if key],
    )
    return list_proposals(scope=asked.request.scope, chosen=chosen, page=page)


def _accept(request: PageRequest, rows: Sequence[ProposalRow], _values: Mapping[str, str]) -> BulkOutcome:
    def accept(row: ProposalRow) -> str | None:
        found = accept_proposals(proposal_ids=[row.id], now=request.now, actor=request.actor)
        return None if found.changed else _("Its bins are not as they were any more.")

    return do_each(rows, accept, refuse=_refuse)


def _reject(request: PageRequest, rows: Sequence[ProposalRow], values: Mapping[str, str]) -> BulkOutcome:
    def reject(row: ProposalRow) -> None:
        refusal = values.get("refusal", "")
        reject_proposals(proposal_ids=[row.id], refusal=refusal, now=request.now, actor=request.actor)

    return do_each(rows, reject, refuse=_refuse)


def _reopen(request: PageRequest, rows: Sequence[ProposalRow], _values: Mapping[str, str]) -> BulkOutcome:
    def reopen(row: ProposalRow) -> str | None:
        found = reopen_proposals(proposal_ids=[row.id], now=request.now, actor=request.actor)
        return None if found.changed else _("Somebody on the floor has begun.")

    return do_each(rows, reopen, refuse=_refuse)


def _undo(request: PageRequest, keys: Sequence[str], _values: Mapping[str, str]) -> None:
    ids = [key for key in map(read_uuid, keys) if key]
    reopen_proposals(proposal_ids=ids, now=request.now, actor=request.actor)


def _refuse(row: ProposalRow, why: str) -> Refused:
    return Refused(
        f"{row.sku_code} {row.from_code} → {row.to_code}",
        why,
        reverse("console:location", args=[row.to_location_id]),
    )


def _tell_accepted(count: int) -> str:
    return ngettext("%(count)s proposal accepted.", "%(count)s proposals accepted.", count) % {
        "count": format_quantity(count)
    }


def _tell_rejected(count: int) -> str:
    return ngettext("%(count)s item stays where it is.", "%(count)s items stay where they are.", count) % {
        "count": format_quantity(count)
    }


def _tell_reopened(count: int) -> str:
    return ngettext("%(count)s proposal is open again.", "%(count)s proposals are open again.", count) % {
        "count": format_quantity(count)
    }


PROPOSALS = ListPage(
    name="console:slotting",
    template="stock/slotting.html",
    row_type=ProposalRow,
    columns=(
        Column("item", lazy("Item")),
        Column("status", lazy("Status")),
        Column("move", pgettext_lazy("slotting", "From and to")),
        Column("why", pgettext_lazy("slotting", "Why")),
        Column("picks", pgettext_lazy("slotting", "Walks"), is_number=True),
        Column("walking", pgettext_lazy("slotting", "Saved a week"), is_number=True),
        Column("payback_days", pgettext_lazy("slotting", "Pays back in"), is_number=True, is_sortable=True),
    ),
    default="payback_days",
    fetch=fetch_proposals,
    fields=(
        FilterField(
            "status",
            lazy("Status"),
            [(status, get_status("slotting", status).label) for status in SLOTTING_STATUSES],
        ),
        FilterField("why", pgettext_lazy("slotting", "Why"), list(WHY_WORDS.items())),
    ),
    views=(
        View("proposed", pgettext_lazy("status", "Proposed"), "status=proposed",
             lazy("Nothing is proposed now.")),
        View("accepted", pgettext_lazy("status", "On the floor"), "status=accepted", lazy("No move is on the floor.")),
        View("done", pgettext_lazy("status", "Moved"), "status=done", lazy("Nothing was moved yet.")),
        View("all", lazy("All")),
    ),
    bulk=(
        BulkAction("accept", lazy("Accept {count}"), _accept, _tell_accepted, PLANNERS, icon="circle-check",
                   undo=_undo, chunk=20),
        BulkAction("reject", lazy("Leave {count} as they are"), _reject, _tell_rejected, PLANNERS, chunk=50,
                   value="refusal", value_label=lazy("Reason"), undo=_undo,
                   choices=lambda _request: list(SLOTTING_REFUSALS.items())),
        BulkAction("reopen", lazy("Take {count} back"), _reopen, _tell_reopened, PLANNERS, chunk=50, is_rare=True),
    ),
    words={
        "status": lambda status: get_status("slotting", status).label,
        "why": lambda why: name_code("slotting_why", why),
        "refusal": lambda refusal: name_code("slotting_refusal", refusal),
        "problem": lambda problem: name_code("slotting_problem", problem),
    },
)  # fmt: skip
