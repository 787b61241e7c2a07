"""Goods lie where they were to go: one task, or many in one go."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor, ActorKind
from packhaus.inbound.errors import PutAwayTaskTaken
from packhaus.inbound.events import GoodsPutAway
from packhaus.inbound.locks import LockedAsn, LockedTask, lock_asns, lock_doors, lock_tasks
from packhaus.inbound.queries.put_away.task_goods import TaskGoods, list_task_asns, list_task_goods
from packhaus.inbound.services.put_away.check_places import check_places
from packhaus.inbound.services.put_away.finish_tasks import finish_tasks
from packhaus.inbound.services.put_away.moves import Doing, list_moves, list_places_of_units
from packhaus.inbound.services.put_away.plan import plan_goods
from packhaus.inbound.states import FINISH_PUT_AWAY
from packhaus.inbound.types import CHANGE_REASONS, PutAway, PutAwayEntry
from packhaus.inventory.queries.rules import get_location_facts
from packhaus.inventory.services.handling_units import place_units
from packhaus.inventory.services.ledger import record_movements
from packhaus.journal.services import record
from packhaus.journal.services.scans import take_scans
from packhaus.kernel.errors import FieldProblem, Invalid

DOCUMENT_KIND = "put_away"
OPERATION = "put_away"


@again_when_busy
def confirm_put_away(
    *, scope: Scope, entries: Sequence[PutAwayEntry], device: str, now: datetime, actor: Actor
) -> list[PutAway]:
    """Book that goods lie in their places, all or none; one outcome per entry, in their order.

    A scan that took effect before does nothing. Less than a task's units leaves the rest at the door, with a place of
    its own. Another place than planned needs a reason, and has to be suitable. A carton that comes to a pick face is
    opened. Locks: the deliveries, their doors, the tasks, site_stock, balances. Emits: GoodsPutAway per delivery.
    Queries: 12 to 16 per delivery, whatever the number of entries.
    Raises: PutAwayTaskNotFound, PutAwayTaskTaken, PlaceNotSuitable, ShortBalance, Invalid, ResourceBusy.
    """
    assert entries
    _check(entries)
    with transaction(scope):
        fresh = take_scans(
            device=device, operation=OPERATION, documents={one.client_id: one.task_id for one in entries}
        )
        new = {one.task_id: one for one in entries if one.client_id in fresh}
        asns = lock_asns(list_task_asns([one.task_id for one in entries]))
        tasks = {task.id: task for task in lock_tasks([one.task_id for one in entries])}
        if new:
            tasks |= _confirm([tasks[id_] for id_ in new], new, asns, now, actor)
    return [
        PutAway(one.task_id, one.client_id, one.client_id in fresh, task.quantity, task.to_location_id or 0)
        for one in entries
        for task in [tasks[one.task_id]]
    ]


def _check(entries: Sequence[PutAwayEntry]) -> None:
    problems = []
    tasks = Counter(one.task_id for one in entries)
    clients = Counter(one.client_id for one in entries)
    for index, entry in enumerate(entries):
        path = f"entries.{index}"
        if not 0 < len(entry.client_id) <= 40:
            problems.append(FieldProblem(f"{path}.client_id", "format", "is 1 to 40 characters"))
        if entry.quantity is not None and entry.quantity <= 0:
            problems.append(FieldProblem(f"{path}.quantity", "range", "is at least 1"))
        if entry.reason and entry.reason not in CHANGE_REASONS:
            told = f"is one of {', '.join(CHANGE_REASONS)}"
            problems.append(FieldProblem(f"{path}.reason", "unknown", told))
        if clients[entry.client_id] > 1:
            problems.append(FieldProblem(f"{path}.client_id", "repeated", "stands twice"))
        if tasks[entry.task_id] > 1:
            problems.append(FieldProblem(f"{path}.task", "repeated", "stands twice"))
    if problems:
        raise Invalid(problems)


def _confirm(
    tasks: Sequence[LockedTask],
    entries: Mapping[UUID, PutAwayEntry],
    asns: Sequence[LockedAsn],
    now: datetime,
    actor: Actor,
) -> dict[UUID, LockedTask]:
    """Book the tasks, and return them as they are then."""
    _refuse_taken(tasks, actor)
    goods: defaultdict[UUID, list[TaskGoods]] = defaultdict(list)
    for one in list_task_goods([task.id for task in tasks]):
        goods[one.task_id].append(one)
    doings = [_decide(task, entries[task.id], goods[task.id]) for task in tasks]
    check_places(doings)
    for asn in asns:
        mine = [doing for doing in doings if doing.task.asn_id == asn.id]
        if mine:
            _book(asn, mine, now, actor)
    finish_tasks(doings, now=now, actor=actor)
    _plan_rest(asns, doings, now)
    return {
        doing.task.id: doing.task._replace(quantity=doing.quantity, to_location_id=doing.to_location_id)
        for doing in doings
    }


def _refuse_taken(tasks: Iterable[LockedTask], actor: Actor) -> None:
    for task in tasks:
        is_anothers = (
            task.status == "claimed" and actor.kind == ActorKind.USER and str(task.claimed_by) != actor.id
        )
        if is_anothers or task.status not in FINISH_PUT_AWAY.sources:
            raise PutAwayTaskTaken(
                "somebody else has the task" if is_anothers else f"the task is {task.status}",
                task=str(task.id), status=task.status,
            )  # fmt: skip


def _decide(task: LockedTask, entry: PutAwayEntry, goods: Sequence[TaskGoods]) -> Doing:
    """Say how many units go where. A carton goes with all that is in it."""
    there = sum(one.on_hand for one in goods)
    quantity = there if task.unit_id else entry.quantity or task.quantity
    target = entry.to_location_id or task.to_location_id
    if target is None:
        raise Invalid([FieldProblem("entries.location", "required", "no place was planned: name one")])
    if target != task.to_location_id and task.to_location_id and not entry.reason:
        told = f"is one of {', '.join(CHANGE_REASONS)}"
        raise Invalid([FieldProblem("entries.reason", "required", told)])
    if quantity > task.quantity and not task.unit_id:
        raise Invalid([FieldProblem("entries.quantity", "range", f"is at most {task.quantity}")])
    return Doing(task, quantity, target, entry.reason, tuple(goods))


def _book(asn: LockedAsn, doings: Sequence[Doing], now: datetime, actor: Actor) -> None:
    kinds = {
        id_: facts.kind for id_, facts in get_location_facts({one.to_location_id for one in doings}).items()
    }
    record_movements(
        moves=[move for doing in doings for move in list_moves(doing, kinds[doing.to_location_id])],
        reason="put_away", document_kind=DOCUMENT_KIND, document_id=asn.number, happened_at=now, actor=actor,
    )  # fmt: skip
    place_units(list_places_of_units(doings, kinds))
    fact = GoodsPutAway(
        merchant_id=asn.merchant_id,
        aggregate_id=asn.id,
        number=asn.number,
        site_id=str(asn.site_id),
        tasks=len(doings),
        units=sum(one.quantity for one in doings),
    )
    record([fact], happened_at=now, actor=actor)


def _plan_rest(asns: Iterable[LockedAsn], doings: Sequence[Doing], now: datetime) -> None:
    """Plan anew what was left at the door."""
    split = [
        doing.task for doing in doings if doing.quantity < doing.task.quantity and not doing.task.unit_id
    ]
    if not split:
        return
    doors = lock_doors([task.site_id for task in split])
    for asn in asns:
        sku_ids = sorted({task.sku_id for task in split if task.asn_id == asn.id and task.sku_id})
        if sku_ids:
            plan_goods(asn=asn, door_id=doors[asn.site_id], unit_ids=[], sku_ids=sku_ids, now=now)
