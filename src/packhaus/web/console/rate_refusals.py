"""Refusals of rate cards in words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.kernel.errors import DomainError
from packhaus.web.parts import Action
from packhaus.web.refusals import Refusal, describes


@describes("rate_card_taken")
def describe_taken(error: DomainError) -> Refusal:
    """Say what stands in the way: a card of this name, another in use, or a version of the same day."""
    told = _("The account has a card of this name, or another one in use: one is in use, others are offers.")
    if "version" in error.data:
        told = _(
            "Version %(number)s begins on the same day: withdraw it, or load the draft with another day."
        )
        told %= {"number": error.data["version"]}
    cards = Action(_("Show the rate cards"), reverse("console:rate-cards"))
    return Refusal(int(error.status), _("Nothing was changed."), told, remedies=[cards])
