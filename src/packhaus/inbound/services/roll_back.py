"""Take back what was booked in by mistake."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import AsnUnderWay, ReceiptInUse, ReceiptNotFound
from packhaus.inbound.events import ReceiptRolledBack
from packhaus.inbound.locks import LockedAsn, lock_asns, lock_door
from packhaus.inbound.queries.receivable import list_receivable
from packhaus.inbound.services.count_lines import COUNT_BOOKED, add_units, sum_open
from packhaus.inbound.services.put_away.plan import plan_goods
from packhaus.inbound.services.receive import DOCUMENT_KIND, TABLE, find_sources
from packhaus.inbound.services.settle_checks import TABLE as CHECKS
from packhaus.inbound.states import CANCEL_CHECK, IN_QUARANTINE, RECEIVABLE, REOPEN_RECEIVING, UNDECIDED
from packhaus.inventory.errors import ShortBalance, StockPromised
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.inbound_units import change_inbound
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.types import Condition, LocationKind, Move
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition
from packhaus.orders.queries.list_promises import list_promises

_RECEIPT = """
SELECT r.id, r.asn_id, r.line_id, l.sku_id, k.code AS sku_code, r.quantity, r.damage_reason, r.location_id,
       t.id AS lot_id, nullif(r.serial, '') AS serial, r.unit_id, r.rolled_back_at IS NOT NULL AS is_gone,
       c.id AS check_id, coalesce(c.status, '') AS check_status, coalesce(c.quantity, 0) AS check_units,
       coalesce(c.checked, 0) AS check_done, r.spoiled
