"""What the refusals of inbound say, and what can be done."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.kernel.errors import DomainError
from packhaus.web.formats import format_time
from packhaus.web.parts import Action, Holder
from packhaus.web.refusals import Refusal, describes
from packhaus.web.status import get_status
from packhaus.web.words import name_code


@describes("asn_number_taken")
def describe_number_taken(error: DomainError) -> Refusal:
    """Say which numbers stand for something else."""
    return Refusal(
        int(error.status),
        _("Nothing was announced."),
        _("The number was used for another delivery."),
        [Holder(str(number)) for number in error.data.get("numbers", [])],
        [Action(_("Show the deliveries"), reverse("console:inbound") + "?view=all")],
    )


@describes("purchase_number_taken")
def describe_purchase_taken(error: DomainError) -> Refusal:
    """Say which numbers stand for something else."""
    return Refusal(
        int(error.status),
        _("Nothing was ordered."),
        _("The number was used for another purchase order."),
        [Holder(str(number)) for number in error.data.get("numbers", [])],
        [Action(_("Show the purchase orders"), reverse("console:purchases") + "?view=all")],
    )


@describes("purchase_finished")
def describe_purchase_finished(error: DomainError) -> Refusal:
    """Say where the purchase order is instead."""
    status = str(error.data.get("status", "received"))
    return Refusal(
        int(error.status),
        _("%(number)s was not changed.") % {"number": error.data.get("number", "")},
        _("Nothing of it is left to come: %(status)s.") % {"status": get_status("purchase", status).label},
        remedies=[Action(_("Show the purchase orders"), reverse("console:purchases"))],
    )


@describes("receipt_in_use")
def describe_receipt_in_use(error: DomainError) -> Refusal:
    """Say who was promised the units, or that they were moved."""
    orders = error.data.get("orders", [])
    return Refusal(
        int(error.status),
        _("%(units)s of %(item)s were not taken back.")
        % {"units": error.data.get("units"), "item": error.data.get("sku")},
        _("Orders were promised them.")
        if error.data.get("is_promised")
        else _("They do not all lie where they were received any more. Move them back first."),
        [Holder(str(order["order_number"]), str(order["units"])) for order in orders],
        [Action(_("Show the deliveries"), reverse("console:inbound"))],
    )


@describes("unit_taken")
def describe_unit_taken(error: DomainError) -> Refusal:
    """Say which license plates are somebody else's, or stand elsewhere."""
    return Refusal(
        int(error.status),
        _("Nothing was booked."),
        _("The carton or pallet is in use elsewhere, or is somebody else's."),
        [Holder(str(code)) for code in error.data.get("codes", [])],
        [Action(_("Show the deliveries"), reverse("console:inbound"))],
    )


@describes("check_taken")
def describe_check_taken(error: DomainError) -> Refusal:
    """Say who is at it."""
    return Refusal(
        int(error.status),
        _("Nothing was noted."),
        _("Somebody else is at this check."),
        [Holder(str(error.data.get("name", "")))],
        [Action(_("Show the quality checks"), reverse("floor:checks"))],
    )


@describes("check_decided")
def describe_check_decided(error: DomainError) -> Refusal:
    """Say what the check came to."""
    status = str(error.data.get("status", "accepted"))
    return Refusal(
        int(error.status),
        _("Nothing was noted."),
        _("The check is decided: %(status)s.") % {"status": get_status("quality", status).label},
        remedies=[Action(_("Show the quality checks"), reverse("floor:checks"))],
    )


@describes("not_measured")
def describe_not_measured(error: DomainError) -> Refusal:
    """Say which items are to be measured."""
    return Refusal(
        int(error.status),
        _("Nothing was booked."),
        _("Measure and weigh one unit first: this site asks for it."),
        [Holder(str(code)) for code in error.data.get("skus", [])],
        [Action(_("Show the deliveries"), reverse("console:inbound"))],
    )


@describes("short_lived")
def describe_short_lived(error: DomainError) -> Refusal:
    """Say which units expire too soon."""
    return Refusal(
        int(error.status),
        _("Nothing was booked."),
        _("They expire earlier than the merchant asks. A lead can take them all the same."),
        [Holder(str(one["sku"]), str(one["expires_on"])) for one in error.data.get("units", [])],
        [Action(_("Show the deliveries"), reverse("console:inbound"))],
    )


