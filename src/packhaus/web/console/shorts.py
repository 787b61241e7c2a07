"""Shorts tell what was not found, and what the system did about it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from packhaus.kernel.keyset import Page, PageOf
from packhaus.outbound.queries.list_shorts import ShortFilter, ShortRow, list_shorts
from packhaus.outbound.services.resolve_shorts import resolve_shorts
from packhaus.outbound.states import SHORT_REASONS
from packhaus.web.csv_answers import EXPORT_SIZE, answer_csv
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Action, Words
from packhaus.web.responses import render_page
from packhaus.web.tables import (
    Column,
    FilterField,
    build_filter_bar,
    build_table,
    link_with,
    read_list_state,
)

COLUMNS = (
    Column("item", gettext_lazy("Item")),
    Column("status", gettext_lazy("Status")),
    Column("happened_at", gettext_lazy("Time"), is_sortable=True),
    Column("bin", gettext_lazy("Bin")),
    Column("missing", gettext_lazy("Missing"), is_number=True),
    Column("reason", gettext_lazy("Reason")),
    Column("effect", gettext_lazy("What was done")),
    Column("order", gettext_lazy("Order")),
)
REASON_WORDS: dict[str, Words] = {
    "none_there": gettext_lazy("None there"),
    "fewer": gettext_lazy("Fewer than needed"),
    "damaged": gettext_lazy("Damaged"),
    "wrong_item": gettext_lazy("Wrong item in the bin"),
}


@page_of("console:shorts")
def list_all(request: PageRequest) -> HttpResponse:
    """List shorts, the newest first."""
    state = read_list_state(params=request.GET, columns=COLUMNS, default="-happened_at")
    states = set(request.GET.getlist("state"))
    chosen = ShortFilter(
        site_id=find_site_id(request),
        merchant_id=find_merchant_id(request),
        reasons=[reason for reason in request.GET.getlist("reason") if reason in SHORT_REASONS],
        is_open="open" in states if len(states & {"open", "resolved"}) == 1 else None,
    )

    def read(after: str, before: str, size: int) -> Page[ShortRow]:
        return list_shorts(
            scope=request.scope, chosen=chosen, page=PageOf(after, before, state.is_descending, size)
        )

    if request.GET.get("format") == "csv":
        return answer_csv(
            name="shorts.csv", row_type=ShortRow, read=lambda after: read(after, "", EXPORT_SIZE)
        )
    page = read(state.after, state.before, 50)
    fields = [
        FilterField("state", _("Status"), [("open", _("Open")), ("resolved", _("Resolved"))]),
        FilterField("reason", _("Reason"), list(REASON_WORDS.items())),
    ]
    context = {
        "rows": [(short, REASON_WORDS[short.reason], list_effects(short)) for short in page.rows],
        "bar": build_filter_bar(params=request.GET, fields=fields),
        "bulk": [Action(_("Resolve {count}"), reverse("console:shorts-resolve"), name="do", value="resolve")],
        "export_url": link_with(request.GET, format="csv"),
        "table": build_table(
            params=request.GET,
            columns=COLUMNS,
            state=state,
            shown=len(page.rows),
            total=page.total,
            newer_key=page.newer_key,
            older_key=page.older_key,
        ),
    }
    return render_page(request, "outbound/shorts.html", context)


@page_of("console:shorts")
def resolve(request: PageRequest) -> HttpResponse:
    """Resolve the selected shorts: somebody has looked at the bin."""
    back = HttpResponseRedirect(reverse("console:shorts") + "?state=open")
    if request.method != "POST":
        return back
    ids = [int(value) for value in request.POST.getlist("selected") if value.isdecimal()]
    resolved = resolve_shorts(short_ids=ids, now=request.now, actor=request.actor) if ids else 0
    text = ngettext("%(count)s short resolved.", "%(count)s shorts resolved.", resolved)
    messages.info(request, text % {"count": format_quantity(resolved)})
    return back


def list_effects(short: ShortRow) -> list[str]:
    """Say what was done about the missing units, zeros left out."""
    told = (
        (short.written_off, _("%(units)s written off")),
        (short.from_other_bin, _("%(units)s from another bin")),
        (short.from_other_site, _("%(units)s from another site")),
        (short.to_backorder, _("%(units)s wait for stock")),
    )
    return [text % {"units": format_quantity(units)} for units, text in told if units]
