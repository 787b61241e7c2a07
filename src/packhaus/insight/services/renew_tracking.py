"""A new link to an order whose own has expired, mailed to whoever ordered, and to nobody else."""

from datetime import datetime
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner

from packhaus.access.scope import Scope, transaction
from packhaus.insight.queries.tracking import find_tracking
from packhaus.kernel import rows
from packhaus.messaging.services.queue import queue_messages
from packhaus.messaging.types import Notice, NoticeKind
from packhaus.terms.queries.get_terms import get_voices

RENEWED_DAYS = 30
_SALT = "packhaus.tracking"

_ORDER = """
SELECT id, merchant_id, number, contact_id FROM orders_order WHERE id = %(order_id)s AND contact_id IS NOT NULL
"""


def send_new_link(*, token: str, now: datetime) -> None:
    """Mail a link that works for RENEWED_DAYS to the contact of an expired order, once a day.

    Nothing tells the asker whether there is such an order, a contact still, or a mail already. Queries: 3 to 8.
    """
    tracking = find_tracking(token=token, now=now)
    if tracking is None or not tracking.is_expired:
        return
    with transaction(Scope.operator(), savepoint=True):
        found = rows.fetch_tuples(_ORDER, {"order_id": tracking.order.id})
        notices = [_make_notice(token, now, *order) for order in found]
        merchant_ids = {notice.merchant_id for notice in notices}
        voices = get_voices(Scope.operator(), merchant_ids=merchant_ids, at=now)
        queue_messages(notices=notices, now=now, voices=voices)


def is_renewed(*, token: str, stamp: str) -> bool:
    """Tell whether this is the stamp of a link that we mailed lately. Queries: 0."""
    try:
        TimestampSigner(salt=_SALT).unsign(f"{token}:{stamp}", max_age=RENEWED_DAYS * 24 * 3600)
    except BadSignature:
        return False
    return True


def make_renewed_path(token: str) -> str:
    """Return where the new link leads: the old token, and a stamp that we can recognise as ours. Queries: 0."""
    stamp = TimestampSigner(salt=_SALT).sign(token).removeprefix(f"{token}:")
    return f"/t/{token}/{stamp}"


def _make_notice(
    token: str, now: datetime, order_id: UUID, merchant_id: UUID, number: str, contact_id: UUID
) -> Notice:
    return Notice(
        merchant_id=merchant_id,
        fact=f"tracking_link:{order_id}:{now.date().isoformat()}",
        kind=NoticeKind.TRACKING_LINK,
        contact_id=contact_id,
        topic_kind="order",
        topic_id=order_id,
        topic_number=number,
        link_path=make_renewed_path(token),
    )
