"""Send what is queued: claim and commit, hand over outside any transaction, write down what became of it.

A process that is killed in between leaves its batch `sending`; the sweeper makes that `unknown`, and a person decides.
Nothing is ever sent again by itself once it may have left.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.messaging.backends.base import Backend
from packhaus.messaging.locks import Claimed, claim_messages
from packhaus.messaging.states import CONFIRM, FAIL, LOSE, POSTPONE
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
}
# The moves of _TARGETS share their sources.
_SOURCES = list(CONFIRM.sources)

_FINISH = """
UPDATE messaging_message AS m
SET status = o.status, failure = o.failure, due_at = coalesce(o.due_at, m.due_at),
    sent_at = CASE WHEN o.status = 'sent' THEN %(now)s::timestamptz END
FROM unnest(%(ids)s::uuid[], %(statuses)s::text[], %(failures)s::text[], %(due_ats)s::timestamptz[])
     AS o(id, status, failure, due_at)
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


def send_queued(*, backend: Backend, now: datetime, most: int = MOST_AT_ONCE) -> SendSummary:
    """Send due messages, at most `most`; run it in as many processes as you like. Opens its own transactions."""
    counts: Counter[Delivered] = Counter()
    while sum(counts.values()) < most:
        with transaction(Scope.operator()):
            claimed = claim_messages(most=min(backend.batch_size, most - sum(counts.values())), now=now)
        if not claimed:
            break
        outcomes = _deliver(backend, claimed)
        with transaction(Scope.operator()):
            _finish(claimed, outcomes, now)
        counts.update(outcome.delivered for outcome in outcomes)
    return SendSummary(**{delivered.value: counts[delivered] for delivered in Delivered})


def sweep_cut_off(*, now: datetime) -> int:
    """Make messages unknown that a process claimed and never came back from; return how many. Queries: 1."""
    with transaction(Scope.operator()):
        return rows.execute(_SWEEP, {"sources": list(LOSE.sources), "before": now - CUT_OFF_AFTER})


def _deliver(backend: Backend, claimed: Sequence[Claimed]) -> list[Outcome]:
    """Return one outcome per message; those without words fail without asking the backend."""
    mails = [_make_mail(message) for message in claimed if message.recipient is not None]
    told = iter(backend.deliver(mails) if mails else [])
    gone = Outcome(Delivered.FAILED, "words expired")
    return [gone if message.recipient is None else next(told) for message in claimed]


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
    )


def _finish(claimed: Sequence[Claimed], outcomes: Sequence[Outcome], now: datetime) -> None:
    settled = [_settle(message, outcome, now) for message, outcome in zip(claimed, outcomes, strict=True)]
    ids, statuses, failures, due_ats = rows.as_columns(settled, 4)
    rows.execute(
        _FINISH,
        {
            "ids": ids, "statuses": statuses, "failures": failures, "due_ats": due_ats, "now": now,
            "sources": _SOURCES,
        },
    )  # fmt: skip


def _settle(message: Claimed, outcome: Outcome, now: datetime) -> tuple[object, str, str, datetime | None]:
    if outcome.delivered is not Delivered.LATER:
        return (message.id, _TARGETS[outcome.delivered], outcome.failure, None)
    if message.attempts > len(PAUSES):
        return (message.id, FAIL.target, f"gave up: {outcome.failure}", None)
    return (message.id, POSTPONE.target, outcome.failure, now + PAUSES[message.attempts - 1])
