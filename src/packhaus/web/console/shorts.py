"""Shorts tell what was not found, and what the system did about it."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from packhaus.access.types import Role
from packhaus.kernel.keyset import Page, PageOf
from packhaus.outbound.queries.list_shorts import ShortFilter, ShortRow, list_shorts
from packhaus.outbound.services.resolve_shorts import resolve_shorts
from packhaus.outbound.states import SHORT_REASONS
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, Refused, View, show_list
from packhaus.web.order_address import link_order
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Words
from packhaus.web.tables import Column, FilterField

REASON_WORDS: dict[str, Words] = {
    "none_there": gettext_lazy("None there"),
    "fewer": gettext_lazy("Fewer than needed"),
    "damaged": gettext_lazy("Damaged"),
    "wrong_item": gettext_lazy("Wrong item in the bin"),
}


@page_of("console:shorts")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List shorts, the newest first, and resolve many of them."""
    return show_list(request, SHORTS)


def fetch_shorts(asked: Asked, page: PageOf) -> Page[ShortRow]:
    """Read a page of shorts."""
    states = set(asked.read_all("state"))
    chosen = ShortFilter(
        site_id=find_site_id(asked.request),
        merchant_id=find_merchant_id(asked.request),
        reasons=[reason for reason in asked.read_all("reason") if reason in SHORT_REASONS],
        is_open="open" in states if len(states & {"open", "resolved"}) == 1 else None,
        ids=[int(key) for key in asked.keys if key.isdecimal()],
    )
    return list_shorts(scope=asked.request.scope, chosen=chosen, page=page)


def _draw(_request: PageRequest, shorts: Sequence[ShortRow]) -> list[tuple[ShortRow, Words, list[str]]]:
    return [(short, REASON_WORDS[short.reason], list_effects(short)) for short in shorts]


def _resolve(request: PageRequest, shorts: Sequence[ShortRow], _values: Mapping[str, str]) -> BulkOutcome:
    is_open = [short for short in shorts if short.resolved_at is None]
    if is_open:
        resolve_shorts(short_ids=[short.id for short in is_open], now=request.now, actor=request.actor)
    refused = [
        Refused(
            f"{short.sku_code} {short.location_code}",
            _("Somebody has resolved it already."),
            link_order(short.merchant_code, short.order_number),
        )
        for short in shorts
        if short.resolved_at is not None
    ]
    return BulkOutcome([str(short.id) for short in is_open], refused)


def _tell(count: int) -> str:
    return ngettext("%(count)s short resolved.", "%(count)s shorts resolved.", count) % {
        "count": format_quantity(count)
    }


SHORTS = ListPage(
    name="console:shorts",
    template="outbound/shorts.html",
    row_type=ShortRow,
    columns=(
        Column("item", gettext_lazy("Item")),
        Column("status", gettext_lazy("Status")),
        Column("happened_at", gettext_lazy("Time"), is_sortable=True),
        Column("bin", gettext_lazy("Bin")),
        Column("missing", gettext_lazy("Missing"), is_number=True),
        Column("reason", gettext_lazy("Reason")),
        Column("effect", gettext_lazy("What was done")),
        Column("order", gettext_lazy("Order")),
    ),
    default="-happened_at",
    fetch=fetch_shorts,
    draw=_draw,
    fields=(
        FilterField(
            "state",
            gettext_lazy("Status"),
            [("open", pgettext_lazy("status", "Open")), ("resolved", gettext_lazy("Resolved"))],
        ),
        FilterField("reason", gettext_lazy("Reason"), list(REASON_WORDS.items())),
    ),
    views=(
        View("open", pgettext_lazy("status", "Open"), "state=open", gettext_lazy("No short is open.")),
        View("damaged", gettext_lazy("Damaged"), "reason=damaged", gettext_lazy("Nothing was found damaged.")),
        View("all", gettext_lazy("All")),
    ),
    bulk=(
        BulkAction(
            "resolve", gettext_lazy("Resolve {count}"), _resolve, _tell, frozenset({Role.LEAD, Role.ADMIN}),
            icon="circle-check",
        ),
    ),
    words={"reason": lambda reason: REASON_WORDS.get(reason, reason)},
)  # fmt: skip


def list_effects(short: ShortRow) -> list[str]:
    """Say what was done about the missing units, zeros left out."""
    told = (
        (short.written_off, _("%(units)s written off")),
        (short.from_other_bin, _("%(units)s from another bin")),
        (short.from_other_site, _("%(units)s from another site")),
        (
            short.to_backorder,
            ngettext("%(units)s waits for stock", "%(units)s wait for stock", short.to_backorder),
        ),
    )
    return [text % {"units": format_quantity(units)} for units, text in told if units]
