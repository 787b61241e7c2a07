"""What the refusals of counting say, and what can be done."""

from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.kernel.errors import DomainError
from packhaus.web.parts import Action, Holder
from packhaus.web.refusals import Refusal, describes


@describes("count_taken")
def describe_taken(error: DomainError) -> Refusal:
    """Say that the bin is somebody else's, or done."""
    return Refusal(
        int(error.status),
        _("Nothing was noted."),
        _("Somebody else has this bin, or it is counted. A recount is never the same person's."),
        [Holder(str(error.data.get("location", "")))],
        [Action(_("Show the bins to count"), reverse("floor:count"))],
    )


@describes("count_contradicted")
def describe_contradicted(error: DomainError) -> Refusal:
    """Say that more left the bin than the count leaves there."""
    return Refusal(
        int(error.status),
        _("The count was not booked."),
        _("More was taken from the bin since than was counted there. Have it counted again."),
        [Holder(str(error.data.get("location", "")))],
        [Action(_("Show the location"), reverse("console:location", args=[error.data["location_id"]]))],
    )
