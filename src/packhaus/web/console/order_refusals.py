"""What the refusals of orders and stock say, and what can be done."""

from django.utils.translation import gettext as _

from packhaus.kernel.errors import DomainError
from packhaus.web.order_address import link_order
from packhaus.web.parts import Action, Holder
from packhaus.web.refusals import Refusal, describes


@describes("not_cancellable")
def describe_not_cancellable(error: DomainError) -> Refusal:
    """Say where the units are instead."""
    units = error.data.get("too_late")
    return Refusal(
        int(error.status),
        _("Nothing was cancelled."),
        _("The units have left, or the floor is asked to stop them already."),
        [Holder(_("Too late for"), str(units))] if units else [],
        [Action(_("Show the orders"), "/orders/")],
    )


@describes("several_orders")
def describe_several_orders(error: DomainError) -> Refusal:
    """Offer the order of each merchant."""
    number = str(error.data["number"])
    codes = [str(code) for code in error.data["merchants"]]
    return Refusal(
        int(error.status),
        _("Several merchants have an order %(number)s.") % {"number": number},
        _("Choose whose it is. Nothing was changed."),
        [Holder(f"{code} {number}", url=link_order(code, number)) for code in codes],
    )


@describes("on_the_floor")
def describe_on_the_floor(error: DomainError) -> Refusal:
    """Say that somebody works on it."""
    return Refusal(
        int(error.status),
        _("The order was not changed."),
        _("Part of it is on the floor. Ask the floor to stop first."),
        remedies=[Action(_("Show the orders"), "/orders/")],
    )
