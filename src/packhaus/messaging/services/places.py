"""The places that a merchant's words may name, kind by kind, and what stands in them.

A closed list: what is not here can be neither written nor sent. Places that are sentences are ours and in the reader's
language; where one does not apply its line is left out.
"""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from packhaus.kernel.documents.formats import format_money
from packhaus.messaging.types import Notice, NoticeKind, Recipient
from packhaus.messaging.wording import write_change, write_day, write_handed_over

# Of these there is a value in every message: they may stand in the subject and on the button too.
SURE = frozenset({"order", "shop"})
ADDRESSES = frozenset({"link"})
_ALL = ("order", "shop", "name", "link")
_OWN: Mapping[NoticeKind, tuple[str, ...]] = {
    NoticeKind.ORDER_CONFIRMED: ("total", "due", "waiting"),
    NoticeKind.ORDER_CHANGED: ("change", "total", "due"),
    NoticeKind.ORDER_BACKORDERED: ("expected",),
    NoticeKind.BACKORDER_MOVED: ("expected",),
    NoticeKind.ORDER_DISPATCHED: ("handed_over", "later", "carrier", "numbers"),
    NoticeKind.ORDER_CANCELLED: (),
    NoticeKind.ORDER_PARTLY_CANCELLED: (),
    NoticeKind.TRACKING_LINK: (),
}


def list_places(kind: NoticeKind) -> tuple[str, ...]:
    """Return the places that words of a kind may name."""
    return (*_ALL, *_OWN[kind])


def write_values(notice: Notice, *, recipient: Recipient) -> dict[str, str]:
    """Return what stands in every place, in the running translation; empty where there is nothing to say."""
    language, totals = recipient.language, notice.totals
    due = totals.due_on_delivery if totals else None
    return {
        "order": notice.topic_number,
        "shop": recipient.shop,
        "name": recipient.name,
        "link": f"{settings.BASE_URL}{notice.link_path}",
        "total": format_money(totals.total, language) if totals else "",
        "due": format_money(due, language) if due and due.amount_minor else "",
        "waiting": write_waiting() if notice.is_waiting else "",
        "change": write_change(notice.change),
        "expected": _write_expected(notice, language),
        "handed_over": write_handed_over(notice),
        "later": "" if notice.is_whole else _("Part of your order follows later."),
        "carrier": ", ".join(dict.fromkeys(parcel.carrier for parcel in notice.parcels)),
        "numbers": ", ".join(parcel.number for parcel in notice.parcels if parcel.number),
    }


def write_waiting() -> str:
    """Say that a part waits."""
    return _("Part of your order waits for stock. A separate message says when it is expected.")


def _write_expected(notice: Notice, language: str) -> str:
    """Return the last of the dates, or nothing as soon as one of them is not known."""
    days = [line.expected_on for line in notice.lines if line.is_dated]
    known = [day for day in days if day]
    return write_day(max(known), language) if known and len(known) == len(days) else ""
