"""Run a policy: release what it takes, cut that into walks, and remember what stayed and why."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import ResourceBusy
from packhaus.network.queries.calendars import get_calendar
from packhaus.outbound.errors import BatchEmpty, NothingToRelease, PolicyNotFound
from packhaus.outbound.events import PolicyRan
from packhaus.outbound.queries.floor_room import count_open_lines, find_room
from packhaus.outbound.queries.policy_times import is_due
from packhaus.outbound.queries.release_policies import PolicyRow, build_rule, get_policy, list_policies
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.services.release.choose import FREE, GATED, WITH_GAPS, as_parameters
from packhaus.outbound.types import PickMethod, ReleaseRule, WaveOutcome
from packhaus.terms.errors import NotRegistered

_LEFT = f"""
{WITH_GAPS}
SELECT (SELECT count(*) {FREE}), (SELECT count(*) {GATED}), (
    SELECT count(*) FROM orders_fulfillmentorder AS h
    WHERE h.site_id = %(site_id)s::uuid AND h.status = 'planned' AND h.is_blocked
      AND (%(cut_off)s::timestamptz IS NULL OR h.ship_by <= %(cut_off)s)
      AND (cardinality(%(merchant_ids)s::uuid[]) = 0 OR h.merchant_id = ANY(%(merchant_ids)s::uuid[])))
"""  # noqa: S608 - made of constants

# Before the policy forgets its last run: what a run every minute finds unchanged is written once.
_KEEP = """
INSERT INTO outbound_releaserun (policy_id, site_id, name, ran_at, wave_id, orders, lines, "left")
SELECT p.id, p.site_id, p.name, %(now)s, %(wave_id)s::uuid, %(orders)s, %(lines)s, %(left)s::jsonb
FROM outbound_releasepolicy AS p
WHERE p.id = %(id)s AND (%(orders)s > 0 OR p.ran_at IS NULL OR p."left" <> %(left)s::jsonb)
"""
_FORGET = "DELETE FROM outbound_releaserun WHERE ran_at < %(until)s"
_NOTE = """
UPDATE outbound_releasepolicy SET ran_at = greatest(ran_at, %(now)s), orders = %(orders)s, lines = %(lines)s,
    "left" = %(left)s::jsonb, wave_id = coalesce(%(wave_id)s, wave_id),
    released_at = CASE WHEN %(wave_id)s::uuid IS NULL THEN released_at ELSE %(now)s END
