"""Cartons to pack in: the operator's, and those of merchants that have their own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import list_merchants
from packhaus.access.types import MerchantRow, Role
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.money import get_exponent, parse_minor
from packhaus.shipping.queries.list_cartons import CartonRow, get_carton, list_cartons
from packhaus.shipping.services.cartons import CartonDraft, save_cartons
from packhaus.shipping.services.switch import switch_carton
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import page_of
from packhaus.web.parts import Action
from packhaus.web.responses import render_page
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes
from packhaus.web.words import MATERIALS

MEASURES = (
    "inner_length_mm", "inner_width_mm", "inner_height_mm", "outer_length_mm", "outer_width_mm", "outer_height_mm",
)  # fmt: skip
WEIGHTS = ("tare_grams", "max_weight_grams")
STOCK = ("stock", "fill_stock", "fill_material")


@page_of("console:cartons")
def show_cartons(request: PageRequest) -> HttpResponse:
    """List cartons, those that are switched off too."""
    can_change = Role.ADMIN in request.roles
    context = {
        "cartons": list_cartons(request.scope),
        "can_change": can_change,
        "primary": Action(_("New carton"), reverse("console:new-carton")) if can_change else None,
    }
    return render_page(request, "setup/cartons.html", context)


@open_to(Role.ADMIN)
def edit_carton(request: PageRequest, carton_id: UUID | None = None) -> HttpResponse:
    """Show the form of a carton, new or known, and save it."""
    known = get_carton(request.scope, carton_id=carton_id) if carton_id else None
    merchants = list_merchants(request.scope)
    if request.method != "POST":
        return _show(request, Draft(_read_values(known) if known else {"currency": "EUR"}), known, merchants)
    form = FormReader(request.POST)
    try:
        draft = _read(form, known)
        merchant_id = known.merchant_id if known else _read_merchant(form, merchants)
        if known is None and _is_taken(request, draft.code, merchant_id):
            form.refuse("code", "taken", _("Another carton has this code."))
        form.check()
        _save(request, merchant_id, draft)
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal), known, merchants)
    messages.info(request, _("%(code)s is saved.") % {"code": draft.code})
    return HttpResponseRedirect(reverse("console:cartons"))


def _save(request: PageRequest, merchant_id: UUID | None, draft: CartonDraft) -> None:
    try:
        save_cartons(
            scope=request.scope,
            merchant_id=merchant_id,
            drafts=[draft],
            now=request.now,
            actor=request.actor,
        )
    except Invalid as refusal:
        raise Invalid([_name_field(problem) for problem in refusal.problems]) from refusal


def _name_field(problem: FieldProblem) -> FieldProblem:
    """Say of a carton's own problem which field of the form it is about, in the person's words."""
    if problem.path.endswith(".inner"):
        told = _("The carton has a volume inside and is not smaller outside.")
        return FieldProblem("inner_length_mm", problem.code, told)
    field = problem.path.rpartition(".")[2]
    if field in {"stock", "fill_stock"}:
        told = _("A stock item goes here, as MERCHANT/SKU: cartons counted by the piece, fill by the gram.")
        return FieldProblem(field, problem.code, told)
    if field != "max_weight_grams":
        return FieldProblem("fill_material", problem.code, _("What weighs something has a material."))
    told = _("It holds more than it weighs empty.")
    return FieldProblem("max_weight_grams", problem.code, told)


def _show(
    request: PageRequest, draft: Draft, known: CartonRow | None, merchants: list[MerchantRow]
) -> HttpResponse:
    names = {
        "inner_length_mm": _("Length inside, mm"),
        "inner_width_mm": _("Width inside, mm"),
        "inner_height_mm": _("Height inside, mm"),
        "outer_length_mm": _("Length outside, mm"),
        "outer_width_mm": _("Width outside, mm"),
        "outer_height_mm": _("Height outside, mm"),
        "tare_grams": _("Weight when empty, g"),
        "max_weight_grams": _("Most that it may weigh, g"),
    }
    numbers = [(name, label, draft.values.get(name, "")) for name, label in names.items()]
    context = {
        "carton": known,
        "merchants": merchants,
        "numbers": numbers,
        "materials": [
            (code, label, draft.values.get(f"material_{code}", "")) for code, label in MATERIALS.items()
        ],
    }
    return show_form(request, "setup/carton_form.html", draft, context)


def _read_values(carton: CartonRow) -> dict[str, Any]:
    named = ("code", "currency", *MEASURES, *WEIGHTS, *STOCK)
    exponent = get_exponent(carton.currency)
    cost = f"{carton.cost_minor / 10**exponent:.{exponent}f}"
    materials = {f"material_{code}": grams for code, grams in carton.material_grams.items()}
    lows = {name: _show_low(getattr(carton, name)) for name in ("low_stock_at", "fill_low_stock_at")}
    grams = carton.fill_grams_per_litre or ""
    return (
        {name: getattr(carton, name) for name in named}
        | {"cost": cost, "fill_grams_per_litre": grams}
        | materials
        | lows
    )


def _show_low(units: int | None) -> str:
    return "" if units is None else str(units)


def _read(form: FormReader, known: CartonRow | None) -> CartonDraft:
    currency = form.read_text("currency", is_required=True, at_most=3).upper()
    return CartonDraft(
        code=known.code if known else form.read_text("code", is_required=True, at_most=16).upper(),
        cost_minor=_read_cost(form, currency),
        currency=currency,
        material_grams=_read_materials(form),
        stock=form.read_text("stock", at_most=57).upper(),
        low_stock_at=_read_low(form, "low_stock_at"),
        fill_material=form.read_choice("fill_material", {"", *MATERIALS}),
        fill_grams_per_litre=form.read_integer("fill_grams_per_litre", default=0, minimum=0),
        fill_stock=form.read_text("fill_stock", at_most=57).upper(),
        fill_low_stock_at=_read_low(form, "fill_low_stock_at"),
        **{name: form.read_integer(name, minimum=0) for name in (*MEASURES, *WEIGHTS)},
    )


def _read_materials(form: FormReader) -> dict[str, int]:
    grams = {code: form.read_integer(f"material_{code}", default=0, minimum=0) for code in MATERIALS}
    return {code: weight for code, weight in grams.items() if weight}


def _read_low(form: FormReader, name: str) -> int | None:
    units = form.read_integer(name, default=-1, minimum=-1)
    return None if units < 0 else units


def _read_cost(form: FormReader, currency: str) -> int:
    text = form.read_text("cost", at_most=20).replace(",", ".") or "0"
    try:
        amount = parse_minor(text, currency)
    except ValueError:
        amount = -1
    if amount < 0:
        form.refuse("cost", "not_an_amount", _("An amount goes here, such as 12.50."))
    return amount


def _read_merchant(form: FormReader, merchants: list[MerchantRow]) -> UUID | None:
    chosen = form.read_text("merchant", at_most=24)
    known = {merchant.code: merchant.id for merchant in merchants}
    if chosen and chosen not in known:
        form.refuse("merchant", "unknown", _("Choose one of the list."))
    return known.get(chosen)


def _is_taken(request: PageRequest, code: str, merchant_id: UUID | None) -> bool:
    return (merchant_id, code) in {(one.merchant_id, one.code) for one in list_cartons(request.scope)}


@require_POST
@open_to(Role.ADMIN)
def switch(request: PageRequest, carton_id: UUID) -> HttpResponse:
    """Switch a carton off or on; the reverse button stands where this one stood."""
    is_active = request.POST.get("do") == "on"
    code = _switch(request, str(carton_id), is_active=is_active)
    told = (
        _("%(code)s is packed in again.")
        if is_active
        else _("%(code)s is off: nothing more is packed in it.")
    )
    undo_url = link_undo(request, "carton-switch", id=str(carton_id), is_active=not is_active)
    tell(request, told % {"code": code}, undo_url=undo_url)
    return HttpResponseRedirect(reverse("console:cartons"))


@undoes("carton-switch")
def _switch_back(request: PageRequest, data: dict[str, Any]) -> None:
    _switch(request, data["id"], is_active=data["is_active"])


def _switch(request: PageRequest, carton_id: str, *, is_active: bool) -> str:
    return switch_carton(
        scope=request.scope,
        carton_id=UUID(carton_id),
        is_active=is_active,
        now=request.now,
        actor=request.actor,
    )
