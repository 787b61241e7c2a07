"""Take a transfer's units from their bins to the staging place."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.errors import ShortBalance
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.handling_units import ensure_units
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.types import LocationKind, Move
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.states import apply_transition
from packhaus.transfers.errors import NotAtLocation
from packhaus.transfers.events import TransferPickedUnits
from packhaus.transfers.locks import LockedTransfer, lock_transfer
from packhaus.transfers.queries.lines import BinRow, TransferLineRow, list_bins, list_lines
from packhaus.transfers.services.release import TABLE
from packhaus.transfers.states import FINISH_PICKING
from packhaus.transfers.types import UNIT_KINDS, TransferPick

DOCUMENT_KIND = "transfer"
_KNOWN = """
SELECT DISTINCT p.client_id FROM transfers_transferpicked AS p JOIN transfers_transferline AS l ON l.id = p.line_id
WHERE l.transfer_id = %(transfer_id)s::uuid AND p.client_id = %(client_id)s
"""
_PICKED = """
WITH counted AS (UPDATE transfers_transferline SET picked = picked + %(units)s WHERE id = %(line_id)s)
INSERT INTO transfers_transferpicked (merchant_id, line_id, client_id, part, quantity, from_location_id, from_unit_id,
    to_location_id, lot_id, serial, received_on, expires_on, unit_id, unit_code, unit_kind, picked_at, picked_by)
SELECT %(merchant_id)s, %(line_id)s, %(client_id)s, p.part, p.quantity, p.from_location_id, p.from_unit_id,
       %(to_location_id)s, p.lot_id, p.serial, p.received_on, p.expires_on, %(unit_id)s::uuid, %(unit_code)s,
       %(unit_kind)s, %(now)s, %(actor_id)s
FROM unnest(%(parts)s::int[], %(quantities)s::bigint[], %(from_location_ids)s::bigint[], %(from_unit_ids)s::uuid[],
    %(lot_ids)s::bigint[], %(serials)s::text[], %(received_ons)s::date[], %(expires_ons)s::date[])
    AS p(part, quantity, from_location_id, from_unit_id, lot_id, serial, received_on, expires_on)
"""


@again_when_busy
def pick_for_transfer(
    *, scope: Scope, transfer_id: UUID, pick: TransferPick, now: datetime, actor: Actor
) -> bool:
    """Take units from a location for a line, what expires first, to the staging place; False when it was booked before.

    The units stay the site's until they leave. With the last unit the transfer is picked.
    Locks: the transfer, site_stock, balances. Emits: TransferPickedUnits.
    Raises: TransferNotFound, IllegalTransition, Invalid, NotAtLocation, UnitTaken; nothing was moved.
    """
    with transaction(scope, savepoint=True):
        one = lock_transfer(transfer_id)
        if rows.fetch_tuples(_KNOWN, {"transfer_id": one.id, "client_id": pick.client_id}):
            return False
        lines = {line.id: line for line in list_lines(transfer_id=one.id)}
        problems = list(_check(pick, lines.get(pick.line_id), one.status))
        if problems:
            raise Invalid(problems)
        line = lines[pick.line_id]
        taken = _choose(one, line, pick)
        _move(one, line, pick, taken, now, actor)
        left = sum(row.to_pick for row in lines.values()) - pick.quantity
        if not left:
            apply_transition(FINISH_PICKING, table=TABLE, ids=[one.id])
        fact = TransferPickedUnits(
            merchant_id=one.merchant_id, aggregate_id=one.id, number=one.number, units=pick.quantity
        )
        record([fact], happened_at=now, actor=actor)
        return True


def _check(pick: TransferPick, line: TransferLineRow | None, status: str) -> Iterator[FieldProblem]:
    if line is None:
        yield FieldProblem("line", "unknown", "is no line of the transfer")
    elif status != "released":
        yield FieldProblem("transfer", "status", "is not being picked")
    elif not 0 < pick.quantity <= line.to_pick:
        yield FieldProblem("quantity", "range", f"is from 1 to {line.to_pick}")
    if not 0 < len(pick.client_id) <= 60:
        yield FieldProblem("client_id", "format", "is 1 to 60 characters")
    if len(pick.unit_code) > 20 or (pick.unit_code and pick.unit_kind not in UNIT_KINDS):
        yield FieldProblem("unit_code", "format", "is the code of a carton or pallet")


def _choose(one: LockedTransfer, line: TransferLineRow, pick: TransferPick) -> list[tuple[BinRow, int]]:
    found = list_bins(
        site_id=one.from_site_id,
        sku_ids=[line.sku_id],
        location_code=pick.location_code,
        serial=pick.serial,
    )
    taken, left = [], pick.quantity
    for row in found:
        units = min(left, row.free)
        if pick.location_code and units:
            taken.append((row, units))
            left -= units
    if left:
        raise NotAtLocation(
            f"{pick.location_code} has too few free units of {line.sku_code}",
            location=pick.location_code, sku=line.sku_code, wanted=pick.quantity, free=pick.quantity - left,
        )  # fmt: skip
    return taken


def _move(
    one: LockedTransfer,
    line: TransferLineRow,
    pick: TransferPick,
    taken: Sequence[tuple[BinRow, int]],
    now: datetime,
    actor: Actor,
) -> None:
    staging = get_site_location(site_id=one.from_site_id, kind=LocationKind.STAGING)
    kinds: Mapping[str, str] = {pick.unit_code: pick.unit_kind} if pick.unit_code else {}
    unit_id = ensure_units(merchant_id=one.merchant_id, location_id=staging, kinds=kinds).get(pick.unit_code)
    moves = [
        Move(
            merchant_id=one.merchant_id, site_id=one.from_site_id, sku_id=line.sku_id, owner_id=one.merchant_id,
            quantity=units, from_location_id=row.location_id, to_location_id=staging, lot_id=row.lot_id,
            serial=row.serial, from_unit_id=row.unit_id, to_unit_id=unit_id, received_on=row.received_on,
            expires_on=row.expires_on,
        )
        for row, units in taken
    ]  # fmt: skip
    try:
        record_movements(
            moves=moves, reason="pick", document_kind=DOCUMENT_KIND, document_id=one.number, happened_at=now,
            actor=actor,
        )  # fmt: skip
    except ShortBalance as gone:
        raise NotAtLocation(
            f"{pick.location_code} was picked by somebody else", location=pick.location_code, sku=line.sku_code,
            wanted=pick.quantity, free=0,
        ) from gone  # fmt: skip
    names = (
        "parts", "quantities", "from_location_ids", "from_unit_ids", "lot_ids", "serials", "received_ons",
        "expires_ons",
    )  # fmt: skip
    columns = rows.as_columns(
        [
            (
                part,
                units,
                row.location_id,
                row.unit_id,
                row.lot_id,
                row.serial,
                row.received_on,
                row.expires_on,
            )
            for part, (row, units) in enumerate(taken, start=1)
        ],
        8,
    )
    parameters = {
        "merchant_id": one.merchant_id, "line_id": line.id, "client_id": pick.client_id, "units": pick.quantity,
        "to_location_id": staging, "unit_id": unit_id, "unit_code": pick.unit_code,
        "unit_kind": pick.unit_kind if pick.unit_code else "", "now": now, "actor_id": actor.id[:40],
    }  # fmt: skip
    rows.execute(_PICKED, {**dict(zip(names, columns, strict=True)), **parameters})
