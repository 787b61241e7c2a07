"""Units have come from reserve to a face: stock moves, and allocations that can travel go along."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.types import Move
from packhaus.journal.services import record
from packhaus.journal.services.scans import take_scan
from packhaus.kernel import rows
from packhaus.outbound.errors import ReplenishmentTaken, SourceAllocated, TaskNotFound, WrongQuantity
from packhaus.outbound.events import FaceFact, FaceReplenished, ReplenishmentShort
from packhaus.outbound.locks import ReplenishmentRow, SourceRow, lock_faces, lock_replenishments, lock_sources
from packhaus.outbound.services.replenish.plan import plan_replenishment
from packhaus.outbound.services.replenish.travel import (
    Readdress,
    Traveller,
    choose_travellers,
    lock_travellers,
    readdress,
)
from packhaus.outbound.states import FINISH_REPLENISHMENT
from packhaus.outbound.types import Replenished, ReplenishmentEntry

_ASKED = """
SELECT balance_id, site_id, sku_id FROM outbound_replenishmenttask WHERE id = ANY(%(ids)s::bigint[]) ORDER BY id
"""

_WRITE = """
UPDATE outbound_replenishmenttask AS t
SET moved = d.moved, returned = d.returned, status = d.status, short_reason = d.reason, done_at = %(now)s
FROM unnest(%(ids)s::bigint[], %(moved)s::bigint[], %(returned)s::bigint[], %(statuses)s::text[], %(reasons)s::text[])
     AS d(id, moved, returned, status, reason)
