"""Release a wave."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import asdict
from datetime import date, datetime
from typing import NoReturn, Self
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel.ids import new_id
from packhaus.orders.services.fulfillment import lock_fulfillments, move_units
from packhaus.orders.services.promise_more import NewPromise
from packhaus.orders.types import Counter, UnitMove
from packhaus.outbound.errors import NothingToRelease
from packhaus.outbound.events import FulfillmentReleased
from packhaus.outbound.queries.floor_room import find_room
from packhaus.outbound.services.allocate import allocate_lines
from packhaus.outbound.services.release.choose import (
    MAX_CHUNK_LINES,
    ClaimedLine,
    choose_fulfillments,
    claim_fulfillments,
)
from packhaus.outbound.services.release.held_back import preview_held_back
from packhaus.outbound.services.release.uncovered import return_fulfillments, set_apart
from packhaus.outbound.types import (
    AllocationOutcome,
    LineToAllocate,
    ReleaseRule,
    ReleaseShort,
    Restriction,
    WaveOutcome,
)
from packhaus.terms.errors import NotRegistered
from packhaus.terms.types.registrations import Gap


def release_wave(
    *, site_id: UUID, rule: ReleaseRule, policy_id: UUID | None = None, now: datetime, actor: Actor
) -> WaveOutcome:
    """Release the planned, unblocked fulfillment orders of a site that a rule takes, and allocate their bins.

    Commits chunk by chunk, at most MAX_CHUNK_LINES lines each: what is released is released when a later one fails.
    A line that no bin covers stays promised and is named; its order goes without it as a new planned fulfillment
    order, or waits as a whole where it ships complete. What a law forbids to send waits, and what is missing is named.
    Where the site's rules say how many lines its floor takes, the order that reaches that is the last.
    Locks: orders, then bins, ascending, per chunk. Emits: FulfillmentReleased. Queries: 8 a chunk; 2 more
    with restricted lines, 2 with lines that repair puts together, 1 with orders and 3 with lines that no bin covers;
    2 with missing registrations, or nothing to release.
    Raises: NothingToRelease with what stood in the way, NotRegistered when that was registrations; nothing was written.
    """
    wave = _Wave(site_id, rule, policy_id, now, actor)
    while wave.has_room() and (further := _release_next(wave)):
        wave = further
    gaps = _list_gaps(wave) if wave.has_gaps else []
    if not wave.order_count:
        _refuse(wave, gaps)
    return WaveOutcome(
        wave.id,
        wave.number,
        wave.order_count,
        wave.line_count,
        wave.unit_count,
        tuple(wave.shorts),
        tuple(gaps),
    )


def _refuse(wave: "_Wave", gaps: list[Gap]) -> NoReturn:
    room = find_room(site_id=wave.site_id)
    if room is not None and room <= 0:
        raise NothingToRelease("the floor has as many lines as it takes", shorts=[], is_floor_full=True)
    if gaps and not wave.shorts:
        raise NotRegistered(gaps)
    raise NothingToRelease(
        "no fulfillment order fits the rule" if not wave.shorts else "no bin covers these orders",
        shorts=[short._asdict() for short in wave.shorts],
    )


def _list_gaps(wave: "_Wave") -> list[Gap]:
    with transaction(Scope.operator()):
        held = preview_held_back(site_id=wave.site_id, rule=wave.rule, on=wave.now.date())
    return [one.gap for one in held]


@again_when_busy
def _release_next(wave: "_Wave") -> "_Wave | None":
    """Release the next chunk and return where that brings the wave; an attempt that was undone leaves no trace."""
    further = wave.copy()
    with transaction(Scope.operator()):
        return further if further.release_chunk() else None


class _Wave:
    """A wave while its chunks are released one after the other."""

    def __init__(
        self, site_id: UUID, rule: ReleaseRule, policy_id: UUID | None, now: datetime, actor: Actor
    ) -> None:
        self.id = new_id()
        self.number = ""
        self.is_last, self.has_gaps = False, True
        self.site_id, self.rule, self.policy_id, self.now, self.actor = site_id, rule, policy_id, now, actor
        self.zones = frozenset(rule.zones) or None
        self.rule_json = json.dumps(asdict(rule), default=str)
        self.order_count = self.line_count = self.unit_count = 0
        self.shorts: list[ReleaseShort] = []
        self.skipped: list[UUID] = []

    def copy(self) -> Self:
        twin = copy(self)
        twin.shorts, twin.skipped = list(self.shorts), list(self.skipped)
        return twin

    def has_room(self) -> bool:
        return not self.is_last and self.order_count < self.rule.max_orders and self.count_room() > 0

    def count_room(self) -> int:
        """Return how many lines the next chunk may have."""
        most = self.rule.max_lines
        return MAX_CHUNK_LINES if most is None else min(MAX_CHUNK_LINES, most - self.line_count)

    def release_chunk(self) -> bool:
        """Release the next fulfillment orders; False when none are left."""
        limit = min(MAX_CHUNK_LINES, self.rule.max_orders - self.order_count)
        ids, self.is_last, self.has_gaps = choose_fulfillments(
            site_id=self.site_id, rule=self.rule, skipped=self.skipped, limit=limit,
            max_lines=self.count_room(), on=self.now.date(),
        )  # fmt: skip
        if not ids:
            return False
        lock_fulfillments(ids)
        lines = claim_fulfillments(
            ids=ids, wave_id=self.id, number=self.number, site_id=self.site_id, rule=self.rule,
            rule_json=self.rule_json, policy_id=self.policy_id, now=self.now,
        )  # fmt: skip
        self.skipped += set(ids) - {line.fulfillment_id for line in lines}
        if lines:
            self.number = lines[0].wave_number
            outcome = self._allocate(lines)
            self._write(lines, outcome)
        return True

    def _allocate(self, lines: Sequence[ClaimedLine]) -> AllocationOutcome:
        today = self.now.date()
        wanted = [
            LineToAllocate(
                line.id,
                line.line_id,
                line.merchant_id,
                line.sku_id,
                line.promised,
                _restrict(line, today, self.zones),
            )
            for line in lines
        ]
        return allocate_lines(wave_id=self.id, site_id=self.site_id, lines=wanted)

    def _write(self, lines: Sequence[ClaimedLine], outcome: AllocationOutcome) -> None:
        missing = {short.fulfillment_line_id: short for short in outcome.shorts}
        for line in lines:
            if short := missing.get(line.id):
                self.shorts.append(
                    ReleaseShort(
                        line.order_number,
                        line.fulfillment_id,
                        line.line_id,
                        line.sku_id,
                        short.missing,
                        short.blocker,
                    )
                )
        covered: defaultdict[int, int] = defaultdict(int)
        for row in outcome.rows:
            covered[row.fulfillment_line_id] += row.quantity
        returned = _list_returned(lines, covered) if missing else set()
        return_fulfillments(wave_id=self.id, fulfillment_ids=sorted(returned))
        self.skipped += returned
        kept = [line for line in lines if line.fulfillment_id not in returned]
        if kept:
            self._keep(kept, covered)

    def _keep(self, lines: Sequence[ClaimedLine], covered: dict[int, int]) -> None:
        changes = [
            UnitMove(line.id, line.line_id, line.order_id, covered[line.id])
            for line in lines
            if covered.get(line.id)
        ]
        move_units(changes=changes, source=Counter.PROMISED, target=Counter.ALLOCATED, now=self.now)
        set_apart(promises=list(_list_uncovered(self.site_id, lines, covered)), now=self.now)
        units: defaultdict[UUID, int] = defaultdict(int)
        for line in lines:
            units[line.fulfillment_id] += covered.get(line.id, 0)
        owners = {line.fulfillment_id: (line.merchant_id, line.order_id) for line in lines}
        record(
            [
                FulfillmentReleased(
                    merchant_id=merchant_id, aggregate_id=order_id, fulfillment_id=str(id_), wave=self.number,
                    units=units[id_],
                )
                for id_, (merchant_id, order_id) in owners.items()
            ],
            happened_at=self.now,
            actor=self.actor,
        )  # fmt: skip
        self.order_count += len(owners)
        self.line_count += len(changes)
        self.unit_count += sum(units.values())


def _restrict(line: ClaimedLine, today: date, zones: frozenset[str] | None) -> Restriction | None:
    expiry = line.earliest_expiry(today)
    return Restriction(earliest_expiry=expiry, zones=zones) if expiry or zones else None


def _list_returned(lines: Sequence[ClaimedLine], covered: dict[int, int]) -> set[UUID]:
    """List fulfillment orders that stay: nothing found a bin, or the order ships complete and something did not."""
    found = {line.fulfillment_id for line in lines if covered.get(line.id)}
    return {
        line.fulfillment_id
        for line in lines
        if line.fulfillment_id not in found
        or (line.policy == "ship_complete" and covered.get(line.id, 0) < line.promised)
    }


def _list_uncovered(
    site_id: UUID, lines: Sequence[ClaimedLine], covered: dict[int, int]
) -> Iterable[tuple[int, NewPromise]]:
    for line in lines:
        missing = line.promised - covered.get(line.id, 0)
        if missing:
            yield line.id, NewPromise(line.order_id, line.line_id, line.sku_id, site_id, missing)
