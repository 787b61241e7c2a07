"""Pallets, cartons and totes: the list, and setting many apart."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.inventory.queries.balances import list_matching
from packhaus.inventory.queries.list_units import UnitFilter, UnitRow, list_units
from packhaus.inventory.services.quarantine import Paper, quarantine_stock
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.gs1 import read_plate
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.console.lots import BY_HAND, KEEPERS, list_reasons, tell_effect
from packhaus.web.floor.print_jobs import PRINTERS
from packhaus.web.formats import format_quantity
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, Dialog, ListPage, Refused, View, show_list
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Action
from packhaus.web.tables import Column, FilterField
from packhaus.web.words import UNIT_KINDS, name_code


@page_of("console:units")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List what stands in the houses."""
    labels = Action(_("New labels"), reverse("floor:plates"), icon="printer")
    return show_list(request, UNITS, {"secondary": [labels] if request.roles & frozenset(PRINTERS) else []})


def fetch_units(asked: Asked, page: PageOf) -> Page[UnitRow]:
    """Read a page of units as the address asks."""
    wanted = UnitFilter(
        text=read_plate(asked.state.q)[:20],
        site_id=find_site_id(asked.request),
        merchant_id=find_merchant_id(asked.request),
        kinds=asked.read_all("kind"),
        only=asked.read("only"),
        ids=[known for key in asked.keys if (known := read_uuid(key))],
    )
    return list_units(asked.request.scope, wanted=wanted, page=page)


def _quarantine(request: PageRequest, units: Sequence[UnitRow], values: Mapping[str, str]) -> BulkOutcome:
    reason = values.get("reason", "")
    if reason not in BY_HAND:
        raise Invalid([FieldProblem("reason", "required", "say why")])
    changed, refused = [], []
    for unit in units:
        ids = list_matching(scope=request.scope, condition="sellable", unit_id=unit.id, site_id=unit.site_id)
        done = quarantine_stock(
            scope=request.scope, balance_ids=ids, reason=reason, paper=Paper("unit", str(unit.id)),
            now=request.now, actor=request.actor,
        )  # fmt: skip
        if done:
            changed.append(str(unit.id))
        else:
            why = _("Nothing in it lies on a shelf and can be sold.")
            refused.append(Refused(unit.code, why, reverse("console:unit", args=[unit.code])))
    return BulkOutcome(changed, refused)


def _ask_quarantine(_request: PageRequest, units: Sequence[UnitRow], total: int) -> Dialog:
    title = ngettext(
        "Quarantine %(count)s pallet or carton", "Quarantine %(count)s pallets and cartons", total
    ) % {"count": format_quantity(total)}
    return Dialog(
        title, title, tell_effect(sum(one.units for one in units), sum(one.allocated for one in units))
    )


def _tell(count: int) -> str:
    told = ngettext("%(count)s is in quarantine.", "%(count)s are in quarantine.", count)
    return told % {"count": format_quantity(count)}


UNITS = ListPage(
    name="console:units",
    template="stock/units.html",
    row_type=UnitRow,
    columns=(
        Column("code", lazy("LPN or SSCC")),
        Column("kind", lazy("Kind")),
        Column("place", lazy("Location")),
        Column("merchant", lazy("Merchant")),
        Column("skus", lazy("SKUs"), is_number=True),
        Column("units", lazy("Units"), is_number=True),
        Column("weight", lazy("Weight"), is_number=True),
    ),
    default="code",
    fetch=fetch_units,
    fields=(
        FilterField("kind", lazy("Kind"), list(UNIT_KINDS.items())),
        FilterField(
            "only",
            lazy("Only"),
            (
                ("stored", lazy("In the house")),
                ("leaving", lazy("On the way out")),
                ("nested", lazy("In another")),
                ("empty", lazy("Empty")),
            ),
        ),
    ),
    views=(
        View(
            "stored",
            lazy("In the house"),
            "only=stored&kind=pallet&kind=carton",
            lazy("No pallet or carton is in a house."),
        ),
        View(
            "leaving",
            lazy("On the way out"),
            "only=leaving&kind=pallet&kind=carton",
            lazy("No pallet or carton is on its way out."),
        ),
        View("totes", lazy("Totes"), "kind=tote", lazy("No site has totes.")),
        View(
            "empty", lazy("Empty"), "only=empty&kind=pallet&kind=carton", lazy("No pallet or carton is empty.")
        ),
        View("all", lazy("All")),
    ),
    bulk=(
        BulkAction(
            "quarantine", lazy("Quarantine {count}"), _quarantine, _tell, KEEPERS, icon="hand-stop",
            ask=_ask_quarantine, value="reason", value_label=lazy("Why"), choices=list_reasons, chunk=5,
        ),
    ),
    words={
        "kind": lambda kind: name_code("unit_kind", kind),
        "location_kind": lambda kind: name_code("location_kind", kind),
    },
)  # fmt: skip
