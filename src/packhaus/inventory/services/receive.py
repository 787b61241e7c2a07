"""Take stock in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import StockFreed, StockReceived
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.services.lots import ensure_lots
from packhaus.inventory.types import Condition, LocationKind, Move
from packhaus.journal.services import record
from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """Units of a SKU that came in, and the location they were put in."""

    merchant_id: UUID
    sku_id: UUID
    quantity: int
    location_id: int
    lot_code: str = ""
    expires_on: date | None = None
    received_on: date | None = None
    serial: str | None = None
    condition: str = Condition.SELLABLE
    unit_id: UUID | None = None
    comes_from: str = LocationKind.SUPPLIER


@again_when_busy
def receive_stock(
    *,
    scope: Scope,
    site_id: UUID,
    lines: Sequence[ReceiptLine],
    document_kind: str = "receipt",
    document_id: str,
    told: Fact | None = None,
    now: datetime,
    actor: Actor,
) -> None:
    """Book units from the supplier, or from another site, into locations; whoever waits for them is promised them next.

    Units that are not sellable are stock, and nobody's to have. `told`: the caller's own fact about it.

    Locks: site_stock, balances. Emits: StockReceived and StockFreed per SKU. Queries: 4 to 6.
    """
    with transaction(scope):
        lots = ensure_lots(
            {
                (line.merchant_id, line.sku_id, line.lot_code): line.expires_on
                for line in lines
                if line.lot_code
            }
        )
        kinds = sorted({line.comes_from for line in lines})
        sources = {kind: get_site_location(site_id=site_id, kind=LocationKind(kind)) for kind in kinds}
        record_movements(
            moves=[
                Move(
                    merchant_id=line.merchant_id,
                    site_id=site_id,
                    sku_id=line.sku_id,
                    owner_id=line.merchant_id,
                    quantity=line.quantity,
                    from_location_id=sources[line.comes_from],
                    to_location_id=line.location_id,
                    lot_id=lots.get((line.sku_id, line.lot_code)),
                    serial=line.serial,
                    to_unit_id=line.unit_id,
                    from_condition=line.condition,
                    to_condition=line.condition,
                    received_on=line.received_on or now.date(),
                    expires_on=line.expires_on,
                )
                for line in lines
            ],
            reason="receipt",
            document_kind=document_kind,
            document_id=document_id,
            happened_at=now,
            actor=actor,
        )
        facts = [*_list_facts(lines, site_id), *([told] if told else [])]
        record(facts, happened_at=now, actor=actor)


def _list_facts(lines: Sequence[ReceiptLine], site_id: UUID) -> Iterator[StockReceived | StockFreed]:
    units: dict[tuple[UUID, UUID], int] = {}
    for line in lines:
        if line.condition == Condition.SELLABLE:
            key = (line.merchant_id, line.sku_id)
            units[key] = units.get(key, 0) + line.quantity
    for (merchant_id, sku_id), received in units.items():
        for fact in (StockReceived, StockFreed):
            yield fact(merchant_id=merchant_id, aggregate_id=sku_id, site_id=str(site_id), units=received)
