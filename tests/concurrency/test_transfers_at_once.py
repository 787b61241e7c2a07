"""Transfers and orders want the same units, and two people pick, ship and cancel one transfer at the same moment."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.insight.services.check import list_differences
from packhaus.inventory.models import SiteStock
from packhaus.transfers.errors import TransferShort
from packhaus.transfers.models import Transfer, TransferLine
from packhaus.transfers.queries.lines import list_lines
from packhaus.transfers.services.cancel import cancel_transfer
from packhaus.transfers.services.draft import draft_transfers
from packhaus.transfers.services.pick import pick_for_transfer
from packhaus.transfers.services.release import release_transfer
from packhaus.transfers.services.ship import ship_transfer
from packhaus.transfers.types import TransferDraft, TransferLineDraft, TransferPick
from tests.concurrency.threads import list_refusals, run_at_once
from tests.harness.cast import Place
from tests.harness.stock import PutStock


@pytest.fixture
def transfer_ids(
    committed: dict[str, str],
    acme: Merchant,
    leeds: Place,
    berlin: Place,
    mug: Sku,
    stock: PutStock,
    now: datetime,
    operator: Scope,
) -> list[UUID]:
    """Draft three transfers of 4 mugs each, of 10 that there are."""
    stock(mug, leeds, 10)
    drafts = [
        TransferDraft(leeds.id, berlin.id, date(2026, 11, 6), (TransferLineDraft("MUG", 4),), f"T-{number}")
        for number in range(3)
    ]
    made = draft_transfers(scope=operator, merchant_id=acme.id, drafts=drafts, now=now, actor=SYSTEM)
    return [one.id for one in made]


def _release(transfer_id: UUID, now: datetime) -> None:
    release_transfer(scope=Scope.operator(), transfer_id=transfer_id, now=now, actor=SYSTEM)


def test_units_are_set_aside_for_one_transfer_only(
    transfer_ids: list[UUID], mug: Sku, operator: Scope, now: datetime
) -> None:
    answers = run_at_once(*[partial(_release, id_, now) for id_ in transfer_ids])
    assert list_refusals(answers) == [TransferShort.code]
    with transaction(operator):
        assert SiteStock.objects.get(sku_id=mug.id).held == 8
    assert list_differences(limit=5) == []


def test_people_who_pick_one_line_take_each_unit_once(
    transfer_ids: list[UUID], operator: Scope, now: datetime
) -> None:
    transfer_id = transfer_ids[0]
    _release(transfer_id, now)
    with transaction(operator):
        [line] = list_lines(transfer_id=transfer_id)

    def pick(client_id: str) -> bool:
        one = TransferPick(client_id, line.id, "A-01-01", 1)
        return pick_for_transfer(
            scope=Scope.operator(), transfer_id=transfer_id, pick=one, now=now, actor=SYSTEM
        )

    answers = run_at_once(*[partial(pick, f"c-{place % 5}") for place in range(7)])
    assert answers.count(True) == 4
    with transaction(operator):
        assert TransferLine.objects.get(id=line.id).picked == 4
        assert Transfer.objects.get(id=transfer_id).status == "picked"
    assert list_differences(limit=5) == []


def test_it_leaves_or_is_cancelled_but_not_both(
    transfer_ids: list[UUID], operator: Scope, now: datetime
) -> None:
    transfer_id = transfer_ids[0]
    _release(transfer_id, now)
    with transaction(operator):
        [line] = list_lines(transfer_id=transfer_id)
    pick = TransferPick("c", line.id, "A-01-01", 4)
    pick_for_transfer(scope=operator, transfer_id=transfer_id, pick=pick, now=now, actor=SYSTEM)

    def ship() -> None:
        ship_transfer(scope=Scope.operator(), transfer_id=transfer_id, now=now, actor=SYSTEM)

    def cancel() -> None:
        cancel_transfer(scope=Scope.operator(), transfer_id=transfer_id, now=now, actor=SYSTEM)

    answers = run_at_once(ship, cancel, ship)
    assert len(list_refusals(answers)) == 2
    with transaction(operator):
        assert Transfer.objects.get(id=transfer_id).status in {"in_transit", "cancelled"}
    assert list_differences(limit=5) == []
