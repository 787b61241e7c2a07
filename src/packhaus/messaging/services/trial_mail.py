"""A test mail: what a merchant's draft says, to the person who writes it and to nobody else."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from packhaus.access.queries.merchants import get_merchant
from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.messaging.backends.base import Backend
from packhaus.messaging.queries.wordings import get_brand, list_versions
from packhaus.messaging.services.link_mail import MailPostponed
from packhaus.messaging.services.sample import find_current, render_sample
from packhaus.messaging.types import Delivered, Mail, Recipient, WordingKey

_READER = "SELECT email, name FROM access_user WHERE id = %(user_id)s::uuid AND is_active"


class _Reader(NamedTuple):
    email: str
    name: str


def send_test_mail(*, key: WordingKey, user_id: UUID, backend: Backend, now: datetime) -> bool:
    """Send the draft, or what is said now, to a person who signs in here; tell whether it was taken.

    Outside any transaction. Raises: MailPostponed (try again). Queries: 4.
    """
    scope = Scope.operator()
    with transaction(scope):
        found = rows.fetch_tuples(_READER, {"user_id": user_id})
        merchant = get_merchant(scope=scope, merchant_id=key.merchant_id)
        versions = list_versions(scope, key=key)
        brand = get_brand(scope, merchant_id=key.merchant_id)
    if not found:
        return False
    reader = _Reader._make(found[0])
    chosen = versions[0] if versions and not versions[0].version else find_current(versions)
    recipient = Recipient(
        reader.name,
        reader.email,
        key.language,
        brand.sender_name or merchant.name,
        brand.colour or merchant.accent,
        footer=brand.footers.get(key.language, ""),
    )
    said = render_sample(
        key=key, words=chosen.words if chosen else None, recipient=recipient, currency=merchant.currency,
        today=now.date(),
    )  # fmt: skip
    with translation.override(key.language):
        subject = _("Test: %(subject)s") % {"subject": said.subject}
    id_ = new_id()
    [outcome] = backend.deliver([
        Mail(
            id=id_, name=f"test-{key.kind}-{id_}", shop=recipient.shop, recipient=reader.email,
            recipient_name=reader.name, subject=subject, text=said.text, html=said.html, date=now,
            reply_to=brand.reply_to,
        )
    ])  # fmt: skip
    if outcome.delivered is Delivered.LATER:
        raise MailPostponed(outcome.failure)
    return outcome.delivered is Delivered.SENT
