"""Take stock in."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import StockFreed, StockReceived
from packhaus.inventory.services.lots import ensure_lots
from packhaus.inventory.services.stock_came import STOCK_CAME, CameDocument, ReceiptLine, list_came
from packhaus.inventory.types import Condition
from packhaus.journal.services.record import INSERT_FACTS, list_parameters
from packhaus.kernel import rows

__all__ = ["ReceiptLine", "ensure_lots_of", "list_facts_of", "receive_stock"]

_RECEIVE = f"WITH {STOCK_CAME} {INSERT_FACTS}"


@again_when_busy
def receive_stock(
    *,
    scope: Scope,
    site_id: UUID,
    lines: Sequence[ReceiptLine],
    document_kind: str = "receipt",
    document_id: str,
    now: datetime,
    actor: Actor,
) -> None:
    """Book units from the supplier, or from another site, into locations; whoever waits for them is promised them next.

    Units that are not sellable are stock, and nobody's to have.

    Locks: site_stock, balances. Emits: StockReceived and StockFreed per SKU. Queries: 1, 2 with lots.
    """
    with transaction(scope):
        came = list_came(
            site_id=site_id, lines=lines, lots=ensure_lots_of(lines), inbound={},
            document=CameDocument(document_kind, document_id), now=now, actor=actor,
        )  # fmt: skip
        facts = list_parameters(list_facts_of(lines, site_id=site_id), happened_at=now, actor=actor)
        rows.execute(_RECEIVE, came | facts)


def ensure_lots_of(lines: Sequence[ReceiptLine]) -> dict[tuple[UUID, str], int]:
    """Return the ids of the lots that came by (SKU, code). Queries: 1, or 0 without lots."""
    return ensure_lots(
        {(line.merchant_id, line.sku_id, line.lot_code): line.expires_on for line in lines if line.lot_code}
    )


def list_facts_of(lines: Sequence[ReceiptLine], *, site_id: UUID) -> list[StockReceived | StockFreed]:
    """Return what is told of units that came in; of those that nobody may have, nothing."""
    return list(_list_facts(lines, site_id))


def _list_facts(lines: Sequence[ReceiptLine], site_id: UUID) -> Iterator[StockReceived | StockFreed]:
    units: dict[tuple[UUID, UUID], int] = {}
    for line in lines:
        if line.condition == Condition.SELLABLE:
            key = (line.merchant_id, line.sku_id)
            units[key] = units.get(key, 0) + line.quantity
    for (merchant_id, sku_id), received in units.items():
        for fact in (StockReceived, StockFreed):
            yield fact(merchant_id=merchant_id, aggregate_id=sku_id, site_id=str(site_id), units=received)
