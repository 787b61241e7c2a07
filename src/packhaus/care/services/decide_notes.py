"""What whoever serves the merchant does with a note: take it, answer it, close it, open it again."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.care.errors import NoteNotFound, NoteWordsGone
from packhaus.care.events import NoteAnswered, NoteClosed, NoteFact, NoteReopened, NoteTaken
from packhaus.care.states import ANSWER_NOTE, CLOSE_NOTE, REOPEN_NOTE
from packhaus.care.types import TEXT_LENGTH
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.states import Transition, apply_transition
from packhaus.messaging.services.queue import queue_messages
from packhaus.messaging.types import Notice, NoticeKind
from packhaus.orders.queries.telling import get_tracking_path
from packhaus.terms.queries.get_terms import get_voices

_TABLE = "care_shoppernote"
_GET = """
SELECT n.id, n.merchant_id, n.order_id, n.kind, n.contact_id, o.number, o.tracking_token
FROM care_shoppernote AS n JOIN orders_order AS o ON o.id = n.order_id WHERE n.id = ANY(%(ids)s::uuid[])
ORDER BY n.id
"""
_TAKE = """
UPDATE care_shoppernote SET taken_by = %(actor_id)s
WHERE id = ANY(%(ids)s::uuid[]) AND status = 'open' AND taken_by <> %(actor_id)s RETURNING id
"""
# The check of a done note looks at both columns, so the move and its moment are one statement.
_DONE = """
UPDATE care_shoppernote SET status = %(target)s, done_at = %(done_at)s, done_by = %(done_by)s,
    taken_by = CASE WHEN taken_by = '' THEN %(done_by)s ELSE taken_by END
WHERE id = ANY(%(ids)s::uuid[]) AND status = ANY(%(sources)s::text[]) RETURNING id
"""
_ANSWER = "UPDATE care_shoppernotewords SET answer = %(answer)s WHERE note_id = %(id)s RETURNING note_id"


class _Note(NamedTuple):
    id: UUID
    merchant_id: UUID
    order_id: UUID
    kind: str
    contact_id: UUID | None
    number: str
    tracking_token: str


def take_notes(*, scope: Scope, note_ids: Sequence[UUID], now: datetime, actor: Actor) -> list[UUID]:
    """Note that somebody looks after open notes, and return which were not theirs before. Emits: NoteTaken."""
    with transaction(scope):
        notes = _read(note_ids)
        taken = {
            id_ for (id_,) in rows.fetch_tuples(_TAKE, {"ids": list(note_ids), "actor_id": actor.id[:40]})
        }
        _record([note for note in notes if note.id in taken], NoteTaken, now, actor)
        return sorted(taken)


def answer_note(*, scope: Scope, note_id: UUID, answer: str, now: datetime, actor: Actor) -> None:
    """Answer a note and mail the answer to the shopper; it also stands on the tracking page. Emits: NoteAnswered.

    Raises: NoteNotFound, Invalid, NoteWordsGone (its shopper was forgotten), IllegalTransition (it is done).
    """
    answer = answer.strip()
    if not answer:
        raise Invalid([FieldProblem("answer", "required", "says something")])
    if len(answer) > TEXT_LENGTH:
        raise Invalid([FieldProblem("answer", "too_long", f"has at most {TEXT_LENGTH} signs")])
    with transaction(scope):
        [note] = _read([note_id])
        _move(ANSWER_NOTE, [note_id], now, actor)
        if not rows.fetch_tuples(_ANSWER, {"id": note_id, "answer": answer}):
            raise NoteWordsGone("the words of this note were forgotten: close it")
        _record([note], NoteAnswered, now, actor)
        _tell(note, answer, now)


def close_notes(*, scope: Scope, note_ids: Sequence[UUID], now: datetime, actor: Actor) -> None:
    """Close open notes without an answer. Emits: NoteClosed. Raises: NoteNotFound, IllegalTransition."""
    with transaction(scope):
        notes = _read(note_ids)
        _move(CLOSE_NOTE, note_ids, now, actor)
        _record(notes, NoteClosed, now, actor)


def reopen_notes(*, scope: Scope, note_ids: Sequence[UUID], now: datetime, actor: Actor) -> None:
    """Open notes again that were done. Emits: NoteReopened. Raises: NoteNotFound, IllegalTransition."""
    with transaction(scope):
        notes = _read(note_ids)
        _move(REOPEN_NOTE, note_ids, None, actor)
        _record(notes, NoteReopened, now, actor)


def _read(note_ids: Sequence[UUID]) -> list[_Note]:
    found = [_Note._make(row) for row in rows.fetch_tuples(_GET, {"ids": list(note_ids)})]
    if len(found) < len(set(note_ids)):
        raise NoteNotFound("no such note")
    return found


def _move(move: Transition, note_ids: Sequence[UUID], done_at: datetime | None, actor: Actor) -> None:
    parameters = {
        "ids": list(note_ids), "target": move.target, "sources": list(move.sources), "done_at": done_at,
        "done_by": actor.id[:40] if done_at else "",
    }  # fmt: skip
    if len(rows.fetch_tuples(_DONE, parameters)) < len(set(note_ids)):
        apply_transition(move, table=_TABLE, ids=list(note_ids))


def _record(notes: Sequence[_Note], fact: type[NoteFact], now: datetime, actor: Actor) -> None:
    facts = [
        fact(merchant_id=note.merchant_id, aggregate_id=note.order_id, note_id=str(note.id), about=note.kind)
        for note in notes
    ]
    record(facts, happened_at=now, actor=actor)


def _tell(note: _Note, answer: str, now: datetime) -> None:
    if note.contact_id is None:
        return
    notice = Notice(
        merchant_id=note.merchant_id, fact=f"note_answered:{note.id}:{now.isoformat(timespec='seconds')}",
        kind=NoticeKind.NOTE_ANSWERED, contact_id=note.contact_id, topic_kind="order", topic_id=note.order_id,
        topic_number=note.number, link_path=get_tracking_path(note.tracking_token), texts={"answer": answer},
    )  # fmt: skip
    voices = get_voices(Scope.merchant(note.merchant_id), merchant_ids={note.merchant_id}, at=now)
    queue_messages(notices=[notice], now=now, voices=voices)
