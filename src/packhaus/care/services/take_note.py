"""Take what a shopper writes from the tracking page, and say by when it is answered."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor, ActorKind
from packhaus.care import locks
from packhaus.care.errors import NoteNotFound, TooManyNotes
from packhaus.care.events import NoteSent
from packhaus.care.types import OPEN_AT_MOST, TEXT_LENGTH, WISH_DAYS_AT_MOST, WISHES, NoteDraft
from packhaus.decide.answering import find_answer_by
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.messaging.services.queue import queue_messages
from packhaus.messaging.types import Notice, NoticeKind
from packhaus.network.queries.calendars import get_calendar
from packhaus.orders.queries.telling import get_tracking_path
from packhaus.terms.queries.get_terms import get_terms, get_voices

WEEKEND = 5

_ORDER = f"""
SELECT o.id, o.merchant_id, o.number, o.contact_id, o.language, o.tracking_token,
       (SELECT f.site_id FROM orders_fulfillmentorder AS f WHERE f.order_id = o.id ORDER BY f.number LIMIT 1)
FROM orders_order AS o WHERE o.id = %(order_id)s {locks.ORDER}
"""  # noqa: S608 - a constant
_KNOWN = "SELECT answer_by FROM care_shoppernote WHERE order_id = %(order_id)s AND key = %(key)s"
_OPEN = "SELECT count(*) FROM care_shoppernote WHERE order_id = %(order_id)s AND status = 'open'"
_OPTIONS = """
SELECT coalesce(v.delivery_options, '{}')
FROM shipping_parcel AS p JOIN shipping_shipment AS s ON s.id = p.shipment_id AND s.status <> 'voided'
JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
LEFT JOIN shipping_service AS v ON v.code = s.service_code
WHERE p.id = %(parcel_id)s AND f.order_id = %(order_id)s
  AND (%(is_wish)s::boolean IS FALSE OR p.tracking_status NOT IN ('delivered', 'returned_to_sender', 'lost'))
"""
_INSERT = """
WITH note AS (
    INSERT INTO care_shoppernote (id, merchant_id, order_id, key, parcel_id, kind, wished_on, status, language,
        contact_id, sent_at, answer_by)
    VALUES (%(id)s, %(merchant_id)s, %(order_id)s, %(key)s, %(parcel_id)s, %(kind)s, %(wished_on)s, 'open',
        %(language)s, %(contact_id)s, %(now)s, %(answer_by)s)
    RETURNING id, merchant_id, contact_id
)
INSERT INTO care_shoppernotewords (note_id, merchant_id, contact_id, text, expires_at)
SELECT id, merchant_id, contact_id, %(text)s, %(expires_at)s FROM note
"""


class _Order(NamedTuple):
    id: UUID
    merchant_id: UUID
    number: str
    contact_id: UUID | None
    language: str
    tracking_token: str
    site_id: UUID | None


def take_note(*, scope: Scope, order_id: UUID, draft: NoteDraft, language: str, now: datetime) -> datetime:
    """Keep a shopper's note, mail them that it is here, and return by when it is answered.

    The same form twice is one note. Locks: the order. Emits: NoteSent.
    Raises: NoteNotFound (no such order), Invalid, TooManyNotes.
    """
    with transaction(scope):
        found = rows.fetch_tuples(_ORDER, {"order_id": order_id})
        if not found:
            raise NoteNotFound("no such order")
        order = _Order._make(found[0])
        known = rows.fetch_tuples(_KNOWN, {"order_id": order.id, "key": draft.key})
        if known:
            answer_by: datetime = known[0][0]
            return answer_by
        _check(order, draft, now)
        answer_by = _find_answer_by(order, now)
        id_ = new_id()
        days = get_terms(scope, merchant_id=order.merchant_id, at=now).retention_message_days
        rows.execute(
            _INSERT,
            {
                "id": id_, "merchant_id": order.merchant_id, "order_id": order.id, "key": draft.key,
                "parcel_id": draft.parcel_id, "kind": draft.kind, "wished_on": draft.wished_on,
                "language": language, "contact_id": order.contact_id, "now": now, "answer_by": answer_by,
                "text": draft.text.strip(), "expires_at": now + timedelta(days=days),
            },
        )  # fmt: skip
        fact = NoteSent(
            merchant_id=order.merchant_id, aggregate_id=order.id, note_id=str(id_), about=draft.kind
        )
        record([fact], happened_at=now, actor=Actor(ActorKind.SHOPPER, str(order.contact_id or order.id)))
        _tell(order, id_, answer_by, now)
        return answer_by


def _check(order: _Order, draft: NoteDraft, now: datetime) -> None:
    problems = []
    is_wish = draft.kind in WISHES
    if not draft.text.strip() and draft.kind != "day":
        problems.append(FieldProblem("text", "required", "says what it is about"))
    if len(draft.text) > TEXT_LENGTH:
        problems.append(FieldProblem("text", "too_long", f"has at most {TEXT_LENGTH} signs"))
    if draft.parcel_id is not None or is_wish:
        parameters = {"parcel_id": draft.parcel_id, "order_id": order.id, "is_wish": is_wish}
        options = rows.fetch_tuples(_OPTIONS, parameters)
        if not options or (is_wish and draft.kind not in options[0][0]):
            problems.append(FieldProblem("kind", "unknown", "is nothing that can be chosen for this parcel"))
    if draft.kind == "day" and not _is_wishable(draft, now):
        message = f"is one of the next {WISH_DAYS_AT_MOST} days"
        problems.append(FieldProblem("wished_on", "out_of_range", message))
    if problems:
        raise Invalid(problems)
    [(count,)] = rows.fetch_tuples(_OPEN, {"order_id": order.id})
    if count >= OPEN_AT_MOST:
        raise TooManyNotes("this order has as many open messages as it may; they are answered first")


def _is_wishable(draft: NoteDraft, now: datetime) -> bool:
    return draft.wished_on is not None and timedelta(0) < draft.wished_on - now.date() <= timedelta(
        days=WISH_DAYS_AT_MOST
    )


def _find_answer_by(order: _Order, now: datetime) -> datetime:
    calendar = get_calendar(order.site_id) if order.site_id else None
    return find_answer_by(
        sent_at=now,
        zone=calendar.zone if calendar else ZoneInfo("UTC"),
        is_working_day=lambda day: day.weekday() < WEEKEND and (calendar is None or calendar.is_open(day)),
    )


def _tell(order: _Order, id_: UUID, answer_by: datetime, now: datetime) -> None:
    if order.contact_id is None:
        return
    notice = Notice(
        merchant_id=order.merchant_id, fact=f"note_sent:{id_}", kind=NoticeKind.NOTE_RECEIVED,
        contact_id=order.contact_id, topic_kind="order", topic_id=order.id, topic_number=order.number,
        link_path=get_tracking_path(order.tracking_token), answer_on=answer_by.date(),
    )  # fmt: skip
    voices = get_voices(Scope.merchant(order.merchant_id), merchant_ids={order.merchant_id}, at=now)
    queue_messages(notices=[notice], now=now, voices=voices)
