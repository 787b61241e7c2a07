"""What the refusals of orders and stock say, and what can be done."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.kernel.errors import DomainError
from packhaus.web.console.way_words import EXCLUSIONS
from packhaus.web.formats import format_quantity
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


@describes("request_closed")
def describe_request_closed(error: DomainError) -> Refusal:
    """Say that somebody was faster."""
    return Refusal(
        int(error.status),
        _("There is nothing to answer any more."),
        _("It is cancelled, refused or has left. Nothing was changed."),
        [Holder(str(number)) for number in error.data.get("closed", {})],
        [Action(_("Requests"), "/requests/")],
    )


@describes("units_not_asked")
def describe_units_not_asked(error: DomainError) -> Refusal:
    """Say that the figures of the page are old."""
    return Refusal(
        int(error.status),
        _("These are more units than the site is asked for."),
        _("The order may have changed meanwhile. Nothing was changed."),
        remedies=[Action(_("Requests"), "/requests/")],
    )


@describes("tracking_taken")
def describe_tracking_taken(error: DomainError) -> Refusal:
    """Name the numbers that are in use."""
    return Refusal(
        int(error.status),
        _("This tracking number belongs to another parcel."),
        _("Look at the number again. Nothing was changed."),
        [Holder(str(number)) for number in error.data.get("numbers", [])],
    )


@describes("on_the_floor")
def describe_on_the_floor(error: DomainError) -> Refusal:
    """Say that somebody works on it."""
    return Refusal(
        int(error.status),
        _("The order was not changed."),
        _("Part of it is on the floor, or a partner has accepted it. Ask for a stop first."),
        remedies=[Action(_("Show the orders"), "/orders/")],
    )


@describes("part_not_planned")
def describe_part_not_planned(error: DomainError) -> Refusal:
    """Say that somebody works on it already."""
    return Refusal(
        int(error.status),
        _("%(number)s stays at its site.") % {"number": error.data["number"]},
        _("It is on the floor, a partner's, or gone: ask for a stop first."),
    )


@describes("site_cannot_send")
def describe_site_cannot_send(error: DomainError) -> Refusal:
    """Say why not, and how many units are missing."""
    missing = sum(error.data.get("missing", {}).values())
    told = {
        "short": ngettext(
            "%(count)s unit is missing there by now.", "%(count)s units are missing there by now.", missing
        )
        % {"count": format_quantity(missing)},
        "not_eligible": EXCLUSIONS["not_eligible"],
        "feed_too_old": EXCLUSIONS["feed_too_old"],
    }
    return Refusal(
        int(error.status),
        _("%(site)s cannot send it. Nothing was changed.") % {"site": error.data["site"]},
        told[str(error.data["rule"])],
    )
