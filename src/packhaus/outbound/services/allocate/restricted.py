"""Pass 1: lines that do not take just any bin, planned over locked balances."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from packhaus.decide.allocation import LineDemand, RestrictedPlan, Supply, allocate_restricted
from packhaus.kernel import rows
from packhaus.outbound.services.allocate.bins import ELIGIBLE, IS_DOUBTED
from packhaus.outbound.types import LineToAllocate

_LOCK_BINS = f"""
SELECT b.id, b.sku_id, b.on_hand - b.allocated, b.received_on, b.expires_on, b.location_id,
       (SELECT l.zone FROM inventory_location AS l WHERE l.id = b.location_id), b.lot_id, b.serial,
       {IS_DOUBTED}
{ELIGIBLE} AND b.on_hand > b.allocated
ORDER BY b.id FOR NO KEY UPDATE OF b
"""  # noqa: S608 - made of a constant

_WRITE = """
WITH written AS (
    SELECT * FROM unnest(%(lines)s::bigint[], %(balance_ids)s::bigint[], %(quantities)s::bigint[])
                  AS w(fulfillment_line_id, balance_id, quantity)
), taken AS (
    UPDATE inventory_balance AS b SET allocated = b.allocated + w.units
    FROM (SELECT balance_id, sum(quantity) AS units FROM written GROUP BY 1) AS w WHERE b.id = w.balance_id
)
INSERT INTO outbound_allocation (merchant_id, wave_id, fulfillment_line_id, line_id, sku_id, balance_id, quantity,
    picked)
SELECT f.merchant_id, %(wave_id)s, f.id, f.line_id, f.sku_id, w.balance_id, w.quantity, 0
FROM written AS w JOIN orders_fulfillmentline AS f ON f.id = w.fulfillment_line_id
"""


class BinRow(NamedTuple):
    """One bin's free units, in the statement's order."""

    balance_id: int
    sku_id: UUID
    free: int
    received_on: date
    expires_on: date | None
    location_id: int
    zone: str
    lot_id: int | None
    serial: str | None
    is_doubted: bool


def allocate_restricted_lines(
    *,
    wave_id: UUID,
    site_id: UUID,
    lines: Sequence[LineToAllocate],
    sku_ids: Sequence[UUID],
    avoided: Sequence[int] = (),
) -> RestrictedPlan:
    """Allocate the restricted lines; locks every bin of all SKUs of the call first. Queries: 2."""
    found = rows.fetch_tuples(
        _LOCK_BINS, {"sku_ids": list(sku_ids), "site_id": site_id, "avoided": list(avoided)}
    )
    plan = allocate_restricted(
        demands=[_as_demand(line) for line in lines],
        supplies=[_as_supply(BinRow._make(row)) for row in found],
    )
    lines_, balances, quantities = rows.as_columns(plan.allocations, 3)
    if lines_:
        parameters = {"lines": lines_, "balance_ids": balances, "quantities": quantities, "wave_id": wave_id}
        rows.execute(_WRITE, parameters)
    return plan


def _as_supply(row: BinRow) -> Supply:
    return Supply(
        row.balance_id, row.sku_id, row.free, row.received_on, row.expires_on, row.location_id, row.zone,
        row.lot_id, row.serial, is_doubted=row.is_doubted,
    )  # fmt: skip


def _as_demand(line: LineToAllocate) -> LineDemand:
    limit = line.restriction
    assert limit is not None
    return LineDemand(
        line.fulfillment_line_id, line.sku_id, line.quantity, limit.lot_id, limit.serial, limit.earliest_expiry,
        limit.zones, limit.rules,
    )  # fmt: skip
