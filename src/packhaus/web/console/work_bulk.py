"""What is done with many fulfillment orders: the next pick-up, or the tote put back."""

from collections.abc import Mapping, Sequence
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.access.types import Role
from packhaus.insight.queries.list_work import STAGES, WorkRow
from packhaus.outbound.services.next_pickup import move_to_next_pickup
from packhaus.outbound.services.put_totes_back import put_totes_back
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import BulkAction, BulkOutcome, Dialog, Refused
from packhaus.web.lists.each import do_each
from packhaus.web.order_address import link_order

LEADS = frozenset({Role.LEAD, Role.ADMIN})


def _move(request: PageRequest, found: Sequence[WorkRow], _values: Mapping[str, str]) -> BulkOutcome:
    moved = move_to_next_pickup(
        fulfillment_ids=[row.id for row in found], now=request.now, actor=request.actor
    )
    refused = [_refuse(row, _tell_why_it_stays(row)) for row in found if row.id not in moved]
    return BulkOutcome([str(row.id) for row in found if row.id in moved], refused)


def _tell_why_it_stays(row: WorkRow) -> str:
    if row.status in STAGES["out"]:
        return _("It has left.")
    return _("It leaves with the next pick-up already.")


def _ask_move(_request: PageRequest, _found: Sequence[WorkRow], total: int) -> Dialog:
    title = ngettext("Next pick-up for %(count)s order", "Next pick-up for %(count)s orders", total)
    title = title % {"count": format_quantity(total)}
    effect = [
        _("Each leaves with the next pick-up of its carrier."),
        _("What the shopper was promised stays, and stays late."),
    ]
    return Dialog(title, title, effect)


def _tell_moved(count: int) -> str:
    return ngettext(
        "%(count)s order leaves with the next pick-up.",
        "%(count)s orders leave with the next pick-up.",
        count,
    ) % {"count": format_quantity(count)}


def _put_back(
    request: PageRequest, found: Sequence[WorkRow], _values: Mapping[str, str], *, for_next: bool
) -> BulkOutcome:
    def put_back(row: WorkRow) -> None:
        put_totes_back(fulfillment_ids=[row.id], for_next=for_next, now=request.now, actor=request.actor)

    return do_each(found, put_back, refuse=_refuse)


def _refuse(row: WorkRow, why: str) -> Refused:
    return Refused(row.number, why, link_order(row.merchant_code, row.order_number))


def _ask_put_back(_request: PageRequest, _found: Sequence[WorkRow], total: int, *, for_next: bool) -> Dialog:
    title = (
        ngettext("Give %(count)s tote to the next order", "Give %(count)s totes to the next orders", total)
        if for_next
        else ngettext("Put %(count)s tote back", "Put %(count)s totes back", total)
    ) % {"count": format_quantity(total)}
    return Dialog(title, title, list_effects(for_next=for_next))


def list_effects(*, for_next: bool) -> list[str]:
    """Say what putting a tote back does."""
    back = _("The units go back into the bins they came from, and the tote is free.")
    if for_next:
        return [back, _("They are promised to who waits next; this order waits behind them.")]
    return [back, _("They stay promised to the order, which is released again when the rest has come.")]


def _tell_put_back(count: int) -> str:
    return ngettext("%(count)s tote is put back.", "%(count)s totes are put back.", count) % {
        "count": format_quantity(count)
    }


WORK_ACTIONS: tuple[BulkAction[WorkRow], ...] = (
    BulkAction(
        "next-pickup", lazy("Next pick-up for {count}"), _move, _tell_moved, LEADS,
        icon="truck-delivery", ask=_ask_move,
    ),
    BulkAction(
        "put-back", lazy("Put {count} back"), partial(_put_back, for_next=False), _tell_put_back, LEADS,
        icon="arrow-back-up", ask=partial(_ask_put_back, for_next=False), chunk=10,
    ),
    BulkAction(
        "give-on", lazy("Give {count} to the next order"), partial(_put_back, for_next=True), _tell_put_back, LEADS,
        ask=partial(_ask_put_back, for_next=True), chunk=10, is_rare=True,
    ),
)  # fmt: skip
