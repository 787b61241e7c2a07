"""Transfers of ACME's from Leeds to Berlin."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import SiteStock
from packhaus.transfers.models import Transfer
from packhaus.transfers.queries.lines import TransferLineRow, list_lines
from packhaus.transfers.services.draft import draft_transfers
from packhaus.transfers.services.pick import pick_for_transfer
from packhaus.transfers.services.release import release_transfer
from packhaus.transfers.services.ship import ship_transfer
from packhaus.transfers.types import TransferDraft, TransferLineDraft, TransferPick
from tests.harness.cast import Place
from tests.harness.stock import PutStock

Drafting = Callable[..., UUID]


class Sending(Protocol):
    """Draft, release, pick and ship (SKU, units); return the transfer."""

    def __call__(self, *wants: tuple[str, int], **changes: Any) -> UUID: ...


@pytest.fixture
def draft(operator: Scope, acme: Merchant, leeds: Place, berlin: Place, now: datetime) -> Drafting:
    def draft(*wants: tuple[str, int], **changes: Any) -> UUID:
        usual: dict[str, Any] = {
            "from_site_id": leeds.id, "to_site_id": berlin.id, "expected_on": date(2026, 11, 6),
            "lines": tuple(TransferLineDraft(code, units) for code, units in wants),
        }  # fmt: skip
        [made] = draft_transfers(
            scope=operator, merchant_id=acme.id, drafts=[TransferDraft(**(usual | changes))], now=now, actor=SYSTEM
        )  # fmt: skip
        return made.id

    return draft


@pytest.fixture
def stocked(stock: PutStock, mug: Sku, lamp: Sku, leeds: Place) -> None:
    """Put 10 mugs into one bin and 5 lamps into another."""
    stock(mug, leeds, 10)
    stock(lamp, leeds, 5, location="A-01-02")


@pytest.fixture
def send(draft: Drafting, operator: Scope, stocked: None, now: datetime) -> Sending:
    def send(*wants: tuple[str, int], **changes: Any) -> UUID:
        transfer_id = draft(*wants)
        release_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=SYSTEM)
        for line in read(transfer_id):
            place = {"MUG": "A-01-01", "LAMP": "A-01-02"}[line.sku_code]
            pick = TransferPick(f"c-{line.id}", line.id, place, line.ordered, **changes)
            pick_for_transfer(scope=operator, transfer_id=transfer_id, pick=pick, now=now, actor=SYSTEM)
        ship_transfer(scope=operator, transfer_id=transfer_id, now=now, actor=SYSTEM)
        return transfer_id

    return send


def read(transfer_id: UUID) -> list[TransferLineRow]:
    """Return the lines of a transfer."""
    with transaction(Scope.operator()):
        return list_lines(transfer_id=transfer_id)


def find(transfer_id: UUID) -> Transfer:
    """Return a transfer."""
    with transaction(Scope.operator()):
        return Transfer.objects.get(id=transfer_id)


def count_stock(sku: Sku, place: Place) -> dict[str, int]:
    """Return what a site has of an item."""
    with transaction(Scope.operator()):
        found = SiteStock.objects.filter(sku_id=sku.id, site_id=place.id).first()
    names = ("on_hand", "held", "inbound")
    return {name: getattr(found, name) if found else 0 for name in names}
