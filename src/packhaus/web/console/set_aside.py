"""Totes that stand aside: what each waits for, and what can be done with many of them."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy

from packhaus.kernel.keyset import Page, PageOf
from packhaus.outbound.queries.list_set_aside import WHYS, AsideFilter, AsideRow, list_set_aside
from packhaus.outbound.services.pack_problems import solve_pack_problem
from packhaus.outbound.services.put_totes_back import put_totes_back
from packhaus.web.console.work_bulk import LEADS, list_effects
from packhaus.web.formats import format_quantity
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, Dialog, ListPage, Refused, View, show_list
from packhaus.web.lists.each import do_each
from packhaus.web.order_address import link_order
from packhaus.web.packing_words import ASIDE_WHYS, PACK_PROBLEMS
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Words
from packhaus.web.tables import Column, FilterField


@page_of("console:set-aside")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List totes that stand aside, what should leave first on top."""
    return show_list(request, SET_ASIDE)


def fetch_totes(asked: Asked, page: PageOf) -> Page[AsideRow]:
    """Read a page of totes that stand aside."""
    chosen = AsideFilter(
        site_id=find_site_id(asked.request),
        merchant_id=find_merchant_id(asked.request),
        whys=[why for why in asked.read_all("why") if why in WHYS],
        text=asked.state.q.upper(),
        ids=[id_ for id_ in map(read_uuid, asked.keys) if id_],
    )
    return list_set_aside(scope=asked.request.scope, chosen=chosen, page=page)


def _draw(_request: PageRequest, totes: Sequence[AsideRow]) -> list[tuple[AsideRow, Words, str, str]]:
    """Return each tote with why it stands aside, and where that is answered."""
    return [
        (tote, PACK_PROBLEMS.get(tote.problem, ASIDE_WHYS[tote.why]), tote.person, _link(tote))
        for tote in totes
    ]


def _link(tote: AsideRow) -> str:
    if tote.why == "service":
        return reverse("floor:vas-tote", args=[tote.tote])
    if tote.why in {"problem", "cancel"}:
        return reverse("console:pack-tote", args=[tote.tote])
    return link_order(tote.merchant_code, tote.order_number)


def _refuse(tote: AsideRow, why: str) -> Refused:
    return Refused(tote.tote, why, link_order(tote.merchant_code, tote.order_number))


def _solve(request: PageRequest, totes: Sequence[AsideRow], _values: Mapping[str, str]) -> BulkOutcome:
    def solve(tote: AsideRow) -> str | None:
        if tote.why != "problem":
            return _("No problem was reported.")
        solve_pack_problem(scope=request.scope, fulfillment_id=tote.id, now=request.now, actor=request.actor)
        return None

    return do_each(totes, solve, refuse=_refuse)


def _put_back(request: PageRequest, totes: Sequence[AsideRow], _values: Mapping[str, str]) -> BulkOutcome:
    def put_back(tote: AsideRow) -> None:
        put_totes_back(fulfillment_ids=[tote.id], for_next=False, now=request.now, actor=request.actor)

    return do_each(totes, put_back, refuse=_refuse)


def _ask_put_back(_request: PageRequest, _totes: Sequence[AsideRow], total: int) -> Dialog:
    title = ngettext("Put %(count)s tote back", "Put %(count)s totes back", total)
    title = title % {"count": format_quantity(total)}
    return Dialog(title, title, list_effects(for_next=False))


def _tell_solved(count: int) -> str:
    return ngettext("%(count)s tote can be packed.", "%(count)s totes can be packed.", count) % {
        "count": format_quantity(count)
    }


def _tell_put_back(count: int) -> str:
    return ngettext("%(count)s tote is put back.", "%(count)s totes are put back.", count) % {
        "count": format_quantity(count)
    }


ASIDE_ACTIONS: tuple[BulkAction[AsideRow], ...] = (
    BulkAction("solve", lazy("{count} solved"), _solve, _tell_solved, LEADS, icon="circle-check", chunk=25),
    BulkAction(
        "put-back", lazy("Put {count} back"), _put_back, _tell_put_back, LEADS, icon="arrow-back-up",
        ask=_ask_put_back, chunk=10, is_rare=True,
    ),
)  # fmt: skip
SET_ASIDE = ListPage(
    name="console:set-aside",
    template="outbound/set_aside.html",
    row_type=AsideRow,
    columns=(
        Column("tote", lazy("Tote")),
        Column("why", lazy("Why")),
        Column("order", lazy("Order")),
        Column("site", lazy("Site")),
        Column("place", lazy("Place")),
        Column("units", lazy("Units"), is_number=True),
        Column("since", pgettext_lazy("tote aside", "Since")),
        Column("ship_by", lazy("Ship by"), is_sortable=True),
    ),
    default="ship_by",
    fetch=fetch_totes,
    fields=(FilterField("why", lazy("Why"), list(ASIDE_WHYS.items())),),
    views=(
        View("all", lazy("All")),
        View("problem", lazy("Problems"), "why=problem", lazy("No packer has reported a problem.")),
        View("service", lazy("Services"), "why=service", lazy("No tote stands aside for a service.")),
        View(
            "waiting", lazy("Held or incomplete"), "why=held&why=rest",
            lazy("No tote waits for the rest of its order, and none is held."),
        ),
    ),
    draw=_draw,
    bulk=ASIDE_ACTIONS,
    words={
        "why": lambda why: ASIDE_WHYS[why],
        "problem": lambda problem: PACK_PROBLEMS[problem] if problem else "",
    },
)  # fmt: skip
