"""From a notice to the short text of an SMS or a WhatsApp message: who writes, what happened, where to read more."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from packhaus.messaging.services.render import SUBJECT_LENGTH, Rendered
from packhaus.messaging.types import Notice, Recipient
from packhaus.messaging.wording import choose_words

# What Meta takes for one place; line breaks are refused there.
_VALUE_LENGTH = 200


def render_text(notice: Notice, *, recipient: Recipient, channel: str) -> Rendered:
    """Write a notice in one or two sentences with the link to the order.

    The places of a WhatsApp template are, in this order: the shop, the order's number, what happened, the link.
    """
    with translation.override(recipient.language):
        words = choose_words(notice)
        link = f"{settings.BASE_URL}{notice.link_path}"
        values = (recipient.shop, notice.topic_number, words.headline, link)
        said = f"{recipient.shop}: {words.subject.rstrip('.!')}. {link}"
        if channel == "sms":
            said = "\n".join((said, _("No more SMS? Answer STOP.")))
    fitted = tuple(" ".join(value.split())[:_VALUE_LENGTH] for value in values[:3])
    return Rendered(words.subject[:SUBJECT_LENGTH], said, "", (*fitted, link))
