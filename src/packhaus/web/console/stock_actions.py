"""Receive, adjust and move from the page of a SKU's stock."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from packhaus.access.scope import transaction
from packhaus.access.types import Role
from packhaus.catalog.queries.get_sku import SkuDetail, get_sku
from packhaus.inventory.queries.balances import get_balance
from packhaus.inventory.queries.list_locations import get_location_by_code
from packhaus.inventory.services.adjust import FIND_REASONS, LOSS_REASONS, Adjustment, adjust_stock
from packhaus.inventory.services.backorder_limits import return_to_terms
from packhaus.inventory.services.move import move_stock
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.inventory.services.settings import StockSetting, set_stock_settings
from packhaus.inventory.types import Condition
from packhaus.kernel.errors import NotFound
from packhaus.kernel.ids import new_id
from packhaus.web.formats import format_quantity
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to

KEEPERS = (Role.LEAD, Role.ADMIN)
PLANNERS = (*KEEPERS, Role.PLANNER)


@require_POST
@open_to(*KEEPERS)
def receive(request: PageRequest, merchant: str, code: str) -> HttpResponse:
    """Take units of a SKU in."""
    sku = get_sku(request.scope, merchant_code=merchant, code=code)
    form = FormReader(request.POST)
    quantity = form.read_integer("quantity", minimum=1)
    site_id = form.read_chosen_id("site")
    location = form.read_text("location", is_required=True, at_most=32).upper()
    lot_code = form.read_text("lot", is_required=sku.has_lots, at_most=40)
    expires_on = form.read_date("expires_on")
    form.check()
    line = ReceiptLine(
        merchant_id=sku.merchant_id,
        sku_id=sku.id,
        quantity=quantity,
        location_id=get_location_by_code(request.scope, site_id=site_id, code=location).id,
        lot_code=lot_code,
        expires_on=expires_on,
    )
    receive_stock(
        scope=request.scope,
        site_id=site_id,
        lines=[line],
        document_id=str(new_id()),
        now=request.now,
        actor=request.actor,
    )
    messages.info(
        request, _("%(units)s received into %(location)s.") % {"units": quantity, "location": location}
    )
    return _back_to(sku)


@require_POST
@open_to(*KEEPERS)
def adjust(request: PageRequest, merchant: str, code: str) -> HttpResponse:
    """Correct the record of a bin."""
    sku = get_sku(request.scope, merchant_code=merchant, code=code)
    form = FormReader(request.POST)
    balance_id = form.read_integer("balance", minimum=1)
    quantity = form.read_integer("quantity")
    reason = form.read_choice("reason", {*LOSS_REASONS, *FIND_REASONS})
    form.check()
    with transaction(request.scope):
        balance = get_balance(balance_id=balance_id)
    if balance.sku_id != sku.id:
        raise NotFound("not a bin of this SKU")
    adjustment = Adjustment(
        merchant_id=sku.merchant_id, sku_id=sku.id, location_id=balance.location_id, quantity=quantity, reason=reason,
        lot_id=balance.lot_id,
    )  # fmt: skip
    adjust_stock(
        scope=request.scope,
        adjustments=[adjustment],
        document_id=str(new_id()),
        now=request.now,
        actor=request.actor,
    )
    messages.info(
        request,
        _("%(location)s was corrected by %(units)s.")
        % {"location": balance.location_code, "units": f"{quantity:+d}"},
    )
    return _back_to(sku)


@require_POST
@open_to(*KEEPERS, Role.ASSOCIATE)
def move(request: PageRequest, merchant: str, code: str) -> HttpResponse:
    """Move units to another bin, or into another condition."""
    sku = get_sku(request.scope, merchant_code=merchant, code=code)
    form = FormReader(request.POST)
    balance_id = form.read_integer("balance", minimum=1)
    quantity = form.read_integer("quantity", minimum=1)
    location = form.read_text("location", is_required=True, at_most=32).upper()
    condition = form.read_choice("condition", {condition.value for condition in Condition})
    form.check()
    with transaction(request.scope):
        balance = get_balance(balance_id=balance_id)
    target = get_location_by_code(request.scope, site_id=balance.site_id, code=location)
    move_stock(
        scope=request.scope, balance_id=balance_id, quantity=quantity, to_location_id=target.id, to_condition=condition,
        now=request.now, actor=request.actor,
    )  # fmt: skip
    messages.info(request, _("%(units)s moved to %(location)s.") % {"units": quantity, "location": location})
    return _back_to(sku)


@require_POST
@open_to(*PLANNERS)
def keep_back(request: PageRequest, merchant: str, code: str) -> HttpResponse:
    """Set what a site keeps back of a SKU; the page offers the way back where the figure stands."""
    sku = get_sku(request.scope, merchant_code=merchant, code=code)
    form = FormReader(request.POST)
    site_id = form.read_chosen_id("site")
    safety = form.read_integer("safety", minimum=0)
    form.check()
    setting = StockSetting(sku.merchant_id, sku.id, site_id, safety=safety)
    set_stock_settings(scope=request.scope, settings=[setting], now=request.now, actor=request.actor)
    messages.info(request, _("%(units)s are kept back.") % {"units": format_quantity(safety)})
    return _back_to(sku, "#sites")


@require_POST
@open_to(*PLANNERS)
def limit(request: PageRequest, merchant: str, code: str) -> HttpResponse:
    """Set how many units of a SKU may wait at a site, or let the merchant's terms say it again."""
    sku = get_sku(request.scope, merchant_code=merchant, code=code)
    form = FormReader(request.POST)
    site_id = form.read_chosen_id("site")
    if request.POST.get("do") == "agreed":
        units = return_to_terms(
            scope=request.scope, merchant_id=sku.merchant_id, sku_id=sku.id, site_id=site_id, now=request.now,
            actor=request.actor,
        )  # fmt: skip
    else:
        units = form.read_integer("limit", minimum=0)
        form.check()
        setting = StockSetting(sku.merchant_id, sku.id, site_id, backorder_limit=units)
        set_stock_settings(scope=request.scope, settings=[setting], now=request.now, actor=request.actor)
    told = ngettext("%(units)s unit may wait.", "%(units)s units may wait.", units)
    messages.info(request, told % {"units": format_quantity(units)})
    return _back_to(sku, "#sites")


def _back_to(sku: SkuDetail, part: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("console:sku-stock", args=[sku.merchant_code, sku.code]) + part)
