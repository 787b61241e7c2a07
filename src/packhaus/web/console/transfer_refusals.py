"""What the refusals of transfers say, and what can be done."""

from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.kernel.errors import DomainError
from packhaus.web.parts import Action, Holder
from packhaus.web.refusals import Refusal, describes


@describes("transfer_short")
def describe_short(error: DomainError) -> Refusal:
    """Name each item that is short, and who has its units."""
    holders = []
    for line in error.data["lines"]:
        said = _("%(free)s of %(wanted)s free") % {"free": line["free"], "wanted": line["wanted"]}
        if line.get("promised"):
            said += " · " + _("%(units)s promised to orders") % {"units": line["promised"]}
        if line.get("held"):
            said += " · " + _("%(units)s set aside") % {"units": line["held"]}
        if line.get("safety"):
            said += " · " + _("%(units)s kept back as safety stock") % {"units": line["safety"]}
        holders.append(Holder(str(line["sku"]), said))
    return Refusal(
        int(error.status),
        _("%(number)s was not changed.") % {"number": error.data["number"]},
        _("The site has too few free units, or not enough were picked."),
        holders[:20],
        [Action(_("Show the transfers"), reverse("console:transfers"))],
    )


@describes("transfer_in_transit")
def describe_in_transit(error: DomainError) -> Refusal:
    """Say that somebody has to decide."""
    return Refusal(
        int(error.status),
        _("%(number)s was not cancelled.") % {"number": error.data["number"]},
        _("It is on its way. Decide whether it turns around, is received anyway, or is written off."),
        remedies=[Action(_("Show the transfers"), reverse("console:transfers"))],
    )


@describes("asn_in_transit")
def describe_asn_in_transit(error: DomainError) -> Refusal:
    """Say that the delivery is a transfer."""
    return Refusal(
        int(error.status),
        _("The delivery was not changed."),
        _("Another site has sent it. Decide about the transfer."),
        [Holder(str(number)) for number in error.data.get("numbers", [])],
        [Action(_("Show the transfers"), reverse("console:transfers"))],
    )


@describes("not_at_location")
def describe_not_at_location(error: DomainError) -> Refusal:
    """Say how many units the location has free."""
    return Refusal(
        int(error.status),
        _("Nothing was picked."),
        _("%(location)s has %(free)s of %(wanted)s units of %(sku)s free.") % dict(error.data),
    )


@describes("transfer_begun")
def describe_begun(error: DomainError) -> Refusal:
    """Say that something is picked."""
    return Refusal(
        int(error.status),
        _("%(number)s was not changed.") % {"number": error.data["number"]},
        _("Something is picked for it already. Put it back first."),
    )


@describes("transfer_not_loaded")
def describe_not_loaded(error: DomainError) -> Refusal:
    """Name what is not on board."""
    return Refusal(
        int(error.status),
        _("%(number)s was not sent.") % {"number": error.data["number"]},
        _("Not all of it was scanned onto the truck."),
        [Holder(str(one["code"]), str(one["units"])) for one in error.data["missing"][:20]],
    )


@describes("not_for_transfer")
def describe_not_for_transfer(error: DomainError) -> Refusal:
    """Say that the goods are of something else."""
    return Refusal(
        int(error.status),
        _("Do not load"),
        _("%(code)s does not stand ready for %(number)s.") % dict(error.data),
    )


@describes("transfer_number_taken")
def describe_number_taken(error: DomainError) -> Refusal:
    """Say which numbers stand for something else."""
    return Refusal(
        int(error.status),
        _("Nothing was drafted."),
        _("The number was used for another transfer."),
        [Holder(str(number)) for number in error.data.get("numbers", [])],
        [Action(_("Show the transfers"), reverse("console:transfers"))],
    )
