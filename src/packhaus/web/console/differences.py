"""What deliveries brought otherwise than announced: merchants accept or dispute it, leads answer."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.inbound.queries.list_differences import DifferenceFilter, DifferenceRow, list_differences
from packhaus.inbound.services.differences import accept_differences, answer_disputes, dispute_differences
from packhaus.inbound.states import DIFFERENCE_STATUSES
from packhaus.inbound.types import DISPUTE_GROUNDS, DISPUTE_REASONS
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.console.difference_card import MERCHANTS, list_grants, list_reasons, list_upholds
from packhaus.web.console.inbound import link_asn, open_asn
from packhaus.web.console.inbound_bulk import LEADS
from packhaus.web.formats import format_quantity
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, Refused, View, show_list
from packhaus.web.lists.each import do_each
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Words
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.toasts import tell
from packhaus.web.words import name_code


@page_of("console:differences")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List what came otherwise than announced, the newest first, and decide about many lines."""
    return show_list(request, DIFFERENCES)


def fetch_differences(asked: Asked, page: PageOf) -> Page[DifferenceRow]:
    """Read a page of differences."""
    chosen = DifferenceFilter(
        site_id=find_site_id(asked.request),
        merchant_id=find_merchant_id(asked.request),
        statuses=[status for status in asked.read_all("status") if status in DIFFERENCE_STATUSES],
        number=asked.state.q,
        sku_code=asked.read("sku"),
        ids=[one for one in map(read_uuid, asked.keys) if one],
    )
    return list_differences(scope=asked.request.scope, chosen=chosen, now=asked.request.now, page=page)


def _accept(request: PageRequest, ids: Sequence[UUID], _reason: str) -> None:
    accept_differences(scope=request.scope, ids=ids, now=request.now, actor=request.actor)


def _dispute(request: PageRequest, ids: Sequence[UUID], reason: str) -> None:
    _want(reason, DISPUTE_REASONS)
    dispute_differences(scope=request.scope, ids=ids, reason=reason, now=request.now, actor=request.actor)


def _grant(request: PageRequest, ids: Sequence[UUID], reason: str) -> None:
    _answer(request, ids, "granted", reason)


def _uphold(request: PageRequest, ids: Sequence[UUID], reason: str) -> None:
    _answer(request, ids, "upheld", reason)


def _answer(request: PageRequest, ids: Sequence[UUID], outcome: str, ground: str) -> None:
    _want(ground, DISPUTE_GROUNDS[outcome])
    answer_disputes(
        scope=request.scope, ids=ids, outcome=outcome, ground=ground, now=request.now, actor=request.actor
    )


def _want(reason: str, known: Sequence[str]) -> None:
    if reason not in known:
        raise Invalid([FieldProblem("reason", "required", _("Say why."))])


_Deed = Callable[[PageRequest, Sequence[UUID], str], None]
_DEEDS: dict[str, tuple[_Deed, frozenset[Role], Words]] = {
    "accept": (_accept, MERCHANTS, lazy("What came of %(sku)s is accepted.")),
    "dispute": (_dispute, MERCHANTS, lazy("What came of %(sku)s is disputed. The warehouse will answer.")),
    "grant": (_grant, LEADS, lazy("The dispute about %(sku)s is granted. Book units that were found by a count.")),
    "uphold": (_uphold, LEADS, lazy("What was booked of %(sku)s stands.")),
}  # fmt: skip


@require_POST
@open_to(*LEADS, *MERCHANTS)
def decide(request: PageRequest, merchant: str, number: str, difference_id: UUID) -> HttpResponse:
    """Accept, dispute or answer one difference of a delivery. Raises: Invalid, NotFound, IllegalTransition."""
    header = open_asn(request, merchant, number).header
    chosen = DifferenceFilter(asn_id=header.id, ids=[difference_id])
    found = list_differences(scope=request.scope, chosen=chosen, now=request.now, page=PageOf(size=1)).rows
    deed = _DEEDS.get(request.POST.get("do", ""))
    if not found or deed is None or not deed[1] & request.roles:
        raise NotFound("there is no such difference")
    do, _roles, told = deed
    do(request, [difference_id], request.POST.get("reason", ""))
    tell(request, str(told) % {"sku": found[0].sku_code})
    return HttpResponseRedirect(link_asn(header) + "#differences")


