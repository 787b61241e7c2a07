"""Have items counted wherever they lie: one on its page, many from the list of stock."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from packhaus.catalog.queries.get_sku import get_sku
from packhaus.inventory.queries.list_stock import StockRow
from packhaus.inventory.services.counts.plan_items import plan_item_counts
from packhaus.web.console.counts_bulk import LEADS
from packhaus.web.console.locations_bulk import tell_planned
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists.definition import BulkAction, BulkOutcome, Refused
from packhaus.web.pages import find_site_id
from packhaus.web.toasts import tell


@require_POST
@open_to(*LEADS)
def plan(request: PageRequest, merchant: str, code: str) -> HttpResponse:
    """Have every bin of an item counted, at the chosen site or at all."""
    sku = get_sku(request.scope, merchant_code=merchant, code=code)
    made = plan_item_counts(
        scope=request.scope, sku_ids=[sku.id], site_id=find_site_id(request), now=request.now,
        actor=request.actor,
    )  # fmt: skip
    bins = made.get(sku.id, 0)
    tell(request, tell_planned(bins) if bins else _no_bin())
    return HttpResponseRedirect(reverse("console:sku-stock", args=[merchant, code]))


def _no_bin() -> str:
    return _("No bin has any of it, or each is to be counted already.")


def _plan_many(request: PageRequest, rows: Sequence[StockRow], _values: Mapping[str, str]) -> BulkOutcome:
    made = plan_item_counts(
        scope=request.scope, sku_ids=[row.sku_id for row in rows], site_id=find_site_id(request),
        now=request.now, actor=request.actor,
    )  # fmt: skip
    refused = [
        Refused(row.code, _no_bin(), reverse("console:sku-stock", args=[row.merchant_code, row.code]))
        for row in rows
        if not made.get(row.sku_id)
    ]
    return BulkOutcome([str(row.sku_id) for row in rows if made.get(row.sku_id)], refused)


def _tell(count: int) -> str:
    told = ngettext(
        "The bins of %(count)s item are to be counted.",
        "The bins of %(count)s items are to be counted.",
        count,
    )
    return told % {"count": format_quantity(count)}


COUNT_ITEMS: BulkAction[StockRow] = BulkAction(
    "count", lazy("Have {count} counted"), _plan_many, _tell, LEADS, icon="barcode", chunk=20
)
