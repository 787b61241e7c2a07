"""Orders by the thousand: while the database writes one chunk, the next is planned in another thread.

The next chunk is planned on stock as it was before this one, less what this one takes. Such a plan is thrown away, and
its chunk placed like any other call, when the chunk before was not written as planned, or when it owes units that have
come meanwhile. That a plan takes more than there is, the statement finds out itself.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.orders.services.place.complete import complete_drafts
from packhaus.orders.services.place.costs import refresh_routing
from packhaus.orders.services.place.fresh import find_rules
from packhaus.orders.services.place.outcomes import list_outcomes
from packhaus.orders.services.place.placement import (
    Placement,
    ShelvesMissing,
    StockMoved,
    make_placement,
    write_placement,
)
from packhaus.orders.services.place.plan import Attempt, Kits, read_stock
from packhaus.orders.services.place.prepare import Stock
from packhaus.orders.services.place.records import Ids, take_ids
from packhaus.orders.services.place.repeats import answer_repeats
from packhaus.orders.services.place.service import check_drafts, place_orders
from packhaus.orders.services.place.surroundings import Surroundings, read_surroundings
from packhaus.orders.types import OrderDraft, OrderOutcome
from packhaus.terms.queries.shelf_rules import get_shelf_rules

T = TypeVar("T")
Drafts = Sequence[OrderDraft]
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Ground:
    """Everything that planning one chunk needs, read from the database."""

    stock: Stock
    free: dict[_Key, int]
    kits: Kits
    surroundings: Surroundings
    ids: Ids


@dataclass(frozen=True, slots=True)
class _Plan:
    """What one chunk would write and answer, and the free units that it was made on.

    The answers are made with the plan: while they are, the database still writes the chunk before.
    """

    attempt: Attempt
    drafts: Drafts
    placement: Placement | None
    free: dict[_Key, int]
    outcomes: list[OrderOutcome]


def place_stream(
    *,
    scope: Scope,
    merchant_id: UUID,
    chunks: Iterable[tuple[T, Drafts]],
    record: Callable[[T, list[OrderOutcome]], None],
    now: datetime,
    actor: Actor,
) -> Iterator[T]:
    """Place chunks of orders of one merchant in the order given, and yield each chunk when it is committed.

    A chunk is one transaction, as one call of `place_orders`, and `record` runs in it with the outcomes in the order
    of the drafts. Drafts of several channels, or with services or a shelf-life rule, are not planned ahead. No cart is
    used up.
    Locks, Emits, Raises: as `place_orders`; chunks that were yielded stay. Queries: 5 a chunk beside those of `record`.
    """
    stream = _Stream(scope, merchant_id, now, actor)
    # Completed here: the planner's thread asks no database.
    source = (
        (tag, complete_drafts(scope=scope, merchant_id=merchant_id, drafts=drafts)) for tag, drafts in chunks
    )
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="plan") as planner:
        chunk = next(source, None)
        plan = stream.plan(chunk[1]) if chunk else None
        while chunk is not None:
            tag, drafts = chunk
            upcoming = next(source, None)
            ahead: Future[_Plan | None] | None = None
            if upcoming and plan and stream.is_plannable(upcoming[1]):
                ground = stream.read_ground(upcoming[1], before=plan.placement)
                ahead = planner.submit(stream.plan_on, upcoming[1], ground)
            is_as_planned = plan is not None and stream.write(plan, tag, record)
            if not is_as_planned:
                stream.place(drafts, tag, record)
            yield tag
            chunk = upcoming
            if chunk is not None:
                plan = ahead.result() if ahead and is_as_planned else stream.plan(chunk[1])


@dataclass(frozen=True, slots=True)
class _Stream:
    scope: Scope
    merchant_id: UUID
    now: datetime
    actor: Actor

    def is_plannable(self, drafts: Drafts) -> bool:
        """Tell whether drafts can be planned on what was read beforehand. Queries: 0, or 1 for shelf-life rules."""
        rules = get_shelf_rules(self.scope, merchant_id=self.merchant_id)
        return len({draft.channel for draft in drafts}) == 1 and not any(
            draft.vas or find_rules(rules, draft) for draft in drafts
        )

    def plan(self, drafts: Drafts) -> _Plan | None:
        """Plan on stock as it is now."""
        return (
            self.plan_on(drafts, self.read_ground(drafts, before=None)) if self.is_plannable(drafts) else None
        )

    def read_ground(self, drafts: Drafts, *, before: Placement | None) -> _Ground:
        """Read what a plan needs; `before` is about to be written, and what it takes is gone."""
        refresh_routing()
        with transaction(self.scope):
            stock, kits = read_stock(
                self._attempt({}), {line.sku_code for draft in drafts for line in draft.lines}
            )
            if before is not None:
                _subtract(stock, before.changes)
            lines = [line for draft in drafts for line in draft.lines]
            parts = sum(
                len(kits[stock.skus[line.sku_code].id])
                for line in lines
                if line.sku_code in stock.skus and stock.skus[line.sku_code].kind == "kit"
            )
            ids = take_ids(orders=len(drafts), lines=len(lines) + parts)
            return _Ground(stock, dict(stock.free), kits, read_surroundings(now=self.now), ids)

    def plan_on(self, drafts: Drafts, ground: _Ground) -> _Plan | None:
        """Plan a chunk; None when that needs the database, which is not here."""
        refused, waiting = check_drafts(drafts)
        attempt = self._attempt(refused)
        try:
            placement = make_placement(
                attempt, list(waiting.values()), stock=ground.stock, kits=ground.kits,
                surroundings=ground.surroundings, ids=ground.ids,
            )  # fmt: skip
        except ShelvesMissing:
            return None
        outcomes = dict(attempt.outcomes)
        if placement is not None:
            outcomes.update(list_outcomes(placement.planned, placement.records))
        ordered = [outcomes[draft.external_number] for draft in drafts]
        return _Plan(attempt, drafts, placement, ground.free, ordered)

    def write(self, plan: _Plan, tag: T, record: Callable[[T, list[OrderOutcome]], None]) -> bool:
        """Write a plan that still holds; False when it does not, and then nothing is written."""
        try:
            with transaction(self.scope):
                if not self._holds(plan):
                    return False
                if plan.placement is not None:
                    write_placement(plan.attempt, plan.placement)
                record(tag, plan.outcomes)
        except StockMoved:
            return False
        except IntegrityError as error:
            if "order_is_taken_once_per_channel" not in str(error):
                raise
            return False
        return True

    def place(self, drafts: Drafts, tag: T, record: Callable[[T, list[OrderOutcome]], None]) -> None:
        """Place a chunk as single calls do."""
        with transaction(self.scope):
            outcomes: list[OrderOutcome] = []
            for _, group in groupby(drafts, key=lambda draft: draft.channel):
                outcomes += place_orders(
                    scope=self.scope, merchant_id=self.merchant_id, drafts=list(group), now=self.now,
                    actor=self.actor,
                )  # fmt: skip
            record(tag, outcomes)

    def _holds(self, plan: _Plan) -> bool:
        """Tell whether no order is there already and no stock came that the plan lacks. Queries: 1 or 2."""
        stored = self._attempt({})
        answer_repeats(stored, plan.drafts)
        if stored.outcomes:
            return False
        if not _lacks(plan):
            return True
        stock, _ = read_stock(stored, {line.sku_code for draft in plan.drafts for line in draft.lines})
        return all(free <= plan.free.get(key, 0) for key, free in stock.free.items())

    def _attempt(self, outcomes: dict[str, OrderOutcome]) -> Attempt:
        return Attempt(self.merchant_id, self.now, self.actor, outcomes)


def _lacks(plan: _Plan) -> bool:
    """Tell whether some unit is owed, or some order refused."""
    return bool(plan.attempt.outcomes) or (plan.placement is not None and plan.placement.owes)


def _subtract(stock: Stock, changes: dict[str, list[int]]) -> None:
    """Take from stock what is about to be written."""
    takes = dict(zip(changes["stock_ids"], zip(changes["takes"], changes["owes"], strict=True), strict=True))
    for key, row in stock.rows.items():
        take, owe = takes.get(row, (0, 0))
        stock.free[key] -= take
        headroom = stock.headroom[key]
        if headroom is not None:
            stock.headroom[key] = headroom - owe