def _do_many(
    deed: _Deed, request: PageRequest, rows: Sequence[DifferenceRow], values: Mapping[str, str]
) -> BulkOutcome:
    def do(row: DifferenceRow) -> None:
        deed(request, [row.id], values.get("reason", ""))

    return do_each(rows, do, refuse=_refuse)


def _accept_many(
    request: PageRequest, rows: Sequence[DifferenceRow], values: Mapping[str, str]
) -> BulkOutcome:
    return _do_many(_accept, request, rows, values)


def _dispute_many(
    request: PageRequest, rows: Sequence[DifferenceRow], values: Mapping[str, str]
) -> BulkOutcome:
    _want(values.get("reason", ""), DISPUTE_REASONS)
    return _do_many(_dispute, request, rows, values)


def _grant_many(
    request: PageRequest, rows: Sequence[DifferenceRow], values: Mapping[str, str]
) -> BulkOutcome:
    _want(values.get("reason", ""), DISPUTE_GROUNDS["granted"])
    return _do_many(_grant, request, rows, values)


def _uphold_many(
    request: PageRequest, rows: Sequence[DifferenceRow], values: Mapping[str, str]
) -> BulkOutcome:
    _want(values.get("reason", ""), DISPUTE_GROUNDS["upheld"])
    return _do_many(_uphold, request, rows, values)


def _refuse(row: DifferenceRow, why: str) -> Refused:
    url = reverse("console:asn", args=[row.merchant_code, row.asn_number])
    return Refused(f"{row.asn_number} {row.sku_code}", why, url)


def _tell_many(count: int) -> str:
    told = ngettext("%(count)s difference is decided.", "%(count)s differences are decided.", count)
    return told % {"count": format_quantity(count)}


DIFFERENCES = ListPage(
    name="console:differences",
    template="inbound/differences.html",
    row_type=DifferenceRow,
    columns=(
        Column("item", lazy("Item")),
        Column("status", lazy("Status")),
        Column("delivery", pgettext_lazy("asn", "Delivery")),
        Column("merchant", lazy("Merchant")),
        Column("found_at", pgettext_lazy("difference", "Closed"), is_sortable=True),
        Column("expected", pgettext_lazy("difference", "Expected"), is_number=True),
        Column("received", pgettext_lazy("difference", "Whole"), is_number=True),
        Column("damaged", pgettext_lazy("difference", "Damaged"), is_number=True),
        Column("over", pgettext_lazy("difference", "Over"), is_number=True),
        Column("missing", pgettext_lazy("difference", "Missing"), is_number=True),
    ),
    default="-found_at",
    fetch=fetch_differences,
    fields=(
        FilterField(
            "status",
            lazy("Status"),
            [(status, get_status("difference", status).label) for status in DIFFERENCE_STATUSES],
        ),
        FilterField("sku", lazy("Item's code")),
    ),
    views=(
        View("disputed", pgettext_lazy("differences", "Disputed"), "status=disputed", lazy("Nothing is disputed.")),
        View(
            "open",
            lazy("Not answered by the merchant"),
            "status=open",
            lazy("Every difference is answered."),
            first_for=MERCHANTS,
        ),
        View("all", lazy("All")),
    ),
    bulk=(
        BulkAction("accept", lazy("Accept {count}"), _accept_many, _tell_many, MERCHANTS, icon="check", chunk=20),
        BulkAction(
            "dispute", lazy("Dispute {count}"), _dispute_many, _tell_many, MERCHANTS, icon="alert-triangle",
            value="reason", value_label=lazy("Why"), choices=list_reasons, chunk=20,
        ),
        BulkAction(
            "grant", lazy("Grant {count}"), _grant_many, _tell_many, LEADS, icon="circle-check",
            value="reason", value_label=lazy("Why"), choices=list_grants, chunk=20,
        ),
        BulkAction(
            "uphold", lazy("Let {count} stand"), _uphold_many, _tell_many, LEADS, icon="hand-stop",
            value="reason", value_label=lazy("Why"), choices=list_upholds, chunk=20,
        ),
    ),
    words={
        "status": lambda status: get_status("difference", status).label,
        "reason": lambda reason: name_code("dispute_reason", reason) if reason else "",
        "ground": lambda ground: name_code("dispute_ground", ground) if ground else "",
        "difference_reason": lambda reason: name_code("difference_reason", reason) if reason else "",
    },
)  # fmt: skip
