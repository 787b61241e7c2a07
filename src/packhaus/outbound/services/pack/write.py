"""Cartons, pallets, freed totes and the fulfillment orders' state in one statement."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.types import LocationKind
from packhaus.kernel import rows
from packhaus.orders.states import PACK
from packhaus.outbound.services.pack.boxes import PlatedBox
from packhaus.outbound.services.pack.pallets import Pallet
from packhaus.outbound.services.pack.read import PackWork
from packhaus.outbound.types import PlannedBox

_WRITE = """
WITH unit AS (
    INSERT INTO inventory_handlingunit (id, merchant_id, code, kind, location_id, parent_id, is_open)
    SELECT u.id, u.merchant_id, u.code, u.kind, u.location_id, u.parent_id, true
    FROM unnest(%(unit_ids)s::uuid[], %(merchant_ids)s::uuid[], %(codes)s::text[], %(kinds)s::text[],
                %(location_ids)s::bigint[], %(parent_ids)s::uuid[])
         AS u(id, merchant_id, code, kind, location_id, parent_id)
), tote AS (
    UPDATE inventory_handlingunit SET merchant_id = NULL WHERE id = ANY(%(tote_ids)s::uuid[]) AND id NOT IN (
        SELECT s.tote_id FROM outbound_batchslot AS own
        JOIN outbound_pickbatch AS p ON p.id = own.batch_id AND p.method IN ('batch', 'wall')
        JOIN outbound_batchslot AS s
          ON s.batch_id = p.id AND s.tote_id = own.tote_id AND s.fulfillment_id <> ALL(%(ids)s::uuid[])
        JOIN orders_fulfillmentorder AS x ON x.id = s.fulfillment_id AND x.status IN ('released', 'picking', 'picked')
        WHERE own.fulfillment_id = ANY(%(ids)s::uuid[]))
), packed AS (
    UPDATE orders_fulfillmentorder SET status = %(target)s, packed_at = %(now)s
    WHERE id = ANY(%(ids)s::uuid[]) AND status = ANY(%(sources)s::text[]) RETURNING wave_id
), plan AS (
    INSERT INTO outbound_parcelplan (unit_id, merchant_id, length_mm, width_mm, height_mm, empty_permille, placements)
    SELECT p.* FROM unnest(%(plan_units)s::uuid[], %(plan_merchants)s::uuid[], %(lengths)s::int[], %(widths)s::int[],
                           %(heights)s::int[], %(empties)s::smallint[], %(placements)s::jsonb[]) AS p
), wave AS (
    UPDATE outbound_wave AS w SET status = 'done'
    WHERE w.id IN (SELECT wave_id FROM packed) AND w.status IN ('released', 'picking') AND NOT EXISTS (
        SELECT FROM orders_fulfillmentorder AS f
        WHERE f.wave_id = w.id AND f.status IN ('released', 'picking', 'picked') AND f.id <> ALL(%(ids)s))
)
SELECT count(*) FROM packed
"""


class PackedWork(NamedTuple):
    """One fulfillment order with its plated boxes and pallets."""

    work: PackWork
    boxes: list[PlatedBox]
    pallets: dict[int, Pallet]

    def pallet_of(self, plated: PlatedBox) -> Pallet | None:
        """Return the pallet on which a box stands."""
        return None if plated.box.pallet is None else self.pallets[plated.box.pallet]


class _Unit(NamedTuple):
    id: UUID
    merchant_id: UUID
    code: str
    kind: str
    location_id: int
    parent_id: UUID | None


def write_packed(*, packed: Sequence[PackedWork], now: datetime) -> int:
    """Write units and what lies where in them, free the totes, and say that orders are packed; return how many were.

    Queries: 1.
    """
    units = [unit for one in packed for unit in _list_units(one)]
    columns = rows.as_columns(units, 6)
    names = ("unit_ids", "merchant_ids", "codes", "kinds", "location_ids", "parent_ids")
    return int(
        rows.fetch_value(
            _WRITE,
            {
                **dict(zip(names, columns, strict=True)),
                **_list_plans(packed),
                "tote_ids": [one.work.header.tote_id for one in packed if one.work.header.tote_id],
                "ids": [one.work.header.id for one in packed],
                "target": PACK.target,
                "sources": list(PACK.sources),
                "now": now,
            },
        )
    )


def _list_units(one: PackedWork) -> list[_Unit]:
    header = one.work.header
    staging = get_site_location(site_id=header.site_id, kind=LocationKind.STAGING)
    pallets = [
        _Unit(pallet.unit_id, header.merchant_id, pallet.sscc, "pallet", staging, None)
        for pallet in one.pallets.values()
    ]
    cartons = []
    for plated in one.boxes:
        pallet = one.pallet_of(plated)
        parent = pallet.unit_id if pallet else None
        cartons.append(_Unit(plated.unit_id, header.merchant_id, plated.code, "carton", staging, parent))
    return pallets + cartons


def _list_plans(packed: Sequence[PackedWork]) -> dict[str, list[Any]]:
    """List what lies where, by the order's lines as the parcels name them; what travels as it is has no inside."""
    names = ("plan_units", "plan_merchants", "lengths", "widths", "heights", "empties", "placements")
    records = [
        (
            plated.unit_id, one.work.header.merchant_id, *plated.box.inner_mm, plated.box.empty_permille,
            _write_placements(plated.box, {line.id: line.line_id for line in one.work.lines}),
        )
        for one in packed
        for plated in one.boxes
        if plated.box.inner_mm
    ]  # fmt: skip
    return dict(zip(names, rows.as_columns(records, len(names)), strict=True))


def _write_placements(box: PlannedBox, lines: dict[int, int]) -> str:
    return json.dumps([(lines[place.line], *place[1:]) for place in box.placements])
