"""Send what is queued: claim and commit, hand over outside any transaction, write down what became of it.

Mails go to the installation's mail server, texts to the gateway of their merchant. What its reader does not allow is
skipped, what comes at night waits. When a channel fails or may not be used, the next one steps in; when one has taken
the message, the others are spared.

A process that is killed in between leaves its batch `sending`; the sweeper makes that `unknown`, and a person decides.
Nothing is ever sent again by itself once it may have left.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.messaging.backends.base import Backend
from packhaus.messaging.locks import Claimed, claim_messages
from packhaus.messaging.services.follow import let_next_step_in
from packhaus.messaging.services.gate import hold_back
from packhaus.messaging.services.permissions import Said, note_found
from packhaus.messaging.services.texts import TextCarrier
from packhaus.messaging.states import CONFIRM, FAIL, LOSE, POSTPONE, SKIP
from packhaus.messaging.types import Delivered, Mail, Outcome

MOST_AT_ONCE = 20_000
CUT_OFF_AFTER = timedelta(minutes=15)
# After the first, second, … attempt; after the last the message has failed.
PAUSES = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4),
    timedelta(hours=12),
)  # fmt: skip
_TARGETS = {
    Delivered.SENT: CONFIRM.target,
    Delivered.LATER: POSTPONE.target,
    Delivered.FAILED: FAIL.target,
    Delivered.UNKNOWN: LOSE.target,
    Delivered.SKIPPED: SKIP.target,
}
# The moves of _TARGETS share their sources.
_SOURCES = list(CONFIRM.sources)

_FINISH = """
UPDATE messaging_message AS m
SET status = o.status, failure = o.failure, provider_number = o.provider_number, due_at = coalesce(o.due_at, m.due_at),
    sent_at = CASE WHEN o.status = 'sent' THEN %(now)s::timestamptz END
FROM unnest(%(ids)s::uuid[], %(statuses)s::text[], %(failures)s::text[], %(due_ats)s::timestamptz[],
            %(numbers)s::text[])
     AS o(id, status, failure, due_at, provider_number)
WHERE m.id = o.id AND m.status = ANY(%(sources)s)
"""

_SWEEP = """
UPDATE messaging_message SET status = 'unknown', failure = 'cut off'
WHERE status IN ('queued', 'sending') AND status = ANY(%(sources)s) AND claimed_at < %(before)s
"""


@dataclass(frozen=True, slots=True)
class SendSummary:
    """How many messages became what."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    unknown: int = 0
    skipped: int = 0


Deliver = Callable[[Sequence[Claimed]], Sequence[Outcome]]


def send_queued(
    *, backend: Backend, now: datetime, most: int = MOST_AT_ONCE, texts: TextCarrier | None = None
) -> SendSummary:
    """Send due messages, at most `most`; run it in as many processes as you like. Opens its own transactions.

    Texts go by the gateways that are set up when no carrier is given.
    """
    texts = texts or TextCarrier()
    counts: Counter[Delivered] = Counter()
    # What is not sent as a text steps in as a mail, and the other way round: once more after the last.
    while sum(counts.values()) < most:
        left = most - sum(counts.values())
        sent = _send_batch(
            min(backend.batch_size, left), now, lambda found: _mail(backend, found), is_text=False
        )
        sent += _send_batch(min(texts.batch_size, left), now, texts.deliver, is_text=True)
        if not sent:
            break
        counts += sent
    return SendSummary(**{delivered.value: counts[delivered] for delivered in Delivered})


def _send_batch(most: int, now: datetime, deliver: Deliver, *, is_text: bool) -> Counter[Delivered]:
    with transaction(Scope.operator()):
        claimed = claim_messages(most=most, now=now, is_text=is_text)
        held = hold_back(claimed, now=now)
    if not claimed:
        return Counter()
    outcomes = _deliver(claimed, held, deliver)
    with transaction(Scope.operator()):
        _finish(claimed, outcomes, now)
    return Counter(outcome.delivered for outcome in outcomes)


def sweep_cut_off(*, now: datetime) -> int:
    """Make messages unknown that a process claimed and never came back from; return how many. Queries: 1."""
    with transaction(Scope.operator()):
        return rows.execute(_SWEEP, {"sources": list(LOSE.sources), "before": now - CUT_OFF_AFTER})


def _deliver(claimed: Sequence[Claimed], held: Mapping[UUID, Outcome], deliver: Deliver) -> list[Outcome]:
    """Return one outcome per message; those without words fail, those that are held back are not handed over."""
    leaving = [message for message in claimed if message.recipient is not None and message.id not in held]
    told = iter(deliver(leaving) if leaving else ())
    gone = Outcome(Delivered.FAILED, "words expired")
    return [gone if message.recipient is None else held.get(message.id) or next(told) for message in claimed]


def _mail(backend: Backend, claimed: Sequence[Claimed]) -> Sequence[Outcome]:
    return backend.deliver([_make_mail(message) for message in claimed])


def _make_mail(message: Claimed) -> Mail:
    return Mail(
        id=message.id,
        name=f"{message.merchant_code}-{message.topic_number}-{message.kind}-{message.id}",
        shop=message.shop,
        recipient=message.recipient or "",
        recipient_name=message.recipient_name,
        subject=message.subject,
        text=message.text,
        html=message.html,
        date=message.queued_at,
        reply_to=message.reply_to,
    )


def _finish(claimed: Sequence[Claimed], outcomes: Sequence[Outcome], now: datetime) -> None:
    settled = [_settle(message, outcome, now) for message, outcome in zip(claimed, outcomes, strict=True)]
    ids, statuses, failures, due_ats, numbers = rows.as_columns(settled, 5)
    rows.execute(
        _FINISH,
        {
            "ids": ids, "statuses": statuses, "failures": failures, "due_ats": due_ats, "now": now,
            "sources": _SOURCES, "numbers": numbers,
        },
    )  # fmt: skip
    let_next_step_in(message_ids=[message.id for message in claimed], now=now)
    found = [
        Said(
            merchant_id=message.merchant_id, channel=message.channel, address=message.recipient or "",
            reason="stop_reply" if outcome.is_stopped else "bounced", how="provider",
        )
        for message, outcome in zip(claimed, outcomes, strict=True)
        if outcome.is_stopped or outcome.is_gone
    ]  # fmt: skip
    note_found(found=found, now=now)


_Settled = tuple[object, str, str, datetime | None, str]


def _settle(message: Claimed, outcome: Outcome, now: datetime) -> _Settled:
    number = outcome.provider_number
    if outcome.delivered is not Delivered.LATER:
        return (message.id, _TARGETS[outcome.delivered], outcome.failure, None, number)
    if outcome.until is not None:
        return (message.id, POSTPONE.target, outcome.failure, outcome.until, number)
    if message.attempts > len(PAUSES):
        return (message.id, FAIL.target, f"gave up: {outcome.failure}", None, number)
    return (message.id, POSTPONE.target, outcome.failure, now + PAUSES[message.attempts - 1], number)
