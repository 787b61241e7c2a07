"""Notes on orders: the words go where the shopper's data can be forgotten; the journal keeps that there was one."""

from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.kernel.ids import new_id
from packhaus.orders.errors import OrderNotFound
from packhaus.orders.events import NoteWritten
from packhaus.parties.services.keep_document import delete_documents, keep_document

LONGEST = 2_000
KEPT = timedelta(days=1095)

_ORDER = "SELECT merchant_id, contact_id FROM orders_order WHERE id = %(id)s::uuid"
_WRITE = """
INSERT INTO orders_ordernote (id, merchant_id, order_id, blob_id, is_for_merchant, written_by, written_at)
VALUES (%(id)s::uuid, %(merchant_id)s::uuid, %(order_id)s::uuid, %(blob_id)s::uuid, %(is_for_merchant)s, %(by)s,
    %(now)s)
"""
_TAKE_BACK = """
DELETE FROM orders_ordernote WHERE id = %(id)s::uuid AND written_by = %(by)s RETURNING blob_id
"""


def write_note(
    *, scope: Scope, order_id: UUID, text: str, is_for_merchant: bool, now: datetime, actor: Actor
) -> UUID:
    """Write a note on an order, for the operator alone or for its merchant too, and return its id.

    It ends with the shopper's data: when they are forgotten, or after KEPT.
    Emits: NoteWritten. Queries: 4. Raises: OrderNotFound, Invalid when there is no text or more than LONGEST.
    """
    words = text.strip()
    if not 0 < len(words) <= LONGEST:
        raise Invalid([FieldProblem("note", "length", f"1 to {LONGEST} characters")])
    note_id = new_id()
    with transaction(scope):
        found = rows.fetch_tuples(_ORDER, {"id": order_id})
        if not found:
            raise OrderNotFound("order not found")
        merchant_id, contact_id = found[0]
        blob_id = keep_document(
            merchant_id=merchant_id,
            contact_id=contact_id,
            kind="order_note",
            media_type="text/plain; charset=utf-8",
            content=words.encode(),
            now=now,
            expires_at=now + KEPT,
        )
        rows.execute(
            _WRITE,
            {"id": note_id, "merchant_id": merchant_id, "order_id": order_id, "blob_id": blob_id,
             "is_for_merchant": is_for_merchant, "by": actor.id, "now": now},
        )  # fmt: skip
        fact = NoteWritten(
            merchant_id=merchant_id,
            aggregate_id=order_id,
            note_id=str(note_id),
            is_for_merchant=is_for_merchant,
        )
        record([fact], happened_at=now, actor=actor)
    return note_id


def take_back_note(*, scope: Scope, note_id: UUID, actor: Actor) -> None:
    """Delete one's own note with its words. Queries: 2. Raises: NotFound."""
    with transaction(scope):
        found = rows.fetch_tuples(_TAKE_BACK, {"id": note_id, "by": actor.id})
        if not found:
            raise NotFound("there is no such note of yours")
        delete_documents(ids=[blob_id for (blob_id,) in found])
