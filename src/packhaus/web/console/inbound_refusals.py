"""What the refusals of inbound say, and what can be done."""

from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.kernel.errors import DomainError
from packhaus.web.parts import Action, Holder
from packhaus.web.refusals import Refusal, describes
from packhaus.web.status import get_status


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
