"""Quality checks: what stands in quarantine, what was found, and what becomes of it."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy

from packhaus.inbound.queries.list_checks import CheckFilter, CheckRow, list_checks
from packhaus.inbound.services.settle_checks import settle_checks
from packhaus.inbound.states import CHECK_STATUSES
from packhaus.inbound.types import SETTLE_GROUNDS
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.console.inbound_bulk import LEADS
from packhaus.web.formats import format_quantity
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, Dialog, ListPage, Refused, View, show_list
from packhaus.web.lists.each import do_each
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Action, Words
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.words import name_code


@page_of("console:checks")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List quality checks, the newest first, and decide about many of them."""
    rules = Action(_("What is checked"), reverse("console:quality-rules"))
    return show_list(request, QUALITY, {"secondary": [rules] if request.roles & LEADS else []})


def fetch_checks(asked: Asked, page: PageOf) -> Page[CheckRow]:
    """Read a page of quality checks."""
    chosen = CheckFilter(
        site_id=find_site_id(asked.request),
        merchant_id=find_merchant_id(asked.request),
        statuses=[status for status in asked.read_all("status") if status in CHECK_STATUSES],
        ids=[check_id for check_id in map(read_uuid, asked.keys) if check_id],
        sku_code=asked.state.q,
    )
    return list_checks(scope=asked.request.scope, chosen=chosen, page=page)


def _settle(
    outcome: str, request: PageRequest, checks: Sequence[CheckRow], values: Mapping[str, str]
) -> BulkOutcome:
    ground = values.get("ground", "")
    if ground not in SETTLE_GROUNDS:
        raise Invalid([FieldProblem("ground", "required", _("Say why."))])

    def settle(check: CheckRow) -> None:
        settle_checks(
            scope=request.scope, check_ids=[check.id], outcome=outcome, ground=ground, now=request.now,
            actor=request.actor,
        )  # fmt: skip

    return do_each(checks, settle, refuse=_refuse)


def _release(request: PageRequest, checks: Sequence[CheckRow], values: Mapping[str, str]) -> BulkOutcome:
    return _settle("released", request, checks, values)


def _return(request: PageRequest, checks: Sequence[CheckRow], values: Mapping[str, str]) -> BulkOutcome:
    return _settle("returned", request, checks, values)


def _scrap(request: PageRequest, checks: Sequence[CheckRow], values: Mapping[str, str]) -> BulkOutcome:
    return _settle("scrapped", request, checks, values)


def _refuse(check: CheckRow, why: str) -> Refused:
    url = reverse("console:asn", args=[check.merchant_code, check.asn_number])
    return Refused(f"{check.sku_code} {check.asn_number}", why, url)


def _list_grounds(_request: PageRequest) -> list[tuple[str, Words]]:
    return [(ground, name_code("settle_ground", ground)) for ground in SETTLE_GROUNDS]


def _count_units(checks: Sequence[CheckRow]) -> int:
    return sum(check.quantity for check in checks if check.is_in_quarantine)


def _ask_release(_request: PageRequest, checks: Sequence[CheckRow], total: int) -> Dialog:
    title = ngettext("Release %(count)s check", "Release %(count)s checks", total) % {
        "count": format_quantity(total)
    }
    units = _count_units(checks)
    effect = ngettext("%(count)s unit can be sold.", "%(count)s units can be sold.", units)
    return Dialog(title, title, [effect % {"count": format_quantity(units)}])


def _ask_return(_request: PageRequest, checks: Sequence[CheckRow], total: int) -> Dialog:
    title = ngettext("Send %(count)s lot back", "Send %(count)s lots back", total) % {
        "count": format_quantity(total)
    }
    return Dialog(title, title, [_tell_gone(checks)])


def _ask_scrap(_request: PageRequest, checks: Sequence[CheckRow], total: int) -> Dialog:
    title = ngettext("Scrap %(count)s lot", "Scrap %(count)s lots", total) % {"count": format_quantity(total)}
    return Dialog(title, title, [_tell_gone(checks)])


def _tell_gone(checks: Sequence[CheckRow]) -> str:
    units = _count_units(checks)
    effect = ngettext("%(count)s unit leaves the record.", "%(count)s units leave the record.", units)
    return effect % {"count": format_quantity(units)}


def _tell(count: int) -> str:
    return ngettext("%(count)s check is decided.", "%(count)s checks are decided.", count) % {
        "count": format_quantity(count)
    }


QUALITY = ListPage(
    name="console:checks",
    template="inbound/checks.html",
    row_type=CheckRow,
    columns=(
        Column("item", lazy("Item")),
        Column("status", lazy("Status")),
        Column("delivery", pgettext_lazy("asn", "Delivery")),
        Column("supplier", lazy("Supplier")),
        Column("opened_at", lazy("Came in"), is_sortable=True),
        Column("units", lazy("Units"), is_number=True),
        Column("checked", pgettext_lazy("quality", "Checked"), is_number=True),
        Column("defective", lazy("Defects"), is_number=True),
    ),
    default="-opened_at",
    fetch=fetch_checks,
    fields=(
        FilterField(
            "status",
            lazy("Status"),
            [(status, get_status("quality", status).label) for status in CHECK_STATUSES],
        ),
    ),
    views=(
        View(
            "quarantine",
            lazy("In quarantine"),
            "status=open&status=claimed&status=rejected",
            lazy("Nothing is in quarantine."),
        ),
        View("rejected", lazy("Did not pass"), "status=rejected", lazy("No lot waits for a decision.")),
        View("all", lazy("All")),
    ),
    bulk=(
        BulkAction(
            "release", lazy("Release {count}"), _release, _tell, LEADS, icon="circle-check", ask=_ask_release,
            value="ground", value_label=lazy("Why"), choices=_list_grounds, chunk=20,
        ),
        BulkAction(
            "return", lazy("Send {count} back"), _return, _tell, LEADS, icon="truck", ask=_ask_return,
            value="ground", value_label=lazy("Why"), choices=_list_grounds, chunk=20,
        ),
        BulkAction(
            "scrap", lazy("Scrap {count}"), _scrap, _tell, LEADS, is_danger=True, ask=_ask_scrap,
            value="ground", value_label=lazy("Why"), choices=_list_grounds, chunk=20,
        ),
    ),
    words={"status": lambda status: get_status("quality", status).label},
)  # fmt: skip
