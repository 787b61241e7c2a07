"""What is done with many purchase orders at once: what nothing announces of them will not come."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.access.types import Role
from packhaus.inbound.queries.purchases.list_purchases import PurchaseRow
from packhaus.inbound.services.purchases.announce import announce_purchases
from packhaus.inbound.services.purchases.cut import cancel_rest
from packhaus.kernel.errors import DomainError
from packhaus.web.console.inbound_bulk import ANNOUNCERS
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import BulkAction, BulkOutcome, Dialog, Refused
from packhaus.web.lists.each import do_each
from packhaus.web.parts import Words
from packhaus.web.refusals import describe
from packhaus.web.status import get_status

BUYERS = frozenset({Role.LEAD, Role.ADMIN, Role.PLANNER, Role.MERCHANT})


def name_status(status: str) -> Words:
    """Return the label of a purchase order's status."""
    return get_status("purchase", status).label


def _cut_many(request: PageRequest, orders: Sequence[PurchaseRow], _values: Mapping[str, str]) -> BulkOutcome:
    def cut(order: PurchaseRow) -> None:
        cancel_rest(scope=request.scope, order_id=order.id, now=request.now, actor=request.actor)

    return do_each(orders, cut, refuse=_refuse)


def _announce_many(
    request: PageRequest, orders: Sequence[PurchaseRow], _values: Mapping[str, str]
) -> BulkOutcome:
    """Announce what is open of orders; where one refusal stops them all, none of this chunk is announced."""
    try:
        told = announce_purchases(
            scope=request.scope, order_ids=[one.id for one in orders], now=request.now, actor=request.actor
        )
    except DomainError as error:
        why = str(describe(error).why)
        return BulkOutcome([], [_refuse(one, why) for one in orders])
    nothing = _("Nothing of it is left to announce.")
    return BulkOutcome(
        [str(one.id) for one in orders if one.id in told],
        [_refuse(one, nothing) for one in orders if one.id not in told],
    )


def _ask_announce(_request: PageRequest, orders: Sequence[PurchaseRow], total: int) -> Dialog:
    title = ngettext("Announce %(count)s purchase order", "Announce %(count)s purchase orders", total) % {
        "count": format_quantity(total)
    }
    units = sum(order.open_units for order in orders)
    effect = ngettext("%(count)s unit is announced.", "%(count)s units are announced.", units)
    told = _("Orders from one supplier to one site come as one delivery, on the first day that they name.")
    return Dialog(title, title, [effect % {"count": format_quantity(units)}, told])


def _tell_announced(count: int) -> str:
    return ngettext(
        "%(count)s purchase order is announced.", "%(count)s purchase orders are announced.", count
    ) % {"count": format_quantity(count)}


def _refuse(order: PurchaseRow, why: str) -> Refused:
    return Refused(order.number, why, reverse("console:purchase", args=[order.merchant_code, order.number]))


def _ask(_request: PageRequest, orders: Sequence[PurchaseRow], total: int) -> Dialog:
    title = ngettext(
        "Cancel the rest of %(count)s purchase order", "Cancel the rest of %(count)s purchase orders", total
    ) % {"count": format_quantity(total)}
    units = sum(order.open_units for order in orders)
    effect = ngettext(
        "%(count)s unit that nothing announces will not come.",
        "%(count)s units that nothing announces will not come.",
        units,
    )
    told = _("What is announced may still come. Tell the supplier yourself.")
    return Dialog(title, title, [effect % {"count": format_quantity(units)}, told])


def _tell(count: int) -> str:
    return ngettext(
        "The rest of %(count)s purchase order is cancelled.",
        "The rest of %(count)s purchase orders is cancelled.",
        count,
    ) % {"count": format_quantity(count)}


PURCHASE_ACTIONS: tuple[BulkAction[PurchaseRow], ...] = (
    BulkAction(
        "announce",
        lazy("Announce {count}"),
        _announce_many,
        _tell_announced,
        ANNOUNCERS,
        icon="truck",
        ask=_ask_announce,
        chunk=20,
    ),
    BulkAction(
        "cut",
        lazy("Cancel the rest of {count}"),
        _cut_many,
        _tell,
        BUYERS,
        is_danger=True,
        ask=_ask,
        chunk=50,
    ),
)