FROM inbound_receipt AS r JOIN inbound_asnline AS l ON l.id = r.line_id JOIN catalog_sku AS k ON k.id = l.sku_id
LEFT JOIN inbound_qualitycheck AS c ON c.id = r.quality_check_id
LEFT JOIN inventory_lot AS t ON t.sku_id = l.sku_id AND t.merchant_id = r.merchant_id AND t.code = r.lot_code
WHERE r.id = %(id)s
"""
_ROLL_BACK = f"""
WITH booked AS (
    UPDATE inbound_receipt SET rolled_back_at = %(now)s WHERE id = %(id)s
    RETURNING line_id, -quantity AS units, damage_reason
)
{COUNT_BOOKED}
"""  # noqa: S608 - constants
_LEAVE = "UPDATE inbound_qualitycheck SET quantity = quantity - %(units)s WHERE id = %(id)s"


@dataclass(frozen=True, slots=True)
class _Receipt:
    id: UUID
    asn_id: UUID
    line_id: int
    sku_id: UUID
    sku_code: str
    quantity: int
    damage_reason: str
    location_id: int
    lot_id: int | None
    serial: str | None
    unit_id: UUID | None
    is_gone: bool
    check_id: UUID | None
    check_status: str
    check_units: int
    check_done: int
    spoiled: int

    @property
    def condition(self) -> str:
        """What the units are by now."""
        if self.damage_reason:
            return Condition.DAMAGED
        return Condition.QUARANTINE if self.check_status in IN_QUARANTINE else Condition.SELLABLE


@again_when_busy
def roll_back_receipt(*, scope: Scope, receipt_id: UUID, now: datetime, actor: Actor) -> bool:
    """Take units of a receipt out of the record again, back to the supplier, and tell whether they were in it.

    Only what still lies where it was received, and what nobody was promised: a receipt is no loss.
    Locks: the delivery, site_stock, balances. Emits: ReceiptRolledBack.
    Raises: ReceiptNotFound, AsnUnderWay when it is closed, ReceiptInUse naming the orders that hold the units.
    """
    try:
        with transaction(scope, savepoint=True):
            return _roll_back(receipt_id, now, actor)
    except (StockPromised, ShortBalance) as held:
        with transaction(scope):
            raise _explain(scope, receipt_id, held) from held


def _roll_back(receipt_id: UUID, now: datetime, actor: Actor) -> bool:
    [asn] = lock_asns([_get_receipt(receipt_id).asn_id])
    receipt = _get_receipt(receipt_id)
    if receipt.is_gone:
        return False
    if asn.status not in RECEIVABLE:
        raise AsnUnderWay(f"{asn.number} is {asn.status}", number=asn.number, status=asn.status)
    door_id = lock_door(asn.site_id)
    before = list_receivable(asn_id=asn.id)
    gone = (receipt.line_id, -receipt.quantity, bool(receipt.damage_reason))
    after = add_units(lines=before, added=[gone])
    more = sum_open(after)[receipt.sku_id] - sum_open(before)[receipt.sku_id]
    change_inbound(merchant_id=asn.merchant_id, changes={(asn.site_id, receipt.sku_id): more}, now=now)
    _leave_check(receipt)
    sources = find_sources(asn=asn, sku_ids=[receipt.sku_id], lines=before)
    _move(asn, receipt, sources[receipt.sku_id], now, actor)
    rows.execute(_ROLL_BACK, {"id": receipt.id, "now": now})
    units = [receipt.unit_id] if receipt.unit_id else []
    plan_goods(
        asn=asn,
        door_id=door_id,
        unit_ids=units,
        sku_ids=[] if units else [receipt.sku_id],
        now=now,
        reason="taken_back",
    )
    if asn.status == "received" and any(line.left for line in after):
        apply_transition(REOPEN_RECEIVING, table=TABLE, ids=[asn.id])
    fact = ReceiptRolledBack(
        merchant_id=asn.merchant_id,
        aggregate_id=asn.id,
        number=asn.number,
        sku_id=str(receipt.sku_id),
        units=receipt.quantity,
    )
    record([fact], happened_at=now, actor=actor)
    return True


def _leave_check(receipt: _Receipt) -> None:
    """Take the units out of their check while it is open. Raises: ReceiptInUse when they count for its outcome."""
    if receipt.check_id is None or (receipt.check_status in {"accepted", "released"} and not receipt.spoiled):
        return
    left = receipt.check_units - receipt.quantity
    if receipt.check_status not in UNDECIDED or 0 < receipt.check_done >= left:
        raise ReceiptInUse(
            f"units of {receipt.sku_code} were checked",
            sku=receipt.sku_code, units=receipt.quantity, is_promised=False, orders=[],
        )  # fmt: skip
    rows.execute(_LEAVE, {"id": receipt.check_id, "units": receipt.quantity})
    if not left:
        apply_transition(CANCEL_CHECK, table=CHECKS, ids=[receipt.check_id])


def _get_receipt(receipt_id: UUID) -> _Receipt:
    found = rows.find_row(_Receipt, _RECEIPT, {"id": receipt_id})
    if found is None:
        raise ReceiptNotFound("there is no such receipt")
    return found


def _move(asn: LockedAsn, receipt: _Receipt, source: LocationKind, now: datetime, actor: Actor) -> None:
    condition = receipt.condition
    move = Move(
        merchant_id=asn.merchant_id,
        site_id=asn.site_id,
        sku_id=receipt.sku_id,
        owner_id=asn.merchant_id,
        quantity=receipt.quantity,
        from_location_id=receipt.location_id,
        to_location_id=get_site_location(site_id=asn.site_id, kind=source),
        lot_id=receipt.lot_id,
        serial=receipt.serial,
        from_unit_id=receipt.unit_id,
        from_condition=condition,
        to_condition=condition,
    )
    record_movements(
        moves=[move], reason="rolled_back", document_kind=DOCUMENT_KIND, document_id=asn.number, happened_at=now,
        actor=actor,
    )  # fmt: skip


def _explain(scope: Scope, receipt_id: UUID, held: StockPromised | ShortBalance) -> ReceiptInUse:
    receipt = _get_receipt(receipt_id)
    if isinstance(held, ShortBalance):
        return ReceiptInUse(
            f"not all {receipt.quantity} units of {receipt.sku_code} lie where they were received any more",
            sku=receipt.sku_code, units=receipt.quantity, is_promised=False, orders=[],
        )  # fmt: skip
    [asn] = lock_asns([receipt.asn_id])
    orders = list_promises(scope, sku_id=receipt.sku_id, site_id=asn.site_id)
    return ReceiptInUse(
        f"orders were promised units of {receipt.sku_code} that would be gone",
        sku=receipt.sku_code, units=receipt.quantity, is_promised=True,
        orders=[{"order_number": order.order_number, "units": order.units} for order in orders[:20]],
    )  # fmt: skip
