"""What is done with many SKUs at once: safety stock."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.access.types import Role
from packhaus.inventory.queries.list_stock import StockFilter, StockRow, list_stock
from packhaus.inventory.services.settings import StockSetting, set_stock_settings
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists.definition import BulkAction, BulkOutcome, Refused
from packhaus.web.pages import find_site_id

LARGEST = 1_000_000_000


class Stocked(Protocol):
    """What safety stock can be kept of: a row of the stock list, or of the catalog."""

    @property
    def merchant_id(self) -> UUID: ...
    @property
    def sku_id(self) -> UUID: ...
    @property
    def merchant_code(self) -> str: ...
    @property
    def code(self) -> str: ...


def set_safety(request: PageRequest, rows: Sequence[Stocked], values: Mapping[str, str]) -> BulkOutcome:
    """Set what the chosen site keeps back of items. Raises: Invalid."""
    text = values.get("safety", "")
    if not text.isdecimal() or int(text) > LARGEST:
        raise Invalid([FieldProblem("safety", "not_a_number", _("A whole number goes here."))])
    site_id = _find_site(request)
    if site_id is None:
        why = _("Choose a site above: safety stock belongs to one site.")
        return BulkOutcome((), [_refuse(row, why) for row in rows])
    had = _read_safety(request, site_id, [row.sku_id for row in rows])
    chosen = [StockSetting(row.merchant_id, row.sku_id, site_id, safety=int(text)) for row in rows]
    set_stock_settings(scope=request.scope, settings=chosen, now=request.now, actor=request.actor)
    before = {
        str(row.sku_id): [str(site_id), str(row.merchant_id), had.get(row.sku_id, 0)]
        for row in rows
        if had.get(row.sku_id, 0) != int(text)
    }
    return BulkOutcome([str(row.sku_id) for row in rows], before=before)


def put_safety_back(request: PageRequest, before: Mapping[str, Any], values: Mapping[str, str]) -> None:
    """Give items at their site what they had, but for those of which somebody else has said something since.

    `before`: site, merchant and units by item; the site that is chosen now may be another.
    """
    said, settings = int(values["safety"]), []
    for site_id in dict.fromkeys(UUID(site) for site, _merchant, _units in before.values()):
        of_site = {UUID(key): had for key, had in before.items() if UUID(had[0]) == site_id}
        still = _read_safety(request, site_id, list(of_site))
        settings += [
            StockSetting(UUID(merchant), sku_id, site_id, safety=units)
            for sku_id, (_site, merchant, units) in of_site.items()
            if still.get(sku_id, 0) == said
        ]
    set_stock_settings(scope=request.scope, settings=settings, now=request.now, actor=request.actor)


def _read_safety(request: PageRequest, site_id: UUID, sku_ids: Sequence[UUID]) -> dict[UUID, int]:
    wanted = StockFilter(site_id=site_id, sku_ids=tuple(sku_ids))
    page = PageOf(size=max(len(sku_ids), 1), counted_at_most=0)
    found = list_stock(request.scope, wanted=wanted, page=page).rows if sku_ids else []
    return {row.sku_id: row.safety for row in found}


def _find_site(request: PageRequest) -> UUID | None:
    sites = request.frame_choices.sites
    return find_site_id(request) or (UUID(sites[0].id) if len(sites) == 1 else None)


def _refuse(row: Stocked, why: str) -> Refused:
    return Refused(row.code, why, reverse("console:sku-stock", args=[row.merchant_code, row.code]))


def tell_safety(count: int) -> str:
    return ngettext(
        "Safety stock of %(count)s item is set.", "Safety stock of %(count)s items is set.", count
    ) % {"count": format_quantity(count)}


STOCK_ACTIONS: tuple[BulkAction[StockRow], ...] = (
    BulkAction(
        "safety",
        lazy("Set safety of {count}"),
        set_safety,
        tell_safety,
        frozenset({Role.LEAD, Role.PLANNER, Role.ADMIN}),
        icon="shield-lock",
        value="safety",
        value_label=lazy("Units kept back"),
        value_kind="number",
        restore=put_safety_back,
    ),
)
