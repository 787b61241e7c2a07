"""Refusals of rate cards in words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.kernel.errors import DomainError
from packhaus.web.parts import Action
from packhaus.web.refusals import Refusal, describes
from packhaus.web.words_of_rates import CHOICE_WORDS


@describes("no_service")
def describe_no_service(error: DomainError) -> Refusal:
    """Say of each order what keeps every service out."""
    problems = [
        (f"{number} {service}", _tell_why(reason))
        for number, excluded in list(error.data.get("excluded", {}).items())[:10]
        for service, reason in excluded.items()
    ]
    return Refusal(
        int(error.status),
        _("No service takes these parcels. Nothing was packed."),
        _("Choose a service for the order, or change what keeps the services out."),
        problems=problems,
    )


def _tell_why(reason: str) -> str:
    if reason == "not_wanted":
        return str(CHOICE_WORDS["not_allowed"])
    return str(CHOICE_WORDS.get(reason, _("switched off")))


@describes("rate_card_taken")
def describe_taken(error: DomainError) -> Refusal:
    """Say what stands in the way: a card of this name, another in use, or a version of the same day."""
    told = _("The account has a card of this name, or another one in use: one is in use, others are offers.")
    if "version" in error.data:
        told = _(
            "Version %(number)s begins on the same day: withdraw it, or load the draft with another day."
        )
        told %= {"number": error.data["version"]}
    if error.data.get("reason") == "priced":
        told = _("The version has priced a shipment already: it can be withdrawn, and stays as it is.")
    if error.data.get("reason") == "draft":
        told = _("The card has another draft: publish that one first, or withdraw this version.")
    cards = Action(_("Show the rate cards"), reverse("console:rate-cards"))
    return Refusal(int(error.status), _("Nothing was changed."), told, remedies=[cards])