@describes("over_tolerance")
def describe_over_tolerance(error: DomainError) -> Refusal:
    """Say which lines differ by more than anybody may decide about."""
    return Refusal(
        int(error.status),
        _("%(number)s was not changed.") % {"number": error.data.get("number", "")},
        _("That is more than the merchant's terms leave to you. Ask a lead to close it."),
        [Holder(str(one["sku"]), f"{one['came']}/{one['expected']}") for one in error.data.get("lines", [])],
        [Action(_("Show the deliveries"), reverse("console:inbound"))],
    )


@describes("asn_under_way")
def describe_under_way(error: DomainError) -> Refusal:
    """Say where the delivery is instead."""
    status = str(error.data.get("status", "receiving"))
    return Refusal(
        int(error.status),
        _("%(number)s was not changed.") % {"number": error.data.get("number", "")},
        _("It is: %(status)s.") % {"status": get_status("asn", status).label},
        remedies=[Action(_("Show the deliveries"), reverse("console:inbound"))],
    )


@describes("slot_not_free")
def describe_slot_not_free(error: DomainError) -> Refusal:
    """Say why the truck does not get the slot, and which ones are free that day."""
    zone = str(error.data.get("zone", ""))
    free = [datetime.fromisoformat(one) for one in error.data.get("free", [])]
    return Refusal(
        int(error.status),
        _("The truck has no slot."),
        str(name_code("slot_reason", str(error.data.get("why", "taken")))),
        [Holder(_("Free at %(time)s") % {"time": format_time(one, zone)}) for one in free],
        [Action(_("Show the doors"), reverse("console:docks"))],
    )


@describes("appointment_under_way")
def describe_appointment_under_way(error: DomainError) -> Refusal:
    """Say how far the truck is."""
    status = get_status("appointment", str(error.data.get("status", "docked"))).label
    return Refusal(
        int(error.status),
        _("The slot was not changed."),
        _("The truck of %(number)s is: %(status)s.")
        % {"number": error.data.get("number", ""), "status": status},
        remedies=[Action(_("Show the doors"), reverse("console:docks"))],
    )


@describes("no_appointment")
def describe_no_appointment(error: DomainError) -> Refusal:
    """Say that no door is kept."""
    return Refusal(
        int(error.status),
        _("Nothing was noted."),
        _("No slot is booked for the truck of %(number)s.") % {"number": error.data.get("number", "")},
        remedies=[Action(_("Show the doors"), reverse("console:docks"))],
    )


@describes("nothing_noted")
def describe_nothing_noted(error: DomainError) -> Refusal:
    """Say that there is no step to take back."""
    return Refusal(
        int(error.status),
        _("Nothing was taken back."),
        _("The truck of %(number)s has done nothing yet.") % {"number": error.data.get("number", "")},
        remedies=[Action(_("Show the doors"), reverse("console:docks"))],
    )


@describes("door_in_use")
def describe_door_in_use(error: DomainError) -> Refusal:
    """Say which doors trucks are booked for."""
    return Refusal(
        int(error.status),
        _("The doors stay as they are."),
        _("Trucks are booked for a door that would take none any more."),
        [Holder(str(code), str(count)) for code, count in error.data.get("doors", {}).items()],
        [Action(_("Show the doors"), reverse("console:docks"))],
    )


@describes("put_away_task_taken")
def describe_task_taken(error: DomainError) -> Refusal:
    """Say that a task is somebody else's, or over."""
    return Refusal(
        int(error.status),
        _("Nothing was put away."),
        _("Somebody else has the task, it is over, or no place takes the goods."),
        remedies=[Action(_("Show the put-away tasks"), reverse("console:put-away"))],
    )


@describes("place_not_suitable")
def describe_place_not_suitable(error: DomainError) -> Refusal:
    """Say what rules a place out."""
    return Refusal(
        int(error.status),
        _("Nothing was put away."),
        _("The place does not take the goods: %(why)s.")
        % {"why": name_code("exclusion", str(error.data.get("why", "")))},
        remedies=[Action(_("Show the put-away tasks"), reverse("console:put-away"))],
    )
