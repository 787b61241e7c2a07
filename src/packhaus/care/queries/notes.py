"""Notes of shoppers: what is to be answered, by when, and who looks after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.care.errors import NoteNotFound
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """What to list; nothing chosen is everything. `number` is the whole number of the order."""

    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    merchant_id: UUID | None = None
    number: str = ""
    taken_by: str = ""
    due_before: datetime | None = None
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note; `text` and `answer` are empty when they were forgotten. `taken_by`: who looks after it.

    A merchant is not told the names of the warehouse's people: a dash says that somebody does.
    """

    id: UUID
    order_id: UUID
    order_number: str
    merchant_code: str
    kind: str
    wished_on: date | None
    tracking_number: str
    carrier_code: str
    status: str
    language: str
    sent_at: datetime
    answer_by: datetime
    taken_by: str
    done_at: datetime | None
    text: str
    answer: str
    has_words: bool


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note as its shopper sees it on the tracking page."""

    kind: str
    wished_on: date | None
    status: str
    sent_at: datetime
    answer_by: datetime
    text: str
    answer: str


_NOTES = """
SELECT n.id, n.order_id, o.number AS order_number, m.code AS merchant_code, n.kind, n.wished_on,
       coalesce(p.tracking_number, '') AS tracking_number, coalesce(s.carrier_code, '') AS carrier_code,
       n.status, n.language, n.sent_at, n.answer_by,
       CASE WHEN n.taken_by = '' THEN '' WHEN %(is_operator)s::boolean THEN coalesce(t.name, '–') ELSE '–' END
           AS taken_by,
       n.done_at, coalesce(w.text, '') AS text, coalesce(w.answer, '') AS answer,
       w.note_id IS NOT NULL AS has_words
FROM care_shoppernote AS n
JOIN orders_order AS o ON o.id = n.order_id
JOIN access_merchant AS m ON m.id = n.merchant_id
LEFT JOIN care_shoppernotewords AS w ON w.note_id = n.id
LEFT JOIN shipping_parcel AS p ON p.id = n.parcel_id
LEFT JOIN shipping_shipment AS s ON s.id = p.shipment_id
LEFT JOIN access_user AS t ON t.id::text = n.taken_by
"""
_LIST = f"""{_NOTES}
WHERE (cardinality(%(statuses)s::text[]) = 0 OR n.status = ANY(%(statuses)s::text[]))
  AND (cardinality(%(kinds)s::text[]) = 0 OR n.kind = ANY(%(kinds)s::text[]))
  AND (cardinality(%(ids)s::uuid[]) = 0 OR n.id = ANY(%(ids)s::uuid[]))
  AND (%(merchant_id)s::uuid IS NULL OR n.merchant_id = %(merchant_id)s::uuid)
  AND (%(number)s::text = '' OR o.number = %(number)s::text)
  AND (%(taken_by)s::text = '' OR n.taken_by = %(taken_by)s::text)
  AND (%(due_before)s::timestamptz IS NULL OR n.answer_by < %(due_before)s::timestamptz)
"""
_ONE = f"{_NOTES} WHERE n.id = %(id)s"
_OF_ORDER = f"{_NOTES} WHERE n.order_id = %(order_id)s ORDER BY n.sent_at DESC, n.id"
_SHOWN = """
SELECT n.kind, n.wished_on, n.status, n.sent_at, n.answer_by, coalesce(w.text, '') AS text,
       coalesce(w.answer, '') AS answer
FROM care_shoppernote AS n LEFT JOIN care_shoppernotewords AS w ON w.note_id = n.id
WHERE n.order_id = %(order_id)s ORDER BY n.sent_at DESC, n.id
"""
_KEYS = {
    "answer_by": (Key("answer_by", "timestamptz"), Key("id", "uuid")),
    "sent_at": (Key("sent_at", "timestamptz"), Key("id", "uuid")),
}


def list_notes(scope: Scope, *, wanted: NoteFilter, page: PageOf, by: str = "answer_by") -> Page[NoteRow]:
    """Return a page of notes, by when they are to be answered or were sent. Queries: 2."""
    parameters = {
        "statuses": list(wanted.statuses), "kinds": list(wanted.kinds), "merchant_id": wanted.merchant_id,
        "number": wanted.number, "taken_by": wanted.taken_by, "due_before": wanted.due_before, "ids": list(wanted.ids),
        "is_operator": scope.is_operator,
    }  # fmt: skip
    with transaction(scope):
        return fetch_page(NoteRow, _LIST, parameters, keys=_KEYS[by], page=page)


def get_note(scope: Scope, *, note_id: UUID) -> NoteRow:
    """Return one note. Queries: 1. Raises: NoteNotFound."""
    with transaction(scope):
        found = rows.find_row(NoteRow, _ONE, {"id": note_id, "is_operator": scope.is_operator})
    if found is None:
        raise NoteNotFound("no such note")
    return found


def list_notes_of(scope: Scope, *, order_id: UUID) -> Sequence[NoteRow]:
    """Return the notes about an order, the newest first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(NoteRow, _OF_ORDER, {"order_id": order_id, "is_operator": scope.is_operator})


def list_shown_notes(*, order_id: UUID) -> Sequence[ShownNote]:
    """Return what the shopper wrote and was answered, the newest first, in the running transaction. Queries: 1."""
    return rows.fetch_rows(ShownNote, _SHOWN, {"order_id": order_id})
