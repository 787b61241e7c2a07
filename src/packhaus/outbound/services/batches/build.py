"""Build the pick batches of a wave."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.decide.batching import spend_rounds, spend_seconds
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.types import LocationKind
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.orders.services.fulfillment import lock_fulfillments
from packhaus.outbound.errors import BatchEmpty, WaveNotFound
from packhaus.outbound.events import BatchBuilt
from packhaus.outbound.locks import lock_wave
from packhaus.outbound.queries.floor_rules import get_floor_rules
from packhaus.outbound.queries.open_picks import OpenPick, list_open_picks, list_unbatched
from packhaus.outbound.queries.pick_zones import list_turns
from packhaus.outbound.queries.site_ground import Ground, get_ground
from packhaus.outbound.services.batches.plan import PlannedBatch, plan_walks, put_in_order
from packhaus.outbound.services.batches.totes import name_batches
from packhaus.outbound.services.batches.write import NamedBatch, write_batches
from packhaus.outbound.services.zones.begin import begin_legs
from packhaus.outbound.types import FloorRules, PickMethod

MAX_CHUNK_LINES = 5000
_ATTEMPTS = 3

_SITE = "SELECT site_id FROM outbound_wave WHERE id = %(id)s"


def build_batches(
    *,
    wave_id: UUID,
    max_totes: int | None = None,
    tote_codes: Sequence[str] = (),
    method: PickMethod | None = None,
    rounds: int | None = None,
    now: datetime,
    actor: Actor,
) -> list[UUID]:
    """Put the fulfillment orders of a wave that no batch has into walks of up to so many totes; return their ids.

    Without `max_totes` as many as the site's carts have, without a `method` the site's: one order a walk, a tote per
    order, a tote that goes from zone to zone, or several orders of a merchant in a tote, to be sorted. Totes are the
    named ones, then empty ones of the site, then new ones. An order that needs more totes than a cart takes walks
    alone. Walks are planned between two transactions, for as long as the site allows, or with `rounds` for so many
    rounds of the search: the same plan each time. Orders that left the floor meanwhile are on none of them. Commits per
    MAX_CHUNK_LINES lines.
    Locks: orders, the wave, empty totes. Queries: 16 a chunk.
    Raises: WaveNotFound, BatchEmpty when nothing waits, ToteInUse.
    """
    assert max_totes is None or max_totes > 0
    built: list[UUID] = []
    codes, attempts = list(tote_codes), _ATTEMPTS
    while attempts and (waiting := _read_waiting(wave_id)):
        rules = waiting.rules if method is None else replace(waiting.rules, pick_method=method)
        plans = plan_walks(
            waiting.picks,
            max_totes=max_totes or rules.cart_totes,
            rules=rules,
            ground=waiting.ground,
            share_spent=_spend(rules, rounds),
            turns=_read_turns(waiting.site_id, rules),
        )
        more = _write_next(wave_id, waiting, plans, codes, now, actor)
        built += [batch.id for batch in more]
        codes = [] if more else codes
        attempts = _ATTEMPTS if more else attempts - 1
    if not built:
        raise BatchEmpty("every order of the wave is in a batch already", wave_id=wave_id)
    return built


class _Waiting(NamedTuple):
    """What of a wave has no walk yet, and what a plan for it has to know."""

    site_id: UUID
    picks: list[OpenPick]
    rules: FloorRules
    ground: Ground


def _read_waiting(wave_id: UUID) -> _Waiting | None:
    with transaction(Scope.operator()):
        site_id = rows.fetch_value(_SITE, {"id": wave_id})
        if site_id is None:
            raise WaveNotFound("there is no such wave", wave_id=wave_id)
        ids = list_unbatched(wave_id=wave_id, max_lines=MAX_CHUNK_LINES)
        picks = list_open_picks(fulfillment_ids=ids) if ids else []
        if not picks:
            return None
        return _Waiting(site_id, picks, get_floor_rules(site_id=site_id), get_ground(site_id=site_id))


def _read_turns(site_id: UUID, rules: FloorRules) -> dict[str, int]:
    if rules.pick_method is not PickMethod.ZONE:
        return {}
    with transaction(Scope.operator()):
        return list_turns(site_id=site_id)


def _spend(rules: FloorRules, rounds: int | None) -> Callable[[], float]:
    if rounds is not None:
        return spend_rounds(rounds)
    return spend_seconds(max(1, rules.plan_milliseconds) / 1_000)


@again_when_busy
def _write_next(
    wave_id: UUID,
    waiting: _Waiting,
    plans: Sequence[PlannedBatch],
    codes: Sequence[str],
    now: datetime,
    actor: Actor,
) -> list[NamedBatch]:
    """Write the plan as far as it still holds: orders that left, or have a walk by now, are not in it."""
    fulfillment_ids = sorted({pick.fulfillment_id for pick in waiting.picks})
    with transaction(Scope.operator()):
        lock_fulfillments(fulfillment_ids)
        lock_wave(wave_id)
        still = set(list_unbatched(wave_id=wave_id, max_lines=MAX_CHUNK_LINES)) & set(fulfillment_ids)
        picks: defaultdict[UUID, list[OpenPick]] = defaultdict(list)
        for pick in list_open_picks(fulfillment_ids=sorted(still)):
            picks[pick.fulfillment_id].append(pick)
        kept = [plan for plan in (put_in_order(one, picks) for one in plans) if plan.tasks]
        if not kept:
            return []
        location_id = get_site_location(site_id=waiting.site_id, kind=LocationKind.TOTE)
        batches = name_batches(kept, location_id=location_id, tote_codes=codes)
        write_batches(wave_id=wave_id, site_id=waiting.site_id, location_id=location_id, batches=batches)
        by_zones = [batch.id for batch in batches if batch.plan.method is PickMethod.ZONE]
        if by_zones:
            begin_legs(batch_ids=by_zones)
        record([_fact(wave_id, batch) for batch in batches], happened_at=now, actor=actor)
    return batches


def _fact(wave_id: UUID, batch: NamedBatch) -> BatchBuilt:
    return BatchBuilt(
        merchant_id=None,
        aggregate_id=batch.id,
        wave_id=str(wave_id),
        orders=len(batch.plan.slots),
        stops=len(batch.plan.tasks),
    )
