"""What a person decides about a message that failed, or of which nobody knows."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.journal.types import Fact
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition
from packhaus.messaging.errors import MessageNotFound, MessageNotSendable
from packhaus.messaging.events import MessageConfirmed, MessageResent
from packhaus.messaging.services.follow import let_next_step_in
from packhaus.messaging.states import CONFIRM, RESEND

_TABLE = "messaging_message"

_FOUND = """
SELECT m.merchant_id, m.topic_id, m.status, EXISTS (
    SELECT FROM messaging_messagebody AS b WHERE b.message_id = m.id
) FROM messaging_message AS m WHERE m.id = %(id)s
"""

_DUE = "UPDATE messaging_message SET due_at = %(now)s, attempts = 0, failure = '' WHERE id = %(id)s"
_SENT = "UPDATE messaging_message SET sent_at = claimed_at, failure = '' WHERE id = %(id)s"


class _Found(NamedTuple):
    merchant_id: UUID
    topic_id: UUID
    status: str
    has_words: bool


def resend_message(*, scope: Scope, message_id: UUID, now: datetime, actor: Actor) -> None:
    """Queue a failed or unknown message again. Emits: MessageResent.

    Raises: MessageNotFound; MessageNotSendable when its words are gone; IllegalTransition from any other state.
    """
    with transaction(scope):
        found = _find(message_id)
        if not found.has_words:
            raise MessageNotSendable("the words of this message have expired or were forgotten")
        apply_transition(RESEND, table=_TABLE, ids=[message_id])
        rows.execute(_DUE, {"id": message_id, "now": now})
        _record(
            MessageResent(
                merchant_id=found.merchant_id,
                aggregate_id=message_id,
                topic_id=str(found.topic_id),
                was=found.status,
            ),
            now,
            actor,
        )


def confirm_message(*, scope: Scope, message_id: UUID, now: datetime, actor: Actor) -> None:
    """Write down that an unknown message has arrived after all. Emits: MessageConfirmed.

    Raises: MessageNotFound; IllegalTransition from any other state.
    """
    with transaction(scope):
        found = _find(message_id)
        apply_transition(CONFIRM, table=_TABLE, ids=[message_id])
        rows.execute(_SENT, {"id": message_id})
        let_next_step_in(message_ids=[message_id], now=now)
        _record(
            MessageConfirmed(
                merchant_id=found.merchant_id, aggregate_id=message_id, topic_id=str(found.topic_id)
            ),
            now,
            actor,
        )


def _record(fact: Fact, now: datetime, actor: Actor) -> None:
    record([fact], happened_at=now, actor=actor)


def _find(message_id: UUID) -> _Found:
    found = rows.fetch_tuples(_FOUND, {"id": message_id})
    if not found:
        raise MessageNotFound("no such message")
    return _Found._make(found[0])
