"""What can be done with an order now: the next legal step first, each dialog with its effect in numbers."""

from collections.abc import Set as AbstractSet
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.access.types import Role
from packhaus.orders.queries.get_order import LineRow, OrderDetail
from packhaus.orders.states import TAKEN_ON
from packhaus.web.console.order_parts import FLOOR_STATUSES, OPEN_STAGES
from packhaus.web.formats import format_quantity
from packhaus.web.nav import may_open
from packhaus.web.order_address import link_order
from packhaus.web.parts import Action
from packhaus.web.words import name_code

# Merchants' people do with their own orders what the operator's do; pickers and packers do not.
CHANGERS = (Role.LEAD, Role.SUPPORT, Role.ADMIN, Role.MERCHANT)

# Who chooses another service or site than the rules did: it costs the operator.
SENDERS = (Role.LEAD, Role.SUPPORT, Role.ADMIN)


def list_actions(order: OrderDetail, roles: AbstractSet[Role]) -> dict[str, Any]:
    """Return the head's buttons and what their dialogs need."""
    header = order.header
    on_floor = any(part.status in FLOOR_STATUSES for part in order.fulfillments)
    gone = "" if header.stage in OPEN_STAGES else _("Everything has left already")
    picked = _("The floor has it already: cancel the line and add a new one") if on_floor else ""
    lifts = _list_lifts(order)
    stop = Action(
        _("Ask the floor to stop") if on_floor else _("Cancel the order"),
        dialog="cancel",
        disabled_because=gone,
    )
    units = Action(_("Cancel units"), dialog="cancel-units", disabled_because=gone)
    primary = lifts[0] if lifts else _find_next(order)
    if primary is not None and not may_open(roles=roles, url=primary.url):
        primary = None
    return {
        "primary": primary,
        "secondary": [*lifts[1:2], Action(_("Hold"), dialog="hold", disabled_because=gone, icon="hand-stop")],
        "more": [
            *lifts[2:],
            Action(
                _("Change the address"),
                link_order(header.merchant_code, header.number, page="order-address"),
                disabled_because=gone or picked,
            ),
            *_list_ways(header.merchant_code, header.number, roles, gone),
            Action(_("Add an item"), dialog="add-item", disabled_because=gone),
            units,
            stop,
        ],
        "cancel_asks": on_floor,
        "open_lines": [line for line in order.lines if _count_open(line) and line.parent_line_id is None],
        "hold_effect": _tell_hold(order),
        "cancel_effect": _tell_cancel(order),
    }


def _list_ways(merchant_code: str, number: str, roles: AbstractSet[Role], gone: str) -> list[Action]:
    """Return the way to other services and sites, for those who may choose them."""
    if not roles & set(SENDERS):
        return []
    url = link_order(merchant_code, number, page="order-ways")
    return [Action(_("Other ways to send it"), url, disabled_because=gone)]


def _list_lifts(order: OrderDetail) -> list[Action]:
    url = link_order(order.header.merchant_code, order.header.number, page="change-order")
    return [
        Action(
            _("Lift: %(reason)s") % {"reason": name_code("hold_reason", hold.reason)},
            url,
            method="post",
            name="lift",
            value=hold.reason,
        )
        for hold in order.open_holds
    ]


def _find_next(order: OrderDetail) -> Action | None:
    """Return the step that is due next on the order's way, where a person takes it."""
    statuses = {part.status for part in order.fulfillments}
    planned = [part.request_status for part in order.fulfillments if part.status == "planned"]
    if planned and "none" not in planned:
        return Action(_("Requests"), reverse("console:requests"))
    if planned:
        return Action(_("Release"), reverse("console:release"))
    if statuses & {"released", "picking"}:
        return Action(_("Show the walks"), reverse("console:batches"))
    if "picked" in statuses:
        return Action(_("Pack"), reverse("console:pack"))
    if "packed" in statuses:
        return Action(_("Hand over"), reverse("console:dispatch"))
    return Action(_("Backorders"), reverse("console:backorders")) if order.demands else None


def _count_open(line: LineRow) -> int:
    return line.backordered + line.promised + line.allocated + line.picked + line.packed


def _tell_hold(order: OrderDetail) -> list[str]:
    planned = sum(part.unit_count for part in order.fulfillments if part.status == "planned")
    going = sum(part.unit_count for part in order.fulfillments if part.status in FLOOR_STATUSES)
    told = [
        ngettext("%(count)s planned unit waits.", "%(count)s planned units wait.", planned)
        % {"count": format_quantity(planned)}
    ]
    if going:
        text = ngettext(
            "%(count)s unit on the floor is not packed.",
            "%(count)s units on the floor are not packed.",
            going,
        )
        told.append(text % {"count": format_quantity(going)})
    return told


def _tell_cancel(order: OrderDetail) -> list[str]:
    lines = [line for line in order.lines if line.sku_kind != "kit"]
    with_partners = sum(
        part.unit_count
        for part in order.fulfillments
        if part.status == "planned" and part.request_status in TAKEN_ON
    )
    at_once = sum(line.backordered + line.promised for line in lines) - with_partners
    asked = sum(line.allocated + line.picked + line.packed for line in lines)
    shipped = sum(line.shipped for line in lines)
    sentences = (
        (
            at_once,
            ngettext(
                "%(count)s unit is cancelled at once.", "%(count)s units are cancelled at once.", at_once
            ),
        ),
        (
            asked,
            ngettext(
                "%(count)s unit is on the floor, which answers: stopped and put back, or too late.",
                "%(count)s units are on the floor, which answers: stopped and put back, or too late.",
                asked,
            ),
        ),
        (
            with_partners,
            ngettext(
                "%(count)s unit is with a partner, who answers: cancelled, or too late.",
                "%(count)s units are with partners, who answer: cancelled, or too late.",
                with_partners,
            ),
        ),
        (
            shipped,
            ngettext("%(count)s unit has left and stays.", "%(count)s units have left and stay.", shipped),
        ),
    )
    return [text % {"count": format_quantity(units)} for units, text in sentences if units]
