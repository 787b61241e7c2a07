"""Orders that are planned to the last row: made without the database, written by one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from packhaus.kernel import rows
from packhaus.orders.services.place.plan import Attempt, Kits, list_missing_shelves, plan_drafts, sum_changes
from packhaus.orders.services.place.prepare import Stock
from packhaus.orders.services.place.records import Ids, PlannedOrder, Records, build_records, take_ids
from packhaus.orders.services.place.statement import PLACE
from packhaus.orders.services.place.surroundings import Surroundings
from packhaus.orders.types import OrderDraft


class StockMoved(Exception):
    """Some reservation did not hold: somebody took units between the read and the write."""


class ShelvesMissing(Exception):
    """Something is to wait where its item has no site stock yet; nothing was written."""

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__(keys)
        self.keys = keys


@dataclass(frozen=True, slots=True)
class Placement:
    """Planned orders, their rows, and what they take and owe of each site_stock row."""

    planned: Sequence[PlannedOrder]
    records: Records
    changes: dict[str, list[int]]

    @property
    def owes(self) -> bool:
        """Tell whether some unit is not covered by stock."""
        return any(self.changes["owes"])


def make_placement(
    attempt: Attempt,
    drafts: Sequence[OrderDraft],
    *,
    stock: Stock,
    kits: Kits,
    surroundings: Surroundings,
    ids: Ids | None = None,
) -> Placement | None:
    """Return what to write for the drafts that can be taken, None without any; refusals are in the attempt.

    Queries: 0 with ids, else 2 at most. Raises: ShelvesMissing.
    """
    planned = plan_drafts(attempt, drafts, stock, kits, surroundings)
    if not planned:
        return None
    plans = [(order.lines, order.outcome) for order in planned]
    if missing := list_missing_shelves(plans, stock):
        raise ShelvesMissing(missing)
    if ids is None:
        ids = take_ids(orders=len(planned), lines=sum(len(order.lines) for order in planned))
    records = build_records(planned, surroundings=surroundings, ids=ids, now=attempt.now)
    return Placement(planned, records, sum_changes(plans, stock))


def write_placement(attempt: Attempt, placement: Placement) -> None:
    """Reserve and write everything.

    Queries: 1. Locks: site_stock of what is promised, ascending, until commit.
    Raises: StockMoved; other reservations of the statement are made, the caller has to roll back.
    """
    records = placement.records
    parameters: dict[str, Any] = {
        **{name: text and text.decode() for name, text in records.as_json().items()},
        **placement.changes,
        "skus": list(records.skus),
        "merchant_id": attempt.merchant_id,
        "now": attempt.now,
        "actor_kind": attempt.actor.kind.value,
        "actor_id": attempt.actor.id,
    }
    if not rows.fetch_value(PLACE, parameters):
        raise StockMoved
