"""What laws want to know of an item."""

from dataclasses import asdict

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.access.types import Role
from packhaus.catalog.queries.get_compliance import ComplianceRow, get_compliance
from packhaus.catalog.queries.get_sku import SkuDetail, get_sku
from packhaus.catalog.services.compliance import set_compliance
from packhaus.catalog.types import ComplianceDraft
from packhaus.kernel.errors import Invalid
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.formats import format_weight
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.parts import Pair
from packhaus.web.toasts import tell
from packhaus.web.words import name_code
from packhaus.web.words_of_registrations import BATTERY_KINDS

KEEPERS = (Role.LEAD, Role.PLANNER, Role.ADMIN)


def list_compliance_pairs(row: ComplianceRow) -> list[Pair]:
    """Return what is written down, for the page of the item."""
    battery = [name_code("battery_kind", row.battery_kind), format_weight(row.battery_grams or None)]
    return [
        Pair(_("Brand"), row.brand),
        Pair(_("Class of device"), row.device_class),
        Pair(_("Battery"), " · ".join(map(str, battery)) if row.battery_kind else ""),
        Pair(_("Textile"), _("Yes") if row.is_textile else _("No")),
        Pair(_("Responsible person"), row.responsible_person),
        Pair(_("Warnings"), row.warnings),
    ]


@open_to(*KEEPERS)
def edit_compliance(request: PageRequest, merchant: str, code: str) -> HttpResponse:
    """Show the form of what laws want to know of an item, and save it."""
    sku = get_sku(request.scope, merchant_code=merchant, code=code)
    if request.method != "POST":
        return _show(request, sku, Draft(asdict(get_compliance(request.scope, sku_id=sku.id))))
    form = FormReader(request.POST)
    try:
        kind = form.read_choice("battery_kind", ["", *BATTERY_KINDS])
        draft = ComplianceDraft(
            sku.code,
            brand=form.read_text("brand", at_most=60),
            device_class=form.read_text("device_class", at_most=40),
            battery_kind=kind,
            battery_grams=form.read_integer("battery_grams", default=0, minimum=0),
            is_textile="is_textile" in request.POST,
            responsible_person=form.read_text("responsible_person", at_most=400),
            warnings=form.read_text("warnings", at_most=2000),
        )
        form.check()
        set_compliance(
            scope=request.scope,
            merchant_id=sku.merchant_id,
            drafts=[draft],
            now=request.now,
            actor=request.actor,
        )
    except Invalid as refusal:
        return _show(request, sku, Draft.of(request.POST, refusal))
    tell(request, _("%(code)s is saved.") % {"code": sku.code})
    return HttpResponseRedirect(reverse("console:sku", args=[merchant, code]))


def _show(request: PageRequest, sku: SkuDetail, draft: Draft) -> HttpResponse:
    context = {"sku": sku, "battery_kinds": list(BATTERY_KINDS.items())}
    return show_form(request, "catalog/compliance_form.html", draft, context)
