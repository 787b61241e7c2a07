"""Lots: what expires, what is set apart, and where a lot went."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy

from packhaus.access.types import Role
from packhaus.inventory.queries.balances import list_matching, list_matching_unnamed
from packhaus.inventory.queries.list_lots import LotFilter, LotRow, list_lots
from packhaus.inventory.services.quarantine import Paper, quarantine_stock
from packhaus.inventory.types import QUARANTINE_REASONS
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, Dialog, ListPage, Refused, View, show_list
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Words
from packhaus.web.tables import Column, FilterField
from packhaus.web.words import name_code

KEEPERS = frozenset({Role.LEAD, Role.ADMIN})
BY_HAND = tuple(reason for reason in QUARANTINE_REASONS if reason not in {"recall", "short_life"})
"""Why a person sets units apart; the others come by themselves."""

_DAYS = {"past": 0, "30": 30, "60": 60, "90": 90}


@page_of("console:lots")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List lots, the first to expire first, and set many of them apart."""
    return show_list(request, LOTS)


def fetch_lots(asked: Asked, page: PageOf) -> Page[LotRow]:
    """Read a page of lots as the address asks."""
    request, days = asked.request, asked.read("expires")
    wanted = LotFilter(
        text=asked.state.q[:40],
        site_id=find_site_id(request),
        merchant_id=find_merchant_id(request),
        until=_count_days(request, days),
        only=asked.read("only") or ("here" if days in _DAYS else ""),
        ids=[int(key) for key in asked.keys if key.removeprefix("-").isdecimal() and len(key) < 19],
    )
    return list_lots(request.scope, wanted=wanted, page=page)


def _count_days(request: PageRequest, days: str) -> date | None:
    """Return the last day that counts: yesterday for what has expired, the last of so many days else."""
    if days not in _DAYS:
        return None
    today = request.now.astimezone(ZoneInfo(request.site_zone or "UTC")).date()
    return today + timedelta(days=_DAYS[days] or -1)


def _quarantine(request: PageRequest, lots: Sequence[LotRow], values: Mapping[str, str]) -> BulkOutcome:
    reason = values.get("reason", "")
    if reason not in BY_HAND:
        raise Invalid([FieldProblem("reason", "required", "say why")])
    changed, refused = [], []
    for lot in lots:
        units = quarantine_stock(
            scope=request.scope, balance_ids=_list_sellable(request, lot), reason=reason, paper=_name_paper(lot),
            now=request.now, actor=request.actor,
        )  # fmt: skip
        if units:
            changed.append(str(lot.id))
        else:
            why = str(lazy("Nothing of it lies on a shelf and can be sold."))
            refused.append(Refused(f"{lot.sku_code} {lot.lot_code}".strip(), why, _link(lot)))
    return BulkOutcome(changed, refused)


def _list_sellable(request: PageRequest, lot: LotRow) -> list[int]:
    scope, site_id = request.scope, find_site_id(request)
    if lot.lot_code:
        return list_matching(scope=scope, condition="sellable", lot_ids=[lot.id], site_id=site_id)
    return list_matching_unnamed(
        scope=scope, condition="sellable", sku_id=lot.sku_id, expires_on=lot.expires_on, site_id=site_id
    )


def _name_paper(lot: LotRow) -> Paper:
    return Paper("lot", str(lot.id)) if lot.lot_code else Paper("sku", str(lot.sku_id))


def _link(lot: LotRow) -> str:
    if lot.lot_code:
        return reverse("console:lot", args=[lot.id])
    return reverse("console:sku-stock", args=[lot.merchant_code, lot.sku_code])


def _ask_quarantine(_request: PageRequest, lots: Sequence[LotRow], total: int) -> Dialog:
    title = ngettext("Quarantine %(count)s lot", "Quarantine %(count)s lots", total) % {
        "count": format_quantity(total)
    }
    units, allocated = sum(lot.on_hand for lot in lots), sum(lot.allocated for lot in lots)
    return Dialog(title, title, tell_effect(units, allocated))


def tell_effect(units: int, allocated: int) -> list[str]:
    """Say what setting units apart does to the orders that count on them."""
    told = ngettext("%(count)s unit can be sold no more.", "%(count)s units can be sold no more.", units)
    effect = [told % {"count": format_quantity(units)}]
    if allocated:
        told = ngettext(
            "%(count)s unit is set aside for orders: other bins are asked, then the orders wait.",
            "%(count)s units are set aside for orders: other bins are asked, then the orders wait.",
            allocated,
        )
        effect.append(told % {"count": format_quantity(allocated)})
    return effect


def list_reasons(_request: PageRequest) -> list[tuple[str, Words]]:
    """Return why a person may set units apart."""
    return [(reason, name_code("quarantine_reason", reason)) for reason in BY_HAND]


def _tell(count: int) -> str:
    return ngettext("%(count)s lot is in quarantine.", "%(count)s lots are in quarantine.", count) % {
        "count": format_quantity(count)
    }


LOTS = ListPage(
    name="console:lots",
    template="stock/lots.html",
    row_type=LotRow,
    columns=(
        Column("lot", lazy("Lot")),
        Column("sku", lazy("SKU")),
        Column("merchant", lazy("Merchant")),
        Column("keeps_until", lazy("Expires on"), is_sortable=True),
        Column("on_hand", lazy("Can be sold"), is_number=True),
        Column("quarantined", pgettext_lazy("lot", "In quarantine"), is_number=True),
        Column("in_transit", pgettext_lazy("lot", "On the way"), is_number=True),
        Column("shipped", pgettext_lazy("lot", "Sent"), is_number=True),
        Column("written_off", pgettext_lazy("lot", "Written off"), is_number=True),
    ),
    default="keeps_until",
    fetch=fetch_lots,
    fields=(
        FilterField(
            "expires",
            lazy("Expires"),
            (
                ("past", lazy("Has expired")),
                ("30", lazy("Within 30 days")),
                ("60", lazy("Within 60 days")),
                ("90", lazy("Within 90 days")),
            ),
        ),
        FilterField(
            "only",
            lazy("Only"),
            (
                ("here", lazy("In the house")),
                ("quarantined", pgettext_lazy("lot", "In quarantine")),
                ("gone", lazy("In no house any more")),
            ),
        ),
    ),
    views=(
        View("here", lazy("In the house"), "only=here", lazy("No lot is in a house.")),
        View("past", lazy("Has expired"), "expires=past", lazy("Nothing has expired.")),
        View("30", lazy("Within 30 days"), "expires=30", lazy("Nothing expires within 30 days.")),
        View("60", lazy("Within 60 days"), "expires=60", lazy("Nothing expires within 60 days.")),
        View("90", lazy("Within 90 days"), "expires=90", lazy("Nothing expires within 90 days.")),
        View("apart", pgettext_lazy("lot", "In quarantine"), "only=quarantined", lazy("No lot is in quarantine.")),
        View("gone", lazy("In no house any more"), "only=gone", lazy("Of every lot something is in a house.")),
        View("all", lazy("All")),
    ),
    bulk=(
        BulkAction(
            "quarantine", lazy("Quarantine {count}"), _quarantine, _tell, KEEPERS, icon="hand-stop",
            ask=_ask_quarantine, value="reason", value_label=lazy("Why"), choices=list_reasons, chunk=5,
        ),
    ),
)  # fmt: skip
