"""Refusals of words of messages."""

from django.utils.translation import gettext as _

from packhaus.kernel.errors import DomainError
from packhaus.web.refusals import Refusal, describes


@describes("wording_changed")
def describe_changed(error: DomainError) -> Refusal:
    """Say that somebody else was faster."""
    return Refusal(
        int(error.status),
        _("Somebody else has changed these words meanwhile. Nothing of yours was saved."),
        _("Copy what you wrote, open the page anew, and look at what the other wrote."),
    )
