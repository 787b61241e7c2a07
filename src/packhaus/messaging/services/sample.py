"""A message of every kind about an order that nobody placed: what the editor shows, and a test mail says."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from packhaus.kernel.money import Money
from packhaus.messaging.queries.wordings import WordingVersion
from packhaus.messaging.services.check_wording import check_wording
from packhaus.messaging.services.render import Rendered, render_notice
from packhaus.messaging.types import (
    Notice,
    NoticeKind,
    NoticeLine,
    NoticeParcel,
    NoticeTotals,
    Recipient,
    Wording,
    WordingKey,
)

NUMBER = "SO-100234"
_NOBODY = UUID(int=0)
_SUMMED = frozenset({NoticeKind.ORDER_CONFIRMED, NoticeKind.ORDER_CHANGED})
_DATED = frozenset({NoticeKind.ORDER_BACKORDERED, NoticeKind.BACKORDER_MOVED})


def find_current(versions: list[WordingVersion]) -> WordingVersion | None:
    """Return what is said now, or None where that is ours."""
    newest = next((one for one in versions if one.version), None)
    return newest if newest and not newest.is_standard else None


def render_sample(
    *, key: WordingKey, words: Wording | None, recipient: Recipient, currency: str, today: date
) -> Rendered:
    """Render words, or ours, for an order that shows every place. Raises: nothing but what a bug does.

    The words have passed `check_wording`: the caller refuses the others.
    """
    assert words is None or not check_wording(words, key=key)
    with translation.override(recipient.language):
        notice = _make_notice(key, currency, today)
    return render_notice(notice, recipient=replace(recipient, language=key.language), own=words)


def _make_notice(key: WordingKey, currency: str, today: date) -> Notice:
    def pay(minor: int) -> Money:
        return Money(minor, currency)

    is_dated = key.kind in _DATED
    is_summed = key.kind in _SUMMED
    mug, box = (pay(2580), pay(490)) if is_summed else (None, None)
    lines = (
        NoticeLine(_("Red mug"), 2, mug, is_dated=is_dated, expected_on=today + timedelta(days=6)),
        NoticeLine(_("Gift box"), 1, box, is_dated=is_dated, expected_on=today + timedelta(days=9)),
    )
    return Notice(
        merchant_id=key.merchant_id,
        fact="sample",
        kind=key.kind,
        contact_id=_NOBODY,
        topic_kind="order",
        topic_id=_NOBODY,
        topic_number=NUMBER,
        link_path="/t/example",
        lines=() if key.kind is NoticeKind.TRACKING_LINK else lines,
        totals=NoticeTotals(pay(3070), pay(0), pay(495), pay(0), pay(3565), pay(3565)) if is_summed else None,
        parcels=(NoticeParcel("DHL", "00340434161094015902"),)
        if key.kind is NoticeKind.ORDER_DISPATCHED
        else (),
        is_whole=False,
        is_waiting=True,
        change="lines_added",
    )
