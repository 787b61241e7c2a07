"""What a person can do when the machinery stands: try a job again, try parked entries again, read again."""

from collections.abc import Sequence
from datetime import date, datetime

from procrastinate.contrib.django import app

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.insight.events import JobRetried, ParkedReleased, ReaderRewound
from packhaus.insight.locks import lock_failed_jobs
from packhaus.journal.services import record
from packhaus.journal.services.subscribers import rewind
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound

AT_ONCE = 500

# The feeder leaves alone what was tried too often; from nought on it tries again with its next round.
_RELEASE = """
UPDATE journal_parkedentry SET attempts = 0
WHERE subscription_id = %(name)s AND aggregate_id = %(aggregate_id)s
"""
_KNOWN = "SELECT EXISTS (SELECT FROM journal_subscription WHERE name = %(name)s)"


def retry_jobs(*, scope: Scope, job_ids: Sequence[int], now: datetime, actor: Actor) -> int:
    """Let failed jobs wait again, all of them (at most AT_ONCE) when none is named; return how many.

    Emits: JobRetried. Raises: NotFound (the operator's to do, or none of them failed).
    """
    _require_operator(scope)
    with transaction(scope, savepoint=True):
        found = lock_failed_jobs(job_ids, most=AT_ONCE)
        if job_ids and not found:
            raise NotFound("no such failed job")
        for job_id, _ in found:
            app.job_manager.retry_job_by_id(job_id, now)
        facts = [JobRetried(merchant_id=None, aggregate_id=job_id, task=task) for job_id, task in found]
        record(facts, happened_at=now, actor=actor)
    return len(found)


def release_parked(*, scope: Scope, name: str, aggregate_id: str, now: datetime, actor: Actor) -> int:
    """Let a reader try the parked entries of one aggregate again; return how many wait for it.

    Emits: ParkedReleased. Raises: NotFound.
    """
    _require_operator(scope)
    with transaction(scope, savepoint=True):
        entries = rows.execute(_RELEASE, {"name": name, "aggregate_id": aggregate_id})
        if not entries:
            raise NotFound("nothing is parked there")
        fact = ParkedReleased(merchant_id=None, aggregate_id=name[:40], entries=entries)
        record([fact], happened_at=now, actor=actor)
    return entries


def rewind_reader(*, scope: Scope, name: str, since: date, now: datetime, actor: Actor) -> None:
    """Let a reader read again from a day on; its handler does nothing twice.

    Emits: ReaderRewound. Raises: NotFound, Invalid (a day that is not over the horizon: in the future).
    """
    _require_operator(scope)
    if since > now.date():
        raise Invalid([FieldProblem("since", "future", "This day is in the future.")])
    with transaction(scope, savepoint=True):
        if not rows.fetch_value(_KNOWN, {"name": name}):
            raise NotFound("no such reader")
        rewind(name, since=since)
        fact = ReaderRewound(merchant_id=None, aggregate_id=name[:40], since=since.isoformat())
        record([fact], happened_at=now, actor=actor)


def _require_operator(scope: Scope) -> None:
    if not scope.is_operator:
        raise NotFound("the operator's to do")
