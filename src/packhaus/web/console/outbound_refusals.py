"""What the floor's refusals say, and what can be done."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.kernel.errors import DomainError
from packhaus.web.parts import Action, Holder
from packhaus.web.refusals import Refusal, describes
from packhaus.web.status import get_status


@describes("nothing_to_release")
def describe_nothing_to_release(error: DomainError) -> Refusal:
    """Say that the rule takes nothing, and name every short line that stood in the way."""
    shorts: Sequence[dict[str, Any]] = error.data.get("shorts", [])
    if error.data.get("is_floor_full"):
        return Refusal(
            int(error.status),
            _("Nothing was released."),
            _("The floor has as many lines as it takes."),
            remedies=[Action(_("Show the waves"), reverse("console:waves"))],
        )
    return Refusal(
        int(error.status),
        _("Nothing was released."),
        _("No bin covers these orders.") if shorts else _("No order fits the rule any more."),
        [Holder(str(short["order_number"]), str(short["missing"])) for short in shorts[:20]],
        [Action(_("Change the rule"), reverse("console:release"))],
    )


@describes("batch_taken")
def describe_batch_taken(error: DomainError) -> Refusal:
    """Say where the batch is instead."""
    status = str(error.data.get("status", "claimed"))
    number = str(error.data.get("batch", ""))
    return Refusal(
        int(error.status),
        _("%(batch)s was not changed.") % {"batch": number},
        _("It is: %(status)s.") % {"status": get_status("batch", status).label},
        remedies=[Action(_("Show the batch"), reverse("console:batch", args=[number]))] if number else [],
    )


@describes("nothing_to_batch")
def describe_nothing_to_batch(error: DomainError) -> Refusal:
    """Say that every order has its walk."""
    return Refusal(
        int(error.status),
        _("No batch was made."),
        _("Every order of the wave is in a batch already."),
        remedies=[Action(_("Show the waves"), reverse("console:waves"))],
    )


@describes("no_open_batch")
def describe_no_open_batch(error: DomainError) -> Refusal:
    """Say that there is no walk left to give."""
    return Refusal(
        int(error.status),
        _("Nobody was added."),
        _("Every walk of the wave has its person, or it has none yet."),
        remedies=[Action(_("Show the batches"), reverse("console:batches"))],
    )


@describes("picking_started")
def describe_picking_started(error: DomainError) -> Refusal:
    """Say that it is too late to take the wave back."""
    return Refusal(
        int(error.status),
        _("The wave was not taken back."),
        _("Somebody has begun to pick it. Stop single orders instead."),
        remedies=[Action(_("Show the waves"), reverse("console:waves"))],
    )


@describes("task_closed")
def describe_task_closed(error: DomainError) -> Refusal:
    """Say that the stop was finished before."""
    return Refusal(
        int(error.status),
        _("This stop is closed."),
        _("It was finished or cancelled meanwhile. Nothing was booked."),
        remedies=[Action(_("Go on"), "")],
    )


@describes("not_in_tote")
def describe_not_in_tote(error: DomainError) -> Refusal:
    """Say that what is packed is not what the tote holds."""
    return Refusal(
        int(error.status),
        _("This is not what the tote holds."),
        error.message,
        remedies=[Action(_("Scan the tote again"), "/pack/")],
    )


@describes("tote_not_waiting")
def describe_tote_not_waiting(error: DomainError) -> Refusal:
    """Say that the tote can be packed, or is gone."""
    numbers: Sequence[str] = error.data.get("orders", [])
    return Refusal(
        int(error.status),
        _("No tote was put back."),
        _("It can be packed by now, is put back already, or is to be cancelled."),
        [Holder(str(number)) for number in numbers[:20]],
        [Action(_("Back to the totes"), "/pack/")],
    )


@describes("packing_stopped")
def describe_packing_stopped(error: DomainError) -> Refusal:
    """Say that somebody asked to stop the order, or that it waits for its rest."""
    if set(error.data.get("stopped", {}).values()) == {"incomplete"}:
        return Refusal(
            int(error.status),
            _("Stop: this order waits for the rest of it."),
            _(
                "It goes complete or not at all, and units are missing. Keep the tote; pack it when they have come."
            ),
            remedies=[Action(_("Back to the totes"), "/pack/")],
        )
    if "set_aside" in error.data.get("stopped", {}).values():
        return Refusal(
            int(error.status),
            _("Stop: this order was set aside."),
            _("Somebody found a problem with its tote. Say at the bench that it is solved, then pack it."),
            remedies=[Action(_("Back to the totes"), "/pack/")],
        )
    return Refusal(
        int(error.status),
        _("Stop: this order is to be cancelled."),
        _("Somebody asked the floor to stop it. Answer that first."),
        level="act-now",
        remedies=[Action(_("Back to the totes"), "/pack/")],
    )


@describes("nothing_to_dispatch")
def describe_nothing_to_dispatch(error: DomainError) -> Refusal:
    """Say that nothing stands at the dock."""
    return Refusal(
        int(error.status),
        _("Nothing was dispatched."),
        _("None of these parcels stands at the dock."),
        remedies=[Action(_("Show the dock"), "/dispatch/")],
    )


@describes("parts_missing")
def describe_parts_missing(error: DomainError) -> Refusal:
    """Name each part that the site has too few of."""
    missing: dict[str, int] = error.data.get("missing", {})
    return Refusal(
        int(error.status),
        _("Nothing was booked: parts are missing."),
        _("These units are not at the site, or somebody was promised them."),
        [Holder(code, str(units)) for code, units in list(missing.items())[:20]],
        [Action(_("Show the work"), reverse("console:work-orders"))],
    )


@describes("work_over")
def describe_work_over(error: DomainError) -> Refusal:
    """Say that fewer units are left."""
    return Refusal(
        int(error.status),
        _("Nothing was booked: fewer units are left to do."),
        _("Somebody else may have done or cancelled it."),
        remedies=[Action(_("Show the work"), reverse("console:work-orders"))],
    )


@describes("vas_open")
def describe_vas_open(error: DomainError) -> Refusal:
    """Name each order with what is left to do to it."""
    left: dict[str, list[str]] = error.data.get("left", {})
    return Refusal(
        int(error.status),
        _("Nothing was packed: something is left to do."),
        _("These services are done before the order is packed."),
        [Holder(number, ", ".join(options)) for number, options in list(left.items())[:20]],
        [Action(_("Back to the totes"), "/pack/")],
    )


@describes("vas_not_now")
def describe_vas_not_now(error: DomainError) -> Refusal:
    """Say that the order is not on the floor, or packed."""
    return Refusal(
        int(error.status),
        _("Nothing was booked."),
        _("The order is not picked yet, or packed already."),
        remedies=[Action(_("Back to the totes"), "/pack/")],
    )


@describes("purchase_settled")
def describe_settled_label(error: DomainError) -> Refusal:
    """Say that nobody waits for this label, or that its carrier is still to be asked."""
    told = _("Its parcel has a label by now, or the carrier is still being asked. Look at the order again.")
    return Refusal(int(error.status), _("Nothing was changed."), told)