WHERE id = %(id)s
"""


KEPT = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class PolicyRun:
    """What a run did: the wave it released, if any, and orders that stayed by why.

    `floor_full`, `max_orders`, `max_lines`: the next run has them; `short`: no bin covers them; `not_registered`: a law
    stops them; `held`: somebody or something holds them.
    """

    policy_id: UUID
    wave_number: str
    orders: int
    lines: int
    batches: int
    left: dict[str, int]


@dataclass(frozen=True, slots=True)
class PolicyRelease:
    """What a policy released, if anything, by which rule, and how many orders have lines that no bin covers."""

    policy: PolicyRow
    rule: ReleaseRule
    wave: WaveOutcome | None
    shorts: int


def run_due_policies(*, now: datetime, actor: Actor) -> int:
    """Run every policy whose time has come, one after the other; return how many released something.

    A policy that met somebody else's lock stays due.
    """
    count = 0
    for policy in list_policies(scope=Scope.operator(), runs_by_itself=True):
        lines = count_open_lines(site_id=policy.site_id)
        calendar = get_calendar(policy.site_id)
        if not is_due(policy=policy, calendar=calendar, open_lines=lines, now=now):
            continue
        try:
            count += run_policy(policy_id=policy.id, now=now, actor=actor).orders > 0
        except (ResourceBusy, PolicyNotFound):
            continue
    return count


def run_policy(*, policy_id: UUID, now: datetime, actor: Actor) -> PolicyRun:
    """Release what a policy takes now and cut it into walks, as far as the floor has room.

    Releasing nothing is no refusal: what is left says why. Interrupted, it is due again and finds what is still
    planned. Locks and transactions: those of `release_wave` and `build_batches`. Emits: PolicyRan when something was
    released. Raises: PolicyNotFound, ResourceBusy.
    """
    released = release_by_policy(policy_id=policy_id, now=now, actor=actor)
    walks = cut_release(released=released, now=now, actor=actor)
    return note_release(released=released, walks=walks, now=now, actor=actor)


def release_by_policy(*, policy_id: UUID, now: datetime, actor: Actor) -> PolicyRelease:
    """Release what a policy takes now: the first step of its run. Raises: PolicyNotFound, ResourceBusy."""
    policy = get_policy(scope=Scope.operator(), policy_id=policy_id)
    rule = build_rule(
        policy=policy,
        calendar=get_calendar(policy.site_id),
        open_lines=count_open_lines(site_id=policy.site_id),
        now=now,
    )
    return PolicyRelease(policy, rule, *_release(policy, rule, now, actor))


def cut_release(
    *, released: PolicyRelease, rounds: int | None = None, now: datetime, actor: Actor
) -> list[UUID]:
    """Cut what was released into walks and return them: the second step; `rounds` as in `build_batches`."""
    policy, wave = released.policy, released.wave
    if wave is None:
        return []
    method = PickMethod(policy.pick_method) if policy.pick_method else None
    try:
        return build_batches(
            wave_id=wave.id, max_totes=policy.cart_totes, method=method, rounds=rounds, now=now, actor=actor
        )
    except BatchEmpty:  # everything of it left the floor meanwhile
        return []


def note_release(*, released: PolicyRelease, walks: Sequence[UUID], now: datetime, actor: Actor) -> PolicyRun:
    """Remember what a run did and what stayed, and why: its last step. Emits: PolicyRan."""
    policy, wave = released.policy, released.wave
    run = PolicyRun(
        policy.id,
        wave.number if wave else "",
        wave.order_count if wave else 0,
        wave.line_count if wave else 0,
        len(walks),
        _count_left(policy, released.rule, wave, released.shorts, now),
    )
    _note(policy, run, wave, now, actor)
    return run


def _release(
    policy: PolicyRow, rule: ReleaseRule, now: datetime, actor: Actor
) -> tuple[WaveOutcome | None, int]:
    """Return the wave, if anything could be released, and how many orders have lines that no bin covers."""
    try:
        wave = release_wave(site_id=policy.site_id, rule=rule, policy_id=policy.id, now=now, actor=actor)
    except NothingToRelease as refusal:
        shorts: list[dict[str, Any]] = refusal.data["shorts"]
        return None, len({str(short["order_number"]) for short in shorts})
    except NotRegistered:
        return None, 0
    return wave, len({short.order_number for short in wave.shorts})


def _count_left(
    policy: PolicyRow, rule: ReleaseRule, wave: WaveOutcome | None, shorts: int, now: datetime
) -> dict[str, int]:
    with transaction(Scope.operator()):
        parameters = as_parameters(policy.site_id, rule, (), now.date())
        ((fitting, gated, held),) = rows.fetch_tuples(_LEFT, parameters)
    short = min(shorts, fitting)
    left = Counter({"short": short, "not_registered": gated, "held": held})
    left[_name_limit(policy, rule, wave)] += fitting - short
    return {reason: count for reason, count in left.items() if count}


def _name_limit(policy: PolicyRow, rule: ReleaseRule, wave: WaveOutcome | None) -> str:
    """Say what ended the run; without a limit, what still fits found no bin."""
    room = find_room(site_id=policy.site_id)
    if room is not None and room <= 0:
        return "floor_full"
    if wave and wave.order_count >= rule.max_orders:
        return "max_orders"
    return "short" if rule.max_lines is None else "max_lines"


def _note(policy: PolicyRow, run: PolicyRun, wave: WaveOutcome | None, now: datetime, actor: Actor) -> None:
    with transaction(Scope.operator()):
        noted = {
            "id": policy.id,
            "orders": run.orders,
            "lines": run.lines,
            "left": json.dumps(run.left),
            "wave_id": wave.id if wave else None,
            "now": now,
        }
        if rows.execute(_KEEP, noted):
            rows.execute(_FORGET, {"until": now - KEPT})
        rows.execute(_NOTE, noted)
        if wave:
            fact = PolicyRan(
                merchant_id=None,
                aggregate_id=policy.site_id,
                policy_id=str(policy.id),
                wave=wave.number,
                orders=run.orders,
                lines=run.lines,
            )
            record([fact], happened_at=now, actor=actor)
