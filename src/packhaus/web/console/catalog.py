"""The catalog: items, their measures and codes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.access.queries.merchants import get_merchant_by_code, list_merchants
from packhaus.access.types import Role
from packhaus.catalog.queries.get_compliance import get_compliance
from packhaus.catalog.queries.get_sku import SkuDetail, get_sku, list_components
from packhaus.catalog.queries.list_skus import SkuFilter, SkuRow, list_skus
from packhaus.catalog.services.save import save_skus
from packhaus.catalog.types import SkuDraft
from packhaus.decide.cartonize.hazard import HAZARD_CLASSES
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import Page, PageOf
from packhaus.kernel.money import Money
from packhaus.web.console.catalog_bulk import KEEPERS as TAGGERS
from packhaus.web.console.catalog_bulk import SKU_ACTIONS
from packhaus.web.console.catalog_compliance import list_compliance_pairs
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.formats import format_length, format_moment, format_money, format_quantity, format_weight
from packhaus.web.forms import FormReader, read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.parts import Action, Badge, Pair
from packhaus.web.responses import render_page
from packhaus.web.tables import Column, FilterField
from packhaus.web.words import SKU_KINDS, name_code

KEEPERS = (Role.LEAD, Role.PLANNER, Role.ADMIN)
_FLAGS = ("must_stay_upright", "is_fragile", "has_lots", "has_serials", "has_expiry")
_MEASURES = ("length_mm", "width_mm", "height_mm", "weight_grams", "minimum_shelf_life_days")


@page_of("console:catalog")
def show_catalog(request: PageRequest) -> HttpResponseBase:
    """List items."""
    return show_list(request, CATALOG, {"primary": Action(_("New item"), reverse("console:new-sku"))})


def fetch_skus(asked: Asked, page: PageOf) -> Page[SkuRow]:
    """Read a page of items."""
    only = asked.read_all("only")
    states = {"active", "inactive"} & set(only)
    wanted = SkuFilter(
        text=asked.state.q,
        merchant_id=find_merchant_id(asked.request),
        kinds=asked.read_all("kind"),
        is_unmeasured="unmeasured" in only,
        tag=asked.read("tag"),
        is_active="active" in states if len(states) == 1 else None,
        ids=tuple(sku_id for sku_id in map(read_uuid, asked.keys) if sku_id),
    )
    return list_skus(asked.request.scope, wanted=wanted, page=page)


ONLY = (
    ("unmeasured", lazy("Not measured yet")),
    ("active", lazy("In use")),
    ("inactive", lazy("Out of use")),
)
CATALOG = ListPage(
    name="console:catalog",
    template="catalog/list.html",
    row_type=SkuRow,
    columns=(
        Column("code", lazy("SKU")),
        Column("merchant", lazy("Merchant")),
        Column("kind", lazy("Kind")),
        Column("size", lazy("Size")),
        Column("weight", lazy("Weight"), is_number=True),
        Column("state", lazy("State")),
    ),
    default="code",
    fetch=fetch_skus,
    fields=(
        FilterField("kind", lazy("Kind"), list(SKU_KINDS.items())),
        FilterField("only", lazy("Only"), ONLY),
        FilterField("tag", lazy("Tag")),
    ),
    views=(
        View("all", lazy("All")),
        View("unmeasured", lazy("Not measured yet"), "only=unmeasured", lazy("Every item is measured.")),
        View("kits", lazy("Kits"), "kind=kit", lazy("No item is a kit.")),
    ),
    bulk=SKU_ACTIONS,
    words={"kind": lambda kind: name_code("sku_kind", kind)},
)


@page_of("console:catalog")
def show_sku(request: PageRequest, merchant: str, code: str) -> HttpResponse:
    """Show one item."""
    sku = get_sku(request.scope, merchant_code=merchant, code=code)
    context = {
        "sku": sku,
        "badges": [Badge("sku", "active" if sku.is_active else "inactive")],
        "measures": _list_measures(sku, request),
        "rules": _list_rules(sku),
        "tags_url": reverse("console:sku-tags", args=[merchant, code]) if request.roles & TAGGERS else "",
        "compliance": list_compliance_pairs(get_compliance(request.scope, sku_id=sku.id)),
        "components": list_components(request.scope, kit_id=sku.id) if sku.kind == "kit" else [],
        "primary": Action(_("Change"), reverse("console:edit-sku", args=[merchant, code])),
        "secondary": [
            Action(_("Stock"), reverse("console:sku-stock", args=[merchant, code])),
            Action(_("What laws ask"), reverse("console:sku-compliance", args=[merchant, code])),
        ],
    }
    return render_page(request, "catalog/sku.html", context)


def _list_measured(sku: SkuDetail, request: PageRequest) -> list[Pair]:
    if sku.measured_at is None:
        return []
    told = {
        "name": sku.measured_by_name or "–",
        "when": format_moment(sku.measured_at, request.site_zone, now=request.now),
    }
    return [Pair(_("Measured"), _("by %(name)s, %(when)s") % told)]


def _list_measures(sku: SkuDetail, request: PageRequest) -> list[Pair]:
    size = " × ".join(format_length(side or None) for side in (sku.length_mm, sku.width_mm, sku.height_mm))
    return [
        Pair(_("Kind"), name_code("sku_kind", sku.kind)),
        Pair(_("Size"), size),
        Pair(_("Weight"), format_weight(sku.weight_grams or None)),
        *_list_measured(sku, request),
        Pair(_("Customs number"), sku.hs_code),
        Pair(_("Country of origin"), sku.origin),
        Pair(_("Cost of one"), _tell_cost(sku)),
    ]


def _tell_cost(sku: SkuDetail) -> str:
    return format_money(Money(sku.cost_minor, sku.cost_currency)) if sku.cost_minor is not None else "–"


def _list_rules(sku: SkuDetail) -> list[Pair]:
    yes, no = _("Yes"), _("No")
    return [
        Pair(_("Has lots"), yes if sku.has_lots else no),
        Pair(_("Has serial numbers"), yes if sku.has_serials else no),
        Pair(_("Expires"), yes if sku.has_expiry else no),
        Pair(_("Shelf life of a new unit"), _tell_days(sku.life_days)),
        Pair(_("Shelf life left at dispatch"), _tell_days(sku.minimum_shelf_life_days)),
        Pair(_("Stays upright"), yes if sku.must_stay_upright else no),
        Pair(_("Fragile"), yes if sku.is_fragile else no),
        Pair(_("Carries on it"), format_weight(sku.carries_grams)),
        Pair(_("Hazard class"), sku.hazard or "–"),
        Pair(
            _("Lead time in days"), str(sku.default_lead_days) if sku.default_lead_days is not None else "–"
        ),
    ]


def _tell_days(days: int | None) -> str:
    return (
        ngettext("%(count)s day", "%(count)s days", days) % {"count": format_quantity(days)} if days else "–"
    )


@open_to(*KEEPERS)
def edit_sku(request: PageRequest, merchant: str = "", code: str = "") -> HttpResponse:
    """Show the form of an item, new or known, and save it."""
    if request.method != "POST":
        known = get_sku(request.scope, merchant_code=merchant, code=code) if code else None
        return _show(request, Draft(_read_values(known) if known else {"kind": "stock"}), code)
    try:
        target = _save(request, code)
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal), code)
    messages.info(request, _("%(code)s is saved.") % {"code": request.POST.get("code", code)})
    return HttpResponseRedirect(target)


def _show(request: PageRequest, draft: Draft, code: str) -> HttpResponse:
    context: dict[str, Any] = {
        "code": code,
        "kinds": list(SKU_KINDS.items()),
        "hazards": HAZARD_CLASSES,
        "merchants": list_merchants(request.scope),
        "flags": [
            ("has_lots", _("Has lots")),
            ("has_serials", _("Has serial numbers")),
            ("has_expiry", _("Expires")),
            ("must_stay_upright", _("Stays upright")),
            ("is_fragile", _("Fragile")),
        ],
    }
    return show_form(request, "catalog/form.html", draft, context)


def _read_values(sku: SkuDetail) -> dict[str, Any]:
    named = (
        "code", "name", "kind", "hs_code", "origin", "default_lead_days", "life_days", "carries_grams", "hazard",
        *_MEASURES, *_FLAGS,
    )  # fmt: skip
    values = {name: getattr(sku, name) for name in named}
    return values | {
        "merchant": sku.merchant_code,
        "barcodes": " ".join(sku.barcodes),
        "cost": Money(sku.cost_minor, sku.cost_currency).decimal if sku.cost_minor is not None else "",
        "cost_currency": sku.cost_currency,
        "is_active": sku.is_active,
    }


def _save(request: PageRequest, code: str) -> str:
    form = FormReader(request.POST)
    merchant = get_merchant_by_code(scope=request.scope, code=form.read_text("merchant", is_required=True))
    lead_days = form.read_integer("default_lead_days", default=-1, minimum=-1)
    life_days = form.read_integer("life_days", default=0, minimum=0)
    carries_grams = form.read_integer("carries_grams", default=-1, minimum=-1)
    measures = {name: form.read_integer(name, default=0, minimum=0) for name in _MEASURES}
    currency = form.read_text("cost_currency", at_most=3).upper() or merchant.currency
    has_cost = bool(request.POST.get("cost", "").strip())
    draft = SkuDraft(
        code=code or form.read_text("code", is_required=True, at_most=40),
        name=form.read_text("name", is_required=True),
        kind=form.read_choice("kind", SKU_KINDS),
        hs_code=form.read_text("hs_code", at_most=12),
        origin=form.read_text("origin", at_most=2).upper(),
        life_days=life_days or None,
        default_lead_days=None if lead_days < 0 else lead_days,
        carries_grams=None if carries_grams < 0 else carries_grams,
        hazard=form.read_text("hazard", at_most=8),
        barcodes=tuple(form.read_text("barcodes", at_most=1_000).split()),
        cost_minor=form.read_minor("cost", currency=currency) if has_cost else None,
        cost_currency=currency,
        is_active="is_active" in request.POST,
        **{flag: flag in request.POST for flag in _FLAGS},  # type: ignore[arg-type]
        **measures,  # type: ignore[arg-type]
    )
    form.check()
    save_skus(
        scope=request.scope, merchant_id=merchant.id, drafts=[draft], now=request.now, actor=request.actor
    )
    return reverse("console:sku", args=[merchant.code, draft.code])
