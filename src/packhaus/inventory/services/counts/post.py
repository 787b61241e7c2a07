"""Book what a count found, as of the ledger position at which it was counted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.decide.counting import settle
from packhaus.inventory.errors import CountContradicted
from packhaus.inventory.queries.balances import BalanceRow
from packhaus.inventory.services.counts.book import book_differences, list_facts
from packhaus.inventory.services.counts.known import KnownCount
from packhaus.inventory.services.counts.there import BALANCE_OF_LINE
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import ResourceBusy

# Movements to and from the adjustment location that say what the record should be; a damage or a sample is something
# that happened to units which were there.
_CORRECTIONS = "('count', 'loss', 'found', 'correction')"

# A balance that is gone by now had nothing left; a find makes it anew.
_CORRECTED = f"""
coalesce((
    SELECT sum(CASE WHEN m.to_location_id = c.location_id THEN m.quantity ELSE -m.quantity END)
    FROM inventory_movement AS m
    JOIN inventory_location AS f ON f.id = m.from_location_id
    JOIN inventory_location AS t ON t.id = m.to_location_id
    WHERE m.sku_id = l.sku_id AND m.site_id = c.site_id AND m.id > l.position AND m.reason IN {_CORRECTIONS}
      AND m.owner_id = l.owner_id AND m.lot_id IS NOT DISTINCT FROM l.lot_id
      AND m.serial IS NOT DISTINCT FROM l.serial
      AND (m.to_location_id = c.location_id AND f.kind = 'adjustment' AND m.to_condition = l.condition
           AND m.to_unit_id IS NOT DISTINCT FROM l.handling_unit_id
        OR m.from_location_id = c.location_id AND t.kind = 'adjustment' AND m.from_condition = l.condition
           AND m.from_unit_id IS NOT DISTINCT FROM l.handling_unit_id)
), 0)::bigint
"""  # noqa: S608 - constants

_LINES = f"""
SELECT l.id, l.merchant_id, l.sku_id, l.owner_id, l.lot_id, l.serial, l.handling_unit_id, l.condition,
       l.counted - l.recorded AS variance, l.counted_at, {_CORRECTED} AS corrected, coalesce(b.id, 0) AS balance_id,
       coalesce(b.on_hand, 0) AS on_hand, coalesce(b.allocated, 0) AS allocated,
       p.counts_as_on_hand AND l.condition = 'sellable' AS counts
FROM inventory_countline AS l
JOIN inventory_count AS c ON c.id = l.count_id
JOIN inventory_location AS p ON p.id = c.location_id
LEFT JOIN {BALANCE_OF_LINE}
WHERE l.count_id = %(count_id)s AND l.round = %(round)s
ORDER BY l.id
"""  # noqa: S608 - constants

_POSTED = """
UPDATE inventory_countline AS l SET posted = p.units
FROM unnest(%(ids)s::bigint[], %(units)s::bigint[]) AS p(id, units) WHERE l.id = p.id
"""


@dataclass(frozen=True, slots=True)
class _Line:
    id: int
    merchant_id: UUID
    sku_id: UUID
    owner_id: UUID
    lot_id: int | None
    serial: str | None
    handling_unit_id: UUID | None
    condition: str
    variance: int
    counted_at: datetime
    corrected: int
    balance_id: int
    on_hand: int
    allocated: int
    counts: bool

    @property
    def units(self) -> int:
        """Units to book now."""
        return settle(self.variance, self.corrected)


def post_lines(*, count: KnownCount, now: datetime, actor: Actor) -> int:
    """Book the lines of a locked count's last round; return how many units the record changed by, up and down.

    Inside `book_loss`. Locks: orders, site_stock, balances. Emits: BinCounted, dated when it was counted: shorts that
    were found later stay open. Raises: CountContradicted, ShortBalance, StockPromised, ResourceBusy.
    """
    lines = _read(count)
    _refuse_contradicted(count, lines)
    found = [(_as_balance(count, line), line.units) for line in lines]
    book_differences(found=found, document_id=count.document_id, now=now, actor=actor)
    # Our own booking is the last correction now; anything else came between the look and the locks, which are held.
    if [line.corrected for line in _read(count)] != [line.corrected + line.units for line in lines]:
        raise ResourceBusy("somebody corrected the record of this bin right now; try again")
    rows.execute(_POSTED, {"ids": [line.id for line in lines], "units": [line.units for line in lines]})
    if lines:
        told = [
            (balance, line.on_hand + units, line.variance)
            for (balance, units), line in zip(found, lines, strict=True)
        ]
        counted_at = max(line.counted_at for line in lines)
        record(list_facts(told), happened_at=counted_at, actor=actor)
    return sum(abs(line.units) for line in lines)


def _read(count: KnownCount) -> list[_Line]:
    return rows.fetch_rows(_Line, _LINES, {"count_id": count.id, "round": count.round})


def _refuse_contradicted(count: KnownCount, lines: list[_Line]) -> None:
    if any(
        line.on_hand + line.units < 0 or (line.serial and line.on_hand + line.units > 1) for line in lines
    ):
        raise CountContradicted(
            f"what was booked in {count.location_code} since does not fit what was counted there; count again",
            number=count.number, location=count.location_code, location_id=count.location_id,
        )  # fmt: skip


def _as_balance(count: KnownCount, line: _Line) -> BalanceRow:
    return BalanceRow(
        id=line.balance_id,
        merchant_id=line.merchant_id,
        site_id=count.site_id,
        location_id=count.location_id,
        location_code=count.location_code,
        sku_id=line.sku_id,
        owner_id=line.owner_id,
        lot_id=line.lot_id,
        serial=line.serial,
        handling_unit_id=line.handling_unit_id,
        condition=line.condition,
        on_hand=line.on_hand,
        allocated=line.allocated,
        counts=line.counts,
    )
