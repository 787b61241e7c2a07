"""For whom units must last longer: the rules in the order in which they are asked, and the form of one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import get_merchant_by_code, list_merchants
from packhaus.access.types import Role
from packhaus.catalog.services.shelf_rules import write_rules_of_items
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import Page, PageOf
from packhaus.terms.queries.shelf_rules import (
    ShelfRuleFilter,
    ShelfRuleRow,
    get_shelf_rule,
    list_shelf_rules,
)
from packhaus.terms.services.shelf_rules import (
    restore_shelf_rules,
    withdraw_shelf_rules,
)
from packhaus.terms.types.shelf_rules import STATUSES, ShelfRuleDraft
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.formats import format_day, format_quantity
from packhaus.web.forms import FormReader, read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.parts import Action, Badge, Pair
from packhaus.web.responses import render_page
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes


@page_of("console:shelf-rules")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List the rules by merchant, those that are asked first first."""
    may_change = Role.ADMIN in request.roles
    new = Action(_("New shelf-life rule"), reverse("console:new-shelf-rule")) if may_change else None
    return show_list(request, SHELF_RULES, {"primary": new})


def fetch_rules(asked: Asked, page: PageOf) -> Page[ShelfRuleRow]:
    """Read a page of rules."""
    chosen = ShelfRuleFilter(
        merchant_id=find_merchant_id(asked.request),
        channel=asked.read("channel"),
        country=asked.read("country").upper(),
        sku=asked.read("sku"),
        statuses=[status for status in asked.read_all("status") if status in STATUSES],
        ids=[one for one in map(read_uuid, asked.keys) if one],
    )
    return list_shelf_rules(scope=asked.request.scope, chosen=chosen, now=asked.request.now, page=page)


SHELF_RULES = ListPage(
    name="console:shelf-rules",
    template="shelf_rules/list.html",
    row_type=ShelfRuleRow,
    columns=(
        Column("name", lazy("Rule")),
        Column("status", lazy("Status")),
        Column("merchant_code", lazy("Merchant"), is_sortable=True),
        Column("priority", pgettext_lazy("heading", "Turn")),
        Column("asks", pgettext_lazy("shelf rule", "Orders")),
        Column("days", pgettext_lazy("shelf rule", "Days left on arrival")),
        Column("life_percent", pgettext_lazy("shelf rule", "Percent of the life left on arrival")),
        Column("transit_days", pgettext_lazy("shelf rule", "Days on the way")),
        Column("valid_to", lazy("Until")),
    ),
    default="merchant_code",
    fetch=fetch_rules,
    fields=(
        FilterField(
            "status", lazy("Status"), [(one, get_status("shelf_rule", one).label) for one in STATUSES]
        ),
        FilterField("channel", pgettext_lazy("heading", "Channel")),
        FilterField("country", lazy("Country")),
        FilterField("sku", lazy("SKU")),
    ),
    views=(
        View(
            "current",
            pgettext_lazy("registration", "In force"),
            "status=active&status=pending",
            lazy("No shelf-life rule is in force: units last as long as their items ask."),
        ),
        View("all", lazy("All")),
    ),
    words={"status": lambda status: get_status("shelf_rule", status).label},
)


@page_of("console:shelf-rules")
def show_rule(request: PageRequest, rule_id: UUID) -> HttpResponse:
    """Show one rule."""
    row = get_shelf_rule(scope=request.scope, rule_id=rule_id, now=request.now)
    may_change = Role.ADMIN in request.roles and row.status != "withdrawn"
    withdraw_it = Action(
        _("Withdraw"), reverse("console:withdraw-shelf-rule", args=[row.id]), method="post", is_danger=True
    )
    context = {
        "row": row,
        "badges": [Badge("shelf_rule", row.status)],
        "conditions": _list_conditions(row),
        "pairs": _list_pairs(row),
        "more": [withdraw_it] if may_change else [],
    }
    return render_page(request, "shelf_rules/rule.html", context)


