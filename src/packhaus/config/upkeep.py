"""The chores that keep a running installation healthy; each may be done at any time, by anybody, twice."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter
from typing import NamedTuple

from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django import app

from packhaus.access.scope import Scope, transaction
from packhaus.access.services.links import delete_old_links
from packhaus.access.types import SYSTEM
from packhaus.care.services.forget import delete_expired_note_words
from packhaus.channels.services import uploads
from packhaus.config.partitions import ensure_partitions, move_strays
from packhaus.inbound.services.date_waiting import redate_overdue
from packhaus.insight.services.erase_contacts import erase_old_contacts
from packhaus.insight.services.note_run import note_run
from packhaus.inventory.services.backorder_limits import follow_terms
from packhaus.inventory.services.counts.programme import plan_due_counts
from packhaus.inventory.services.expire import quarantine_expired
from packhaus.inventory.services.holds import expire_holds
from packhaus.journal.services.idempotency import delete_expired_keys
from packhaus.messaging.services.forget import delete_expired_words
from packhaus.messaging.services.sweep_mails import sweep_mails
from packhaus.orders.services.requests import keep_unanswered, reroute_unanswered
from packhaus.outbound.services.replenish import plan_sites
from packhaus.outbound.services.slotting import advise_again
from packhaus.parties.services.forget_contacts import delete_expired_blobs
from packhaus.printing.services.delete_old import delete_old_jobs
from packhaus.recalls.services.end import finish_ending
from packhaus.recalls.services.sweep import sweep_recalls
from packhaus.shipping.services.forget_told import forget_told
from packhaus.shipping.services.problems import open_overlooked
from packhaus.terms.services.remind import remind_of_ends

BLOBS_AT_A_TIME = 1000
ATTEMPTS_KEPT = timedelta(days=30)
# Longer than a worker's pause between two heartbeats, and than the longest stop of a busy machine we have seen.
SILENT_SECONDS = 120


class Chore(NamedTuple):
    """A chore, and what the number it returns counts."""

    name: str
    counts: str
    do: Callable[[datetime], int]
    needs_owner: bool = False


def retry_stalled_jobs(_: datetime) -> int:
    """Hand on the jobs of workers that are gone: a kill leaves them `doing` with their lock."""
    return asyncio.run(_retry_stalled_jobs())


async def _retry_stalled_jobs() -> int:
    try:
        stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS))
        for job in stalled:
            await app.job_manager.retry_job(job)
        return len(stalled)
    finally:
        # Its statements ran in a thread of their own, whose connection nobody would ever close.
        await sync_to_async(connections.close_all)()


def _delete_blobs(now: datetime) -> int:
    total = 0
    while True:
        with transaction(Scope.operator()):
            deleted = delete_expired_blobs(now=now, at_most=BLOBS_AT_A_TIME)
        total += deleted
        if deleted < BLOBS_AT_A_TIME:
            return total


def _delete_words(now: datetime) -> int:
    with transaction(Scope.operator()):
        return delete_expired_words(now=now) + delete_expired_note_words(now=now)


def _sweep_mails(now: datetime) -> int:
    return sweep_mails(now=now)


def _erase_contacts(now: datetime) -> int:
    return erase_old_contacts(now=now)


def _follow_limits(now: datetime) -> int:
    return follow_terms(now=now)


def _delete_links(now: datetime) -> int:
    return delete_old_links(now=now)


def _redate_backorders(now: datetime) -> int:
    return redate_overdue(scope=Scope.operator(), now=now, actor=SYSTEM)


def _reroute_unanswered(now: datetime) -> int:
    return reroute_unanswered(scope=Scope.operator(), now=now, actor=SYSTEM)


def _keep_unanswered(now: datetime) -> int:
    return keep_unanswered(scope=Scope.operator(), now=now, actor=SYSTEM)


def _plan_counts(now: datetime) -> int:
    return plan_due_counts(scope=Scope.operator(), now=now, actor=SYSTEM)


def _quarantine_expired(now: datetime) -> int:
    return quarantine_expired(scope=Scope.operator(), now=now, actor=SYSTEM)


def _sweep_recalls(now: datetime) -> int:
    finish_ending(scope=Scope.operator(), now=now, actor=SYSTEM)
    return sweep_recalls(scope=Scope.operator(), now=now, actor=SYSTEM)


def _remind_of_registrations(now: datetime) -> int:
    return remind_of_ends(now=now)


def _delete_keys(now: datetime) -> int:
    with transaction(Scope.operator()):
        return delete_expired_keys(now=now)


def _expire_holds(now: datetime) -> int:
    return expire_holds(scope=Scope.operator(), now=now, actor=SYSTEM)


def _delete_sessions(now: datetime) -> int:
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def _delete_attempts(now: datetime) -> int:
    from axes.models import AccessAttempt

    deleted: int = AccessAttempt.objects.filter(attempt_time__lt=now - ATTEMPTS_KEPT).delete()[0]
    return deleted


def _plan_replenishment(now: datetime) -> int:
    return plan_sites(now=now)


def _advise_slotting(now: datetime) -> int:
    return advise_again(now=now)


def _delete_uploads(now: datetime) -> int:
    return uploads.delete_old_uploads(now=now)


def _delete_print_jobs(now: datetime) -> int:
    return delete_old_jobs(now=now)


def _forget_told(now: datetime) -> int:
    return forget_told(now=now)


def _find_parcel_problems(now: datetime) -> int:
    return open_overlooked(now=now)


CHORES = (
    Chore("strays", "rows put into the partition of their month", move_strays, needs_owner=True),
    Chore("partitions", "months made", ensure_partitions, needs_owner=True),
    Chore("holds", "SKUs freed", _expire_holds),
    Chore("jobs", "stalled jobs handed on", retry_stalled_jobs),
    Chore("documents", "expired documents deleted", _delete_blobs),
    Chore("uploads", "old files of imports deleted", _delete_uploads),
    Chore("printing", "old print jobs deleted", _delete_print_jobs),
    Chore("messages", "expired words deleted", _delete_words),
    Chore("carriers", "old words of carriers deleted", _forget_told),
    Chore("contacts", "contacts forgotten that ordered long ago", _erase_contacts),
    Chore("mails", "mails in files deleted", _sweep_mails),
    Chore("limits", "backorder limits set as terms say", _follow_limits),
    Chore("requests", "requests without an answer sent elsewhere", _reroute_unanswered),
    Chore("cancels", "cancellations that a partner did not answer given up", _keep_unanswered),
    Chore("backorders", "passed dates given anew", _redate_backorders),
    Chore("replenishment", "pick faces to be filled", _plan_replenishment),
    Chore("expiry", "expired units put into quarantine", _quarantine_expired),
    Chore("slotting", "sites whose bins were looked at anew", _advise_slotting),
    Chore("parcels", "parcels found quiet or overdue", _find_parcel_problems),
    Chore("recalls", "recalled units put into quarantine", _sweep_recalls),
    Chore("counts", "bins to count planned", _plan_counts),
    Chore("registrations", "mails about registrations that end queued", _remind_of_registrations),
    Chore("idempotency", "old keys deleted", _delete_keys),
    Chore("sessions", "ended sessions deleted", _delete_sessions),
    Chore("links", "old sign-in links deleted", _delete_links),
    Chore("sign-in", "old failed attempts deleted", _delete_attempts),
)


def do_chores(*, has_owner: bool, tell: Callable[[Chore, int], None] = lambda *_: None) -> dict[str, int]:
    """Do every chore, the owner's only where its address is known; return what each came to, and remember that."""
    now, started = timezone.now(), perf_counter()
    counts = {}
    for chore in CHORES:
        if has_owner or not chore.needs_owner:
            counts[chore.name] = chore.do(now)
            tell(chore, counts[chore.name])
    note_run(kind="upkeep", is_good=True, seconds=perf_counter() - started, figures=counts, now=now)
    return counts
