"""Batches, slots, totes and tasks in one statement."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.outbound.services.batches.plan import PlannedBatch

_NUMBERS = """
SELECT ARRAY(SELECT 'B-' || nextval('outbound_number') FROM generate_series(1, %(batches)s)),
       ARRAY(SELECT 'T-' || nextval('outbound_tote_number') FROM generate_series(1, %(totes)s))
"""

# An empty tote belongs to nobody; while it holds an order it is the merchant's.
_WRITE = """
WITH batch AS (
    INSERT INTO outbound_pickbatch (id, number, wave_id, site_id, status, stop_count, rank, method, routing,
        planned_mm, baseline_mm)
    SELECT b.id, b.number, w.id, %(site_id)s, 'open', b.stops, w.rank, b.method, b.routing, b.planned_mm, b.baseline_mm
    FROM json_to_recordset(%(batches)s::json) AS b(id uuid, number text, stops int, method text, routing text,
        planned_mm bigint, baseline_mm bigint), outbound_wave AS w
    WHERE w.id = %(wave_id)s
), slot AS (
    INSERT INTO outbound_batchslot (batch_id, slot, fulfillment_id, merchant_id, tote_id)
    SELECT s.batch, s.slot, s.order, s.merchant, s.tote
    FROM json_to_recordset(%(slots)s::json) AS s(batch uuid, slot smallint, "order" uuid, merchant uuid, tote uuid)
), reused AS (
    UPDATE inventory_handlingunit AS u SET merchant_id = s.merchant, location_id = %(location_id)s
    FROM json_to_recordset(%(slots)s::json) AS s(merchant uuid, tote uuid, is_new boolean)
    WHERE u.id = s.tote AND NOT s.is_new
), made AS (
    INSERT INTO inventory_handlingunit (id, merchant_id, code, kind, location_id, parent_id, is_open)
    SELECT DISTINCT s.tote, s.merchant, s.code, 'tote', %(location_id)s::bigint, NULL::uuid, true
    FROM json_to_recordset(%(slots)s::json) AS s(merchant uuid, tote uuid, code text, is_new boolean) WHERE s.is_new
)
INSERT INTO outbound_picktask (batch_id, sequence, slot, merchant_id, fulfillment_id, fulfillment_line_id,
    allocation_id, location_id, sku_id, quantity, picked, status, short_reason)
SELECT t.batch_id, t.sequence, t.slot, t.merchant_id, t.fulfillment_id, t.fulfillment_line_id, t.allocation_id,
       t.location_id, t.sku_id, t.quantity, 0, 'open', ''
FROM unnest(%(batch_ids)s::uuid[], %(sequences)s::int[], %(task_slots)s::smallint[], %(merchant_ids)s::uuid[],
            %(fulfillment_ids)s::uuid[], %(fulfillment_line_ids)s::bigint[], %(allocation_ids)s::bigint[],
            %(location_ids)s::bigint[], %(sku_ids)s::uuid[], %(quantities)s::bigint[])
     AS t(batch_id, sequence, slot, merchant_id, fulfillment_id, fulfillment_line_id, allocation_id, location_id,
          sku_id, quantity)
"""


class Tote(NamedTuple):
    """A tote for a slot; a new one has no row yet."""

    id: UUID
    code: str
    is_new: bool


class NamedBatch(NamedTuple):
    """A planned batch with its id, its number and a tote for each slot."""

    id: UUID
    number: str
    plan: PlannedBatch
    totes: dict[int, Tote]


def take_numbers(*, batches: int, totes: int) -> tuple[list[str], list[str]]:
    """Return numbers for new batches and new totes. Queries: 1."""
    found = rows.fetch_tuples(_NUMBERS, {"batches": batches, "totes": totes})
    return found[0][0], found[0][1]


def write_batches(*, wave_id: UUID, site_id: UUID, location_id: int, batches: Sequence[NamedBatch]) -> None:
    """Write batches with everything that belongs to them. Queries: 1."""
    rows.execute(
        _WRITE,
        {
            "wave_id": wave_id,
            "site_id": site_id,
            "location_id": location_id,
            "batches": json.dumps([_describe(one) for one in batches]),
            "slots": json.dumps([slot for one in batches for slot in _list_slots(one)]),
            **_list_tasks(batches),
        },
    )


def _describe(batch: NamedBatch) -> dict[str, Any]:
    plan = batch.plan
    return {
        "id": str(batch.id),
        "number": batch.number,
        "stops": len(plan.tasks),
        "method": plan.method.value,
        "routing": plan.route.routing.value,
        "planned_mm": plan.route.length_mm,
        "baseline_mm": plan.baseline_mm,
    }


def _list_slots(batch: NamedBatch) -> list[dict[str, Any]]:
    owners = {task.pick.fulfillment_id: task.pick.merchant_id for task in batch.plan.tasks}
    return [
        {
            "batch": str(batch.id),
            "slot": slot,
            "order": str(order),
            "merchant": str(owners[order]),
            "tote": str(batch.totes[slot].id),
            "code": batch.totes[slot].code,
            "is_new": batch.totes[slot].is_new,
        }
        for slot, order in batch.plan.slots.items()
    ]


def _list_tasks(batches: Sequence[NamedBatch]) -> dict[str, list[Any]]:
    names = (
        "batch_ids", "sequences", "task_slots", "merchant_ids", "fulfillment_ids", "fulfillment_line_ids",
        "allocation_ids", "location_ids", "sku_ids", "quantities",
    )  # fmt: skip
    records = [
        (
            one.id, task.sequence, task.slot, task.pick.merchant_id, task.pick.fulfillment_id,
            task.pick.fulfillment_line_id, task.pick.allocation_id, task.pick.location_id, task.pick.sku_id,
            task.pick.quantity,
        )
        for one in batches
        for task in one.plan.tasks
    ]  # fmt: skip
    return dict(zip(names, rows.as_columns(records, len(names)), strict=True))