def _list_conditions(row: ShelfRuleRow) -> list[Pair]:
    every = pgettext("shelf rule", "any")
    return [
        Pair(_("Merchant"), row.merchant_code),
        Pair(pgettext("heading", "Channel"), row.channel or every),
        Pair(_("Country of delivery"), row.country or every),
        Pair(_("Tag of the order"), row.tag or every),
        Pair(_("Customer number"), row.shopper or every),
        Pair(_("SKU"), row.sku or every),
    ]


def _list_pairs(row: ShelfRuleRow) -> list[Pair]:
    return [
        Pair(pgettext("shelf rule", "Days left on arrival"), _tell_days(row.days) if row.days else "–"),
        Pair(
            pgettext("shelf rule", "Percent of the life left on arrival"),
            str(row.life_percent) if row.life_percent else "–",
        ),
        Pair(pgettext("shelf rule", "Days on the way"), _tell_days(row.transit_days)),
        Pair(pgettext("heading", "Turn"), str(row.priority)),
        Pair(_("From"), format_day(row.valid_from)),
        Pair(_("Until"), format_day(row.valid_to) if row.valid_to else _("no end")),
    ]


def _tell_days(days: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": format_quantity(days)}


@open_to(Role.ADMIN)
def add_rule(request: PageRequest) -> HttpResponse:
    """Show the form of a rule, and write it down."""
    if request.method != "POST":
        chosen = request.frame_choices.merchant
        values = {"merchant": chosen.code if chosen else "", "priority": "50", "transit_days": "0"}
        return _show_form(request, Draft(values))
    form = FormReader(request.POST)
    try:
        merchant = get_merchant_by_code(
            scope=request.scope, code=form.read_text("merchant", is_required=True)
        )
        valid_from = form.read_date("valid_from")
        draft = ShelfRuleDraft(
            name=form.read_text("name", is_required=True, at_most=60),
            days=form.read_integer("days", default=0, minimum=0),
            life_percent=form.read_integer("life_percent", default=0, minimum=0),
            transit_days=form.read_integer("transit_days", default=0, minimum=0),
            priority=form.read_integer("priority", default=50, minimum=1),
            channel=form.read_text("channel", at_most=24),
            country=form.read_text("country", at_most=2).upper(),
            tag=form.read_text("tag", at_most=24),
            sku=form.read_text("sku", at_most=40),
            shopper=form.read_text("shopper", at_most=60),
            valid_from=valid_from or request.now.date(),
            valid_to=form.read_date("valid_to"),
        )
        form.check()
        made = write_rules_of_items(
            scope=request.scope, merchant_id=merchant.id, drafts=[draft], now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _show_form(request, Draft.of(request.POST, refusal))
    if made:
        tell(request, _("The rule holds for orders placed from its first day on."))
        return HttpResponseRedirect(reverse("console:shelf-rule", args=[made[0]]))
    tell(request, _("A rule for the same orders, of the same turn and day, is there already."))
    return HttpResponseRedirect(reverse("console:shelf-rules"))


def _show_form(request: PageRequest, draft: Draft) -> HttpResponse:
    context: dict[str, Any] = {"merchants": list_merchants(request.scope)}
    return show_form(request, "shelf_rules/form.html", draft, context)


@require_POST
@open_to(Role.ADMIN)
def withdraw(request: PageRequest, rule_id: UUID) -> HttpResponse:
    """Let a rule not count for orders from now on."""
    gone = withdraw_shelf_rules(scope=request.scope, ids=[rule_id], now=request.now, actor=request.actor)
    if gone:
        url = link_undo(request, "shelf-rule-withdrawn", id=str(rule_id))
        tell(request, _("The rule is withdrawn. Orders that were placed by it keep it."), undo_url=url)
    return HttpResponseRedirect(reverse("console:shelf-rule", args=[rule_id]))


@undoes("shelf-rule-withdrawn")
def restore(request: PageRequest, data: dict[str, Any]) -> None:
    """Let it count again."""
    restore_shelf_rules(scope=request.scope, ids=[UUID(data["id"])], now=request.now, actor=request.actor)