WHERE t.id = d.id
"""


class _Done(NamedTuple):
    task: ReplenishmentRow
    entry: ReplenishmentEntry
    status: str

    @property
    def returned(self) -> int:
        return self.entry.quantity - self.entry.kept


@again_when_busy
def confirm_replenishment(
    *, entries: Sequence[ReplenishmentEntry], now: datetime, actor: Actor
) -> list[Replenished]:
    """Book what was brought to faces, all entries or none; an entry that took effect before changes nothing.

    Fewer units than asked with a reason is a short: nobody is sent to the bin until it is counted, and another source
    is planned at once. What did not fit is back in its source; the task keeps both figures. Allocations that nobody
    walks for yet come along with their units.
    Locks: orders and walks of what travels, tasks, balances. Emits: FaceReplenished, ReplenishmentShort.
    Queries: 8 for an ordinary entry. Raises: TaskNotFound, ReplenishmentTaken, WrongQuantity, SourceAllocated saying
    how many may be taken.
    """
    assert len({entry.task_id for entry in entries}) == len(entries)
    # What a wave took while its lock was waited for may come along at the second look.
    for is_last in (False, True):
        try:
            return _confirm(entries, now, actor)
        except SourceAllocated:
            if is_last:
                raise
    raise AssertionError


def _confirm(entries: Sequence[ReplenishmentEntry], now: datetime, actor: Actor) -> list[Replenished]:
    with transaction(Scope.operator(), savepoint=True):
        fresh = {entry.task_id for entry in entries if _is_new(entry)}
        own = [entry for entry in entries if entry.task_id in fresh]
        done = _book(own, now, actor) if own else {}
    return [_tell(entry, done.get(entry.task_id)) for entry in entries]


def _tell(entry: ReplenishmentEntry, done: "_Done | None") -> Replenished:
    if done is None:
        return Replenished(entry.task_id, 0, 0, "done", is_repeat=True)
    return Replenished(entry.task_id, entry.kept, done.returned, done.status, is_repeat=False)


def _is_new(entry: ReplenishmentEntry) -> bool:
    return take_scan(
        device=entry.device, client_id=entry.client_id, operation="replenish", document_id=str(entry.task_id)
    )


def _book(entries: Sequence[ReplenishmentEntry], now: datetime, actor: Actor) -> dict[int, _Done]:
    ids = [entry.task_id for entry in entries]
    asked = rows.fetch_tuples(_ASKED, {"ids": ids})
    travellers = lock_travellers(sorted({balance_id for balance_id, _, _ in asked}))
    if any(entry.reason for entry in entries):  # another source is planned below: faces before tasks
        for site_id in sorted({site_id for _, site_id, _ in asked}):
            lock_faces(site_id=site_id, sku_ids=[sku_id for _, at, sku_id in asked if at == site_id])
    tasks = lock_replenishments(ids)
    done = {entry.task_id: _check(tasks.get(entry.task_id), entry) for entry in entries}
    _move(list(done.values()), travellers, now, actor)
    _write(done.values(), now)
    record(list(_list_facts(done.values())), happened_at=now, actor=actor)
    _replan(done.values(), now)
    return done


def _check(task: ReplenishmentRow | None, entry: ReplenishmentEntry) -> _Done:
    if task is None:
        raise TaskNotFound("there is no such task", task_id=entry.task_id)
    if task.status not in FINISH_REPLENISHMENT.sources:
        raise ReplenishmentTaken(f"the task is {task.status}", task_id=task.id, status=task.status)
    is_short = entry.quantity < task.quantity and entry.reason is not None
    if not 0 <= entry.kept <= entry.quantity <= task.quantity or (not entry.quantity and not is_short):
        raise WrongQuantity(
            f"{entry.quantity} taken and {entry.kept} put, {task.quantity} wanted",
            task_id=task.id,
            scanned=entry.quantity,
            wanted=task.quantity,
        )
    return _Done(task, entry, "short" if is_short else "done")


def _move(done: Sequence[_Done], travellers: Sequence[Traveller], now: datetime, actor: Actor) -> None:
    taken = [one for one in done if one.entry.kept]
    if not taken:
        return
    sources = lock_sources(
        balance_ids=[one.task.balance_id for one in taken],
        location_ids=[one.task.to_location_id for one in taken],
        sku_ids=[one.task.sku_id for one in taken],
    )
    along = _choose_along(taken, travellers)
    given: defaultdict[int, int] = defaultdict(int)
    for one in taken:
        _prove(one, sources.get(one.task.balance_id), given[one.task.balance_id], along[one.task.id])
        given[one.task.balance_id] += one.entry.kept - sum(each.quantity for each in along[one.task.id])
    for one in taken:
        _book_moves(one, sources[one.task.balance_id], along[one.task.id], now, actor)
    readdress(
        [
            Readdress(each.id, one.task.balance_id, one.task.to_location_id)
            for one in taken
            for each in along[one.task.id]
        ]
    )


def _choose_along(done: Sequence[_Done], travellers: Sequence[Traveller]) -> dict[int, list[Traveller]]:
    chosen: dict[int, list[Traveller]] = {}
    left = list(travellers)
    for one in done:
        own = [each for each in left if each.balance_id == one.task.balance_id]
        chosen[one.task.id] = choose_travellers(own, units=one.entry.kept)
        left = [each for each in left if each not in chosen[one.task.id]]
    return chosen


def _prove(one: _Done, source: SourceRow | None, given: int, along: Sequence[Traveller]) -> None:
    free = 0 if source is None else source.on_hand - source.allocated - given
    may_take = free + sum(each.quantity for each in along)
    if one.entry.kept > may_take or source is None:
        raise SourceAllocated(
            f"{one.task.source_code} has {may_take} units that no picker comes for, {one.entry.kept} were to go",
            task_id=one.task.id,
            location=one.task.source_code,
            there=may_take,
            wanted=one.entry.kept,
        )


def _book_moves(
    one: _Done, source: SourceRow, along: Sequence[Traveller], now: datetime, actor: Actor
) -> None:
    task = one.task
    out = Move(
        merchant_id=task.merchant_id,
        site_id=task.site_id,
        sku_id=task.sku_id,
        owner_id=source.owner_id,
        quantity=one.entry.kept,
        from_location_id=task.from_location_id,
        to_location_id=task.to_location_id,
        lot_id=source.lot_id,
        serial=source.serial,
        from_unit_id=source.unit_id,
        allocated=sum(each.quantity for each in along),
    )
    record_movements(
        moves=[out],
        reason="replenish",
        document_kind="replenishment",
        document_id=str(task.id),
        happened_at=now,
        actor=actor,
    )


def _write(done: Iterable[_Done], now: datetime) -> None:
    records = [
        (
            one.task.id,
            one.entry.kept,
            one.returned,
            one.status,
            one.entry.reason.value if one.entry.reason and one.status == "short" else "",
        )
        for one in done
    ]
    names = ("ids", "moved", "returned", "statuses", "reasons")
    rows.execute(_WRITE, {**dict(zip(names, rows.as_columns(records, 5), strict=True)), "now": now})


def _list_facts(done: Iterable[_Done]) -> Iterable[FaceFact]:
    for one in done:
        task = one.task
        if one.entry.quantity:
            yield FaceReplenished(
                merchant_id=task.merchant_id, aggregate_id=task.sku_id, site_id=str(task.site_id), task_id=task.id,
                source=task.source_code, face=task.face_code, units=one.entry.kept, returned=one.returned,
            )  # fmt: skip
        if one.status == "short" and one.entry.reason:
            yield ReplenishmentShort(
                merchant_id=task.merchant_id, aggregate_id=task.sku_id, site_id=str(task.site_id), task_id=task.id,
                source=task.source_code, missing=task.quantity - one.entry.quantity, reason=one.entry.reason.value,
            )  # fmt: skip


def _replan(done: Iterable[_Done], now: datetime) -> None:
    """Plan what is still missing from elsewhere, in the same transaction."""
    short: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for one in done:
        if one.status == "short":
            short[one.task.site_id].append(one.task.sku_id)
    for site_id, sku_ids in short.items():
        plan_replenishment(site_id=site_id, sku_ids=sku_ids, now=now)
