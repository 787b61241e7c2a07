"""An item that no site ever had waits at the site that would ship it, as far as the merchant's terms let it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.channels.services.import_orders import import_orders
from packhaus.config.subscriptions import drain
from packhaus.inventory.models import SiteStock
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.orders.services.change.add_lines import add_lines
from packhaus.orders.services.place import place_stream
from packhaus.orders.types import LineDraft, OrderOutcome, RefusedOrder
from packhaus.terms.services.set_terms import set_term
from tests.channels.order_files import make_row, write_orders
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting, Placing, PlacingOne
from tests.orders.drafts import BERLIN_ADDRESS, make_draft

pytestmark = pytest.mark.usefixtures("check_clean", "leeds", "berlin", "mug", "agreed")


@pytest.fixture
def agreed(acme: Merchant, operator: Scope, now: datetime) -> None:
    """ACME lets five units of an item wait at a site."""
    set_term(
        scope=operator, merchant_id=acme.id, key="backorder_limit", value=5, now=now - timedelta(days=1), actor=SYSTEM
    )  # fmt: skip


def read_owed() -> list[tuple[str, int, int, bool]]:
    with transaction(Scope.operator()):
        return list(
            SiteStock.objects.order_by("id").values_list(
                "site__code", "backordered", "backorder_limit", "has_own_limit"
            )
        )


@pytest.mark.usefixtures("committed")
def test_it_waits_at_the_nearest_site_and_is_promised_when_it_comes(
    place_one: PlacingOne, count: Counting, mug: Sku, berlin: Place, now: datetime
) -> None:
    placed = place_one(make_draft(("MUG", 3), address=BERLIN_ADDRESS))
    assert count(placed.number) == [{"backordered": 3}]
    assert read_owed() == [("BERLIN", 3, 5, False)]
    line = ReceiptLine(mug.merchant_id, mug.id, 2, berlin.locations["A-01-01"])
    receive_stock(
        scope=Scope.operator(), site_id=berlin.id, lines=[line], document_id="r", now=now, actor=SYSTEM
    )
    drain(now=now)
    assert count(placed.number) == [{"promised": 2, "backordered": 1}]


def test_what_is_there_is_promised_beside_it(
    place_one: PlacingOne, count: Counting, stock: PutStock, lamp: Sku, leeds: Place
) -> None:
    stock(lamp, leeds, 1)
    placed = place_one(make_draft(("LAMP", 1), ("MUG", 3), policy="ship_available"))
    assert count(placed.number) == [{"promised": 1}, {"backordered": 3}]
    assert read_owed() == [("LEEDS", 0, 0, False), ("LEEDS", 3, 5, False)]


def test_more_than_may_wait_is_refused_and_leaves_nothing(place: Placing) -> None:
    (outcome,) = place(make_draft(("MUG", 6)))
    assert isinstance(outcome, RefusedOrder)
    assert [(problem.code, problem.data) for problem in outcome.problems] == [
        ("short", {"sku": "MUG", "wanted": 6, "free": 0, "short": 6})
    ]
    assert read_owed() == []
    (killed,) = place(make_draft(("MUG", 1), policy="fill_or_kill"))
    assert isinstance(killed, RefusedOrder)


def test_the_limit_of_each_site_holds_for_the_orders_of_one_call_together(place: Placing) -> None:
    outcomes = place(*(make_draft(("MUG", 2), number=f"A-{at}") for at in range(5)))
    assert [isinstance(outcome, RefusedOrder) for outcome in outcomes] == [False, False, False, False, True]
    assert sorted(read_owed()) == [("BERLIN", 4, 5, False), ("LEEDS", 4, 5, False)]


def test_where_nothing_may_wait_it_is_refused_as_before(
    place: Placing, acme: Merchant, operator: Scope, now: datetime
) -> None:
    set_term(scope=operator, merchant_id=acme.id, key="backorder_limit", value=0, now=now, actor=SYSTEM)
    (outcome,) = place(make_draft(("MUG", 1)))
    assert isinstance(outcome, RefusedOrder)
    assert read_owed() == []


def test_a_line_that_joins_an_order_waits_too(
    place_one: PlacingOne, count: Counting, stock: PutStock, lamp: Sku, leeds: Place, acme_scope: Scope, now: datetime
) -> None:  # fmt: skip
    stock(lamp, leeds, 1)
    placed = place_one(make_draft(("LAMP", 1)))
    add_lines(scope=acme_scope, order_id=placed.id, lines=[LineDraft("MUG", 2, 250)], now=now, actor=SYSTEM)
    assert count(placed.number) == [{"promised": 1}, {"backordered": 2}]


def test_chunks_of_a_stream_let_it_wait(
    stock: PutStock, lamp: Sku, leeds: Place, acme: Merchant, acme_scope: Scope, now: datetime
) -> None:
    stock(lamp, leeds, 9)
    wants = ("LAMP", "LAMP", "MUG", "LAMP", "MUG")
    chunks = [(at, [make_draft((code, 2), number=f"A-{at}")]) for at, code in enumerate(wants)]
    outcomes: dict[int, list[OrderOutcome]] = {}
    list(
        place_stream(
            scope=acme_scope, merchant_id=acme.id, chunks=chunks, record=outcomes.__setitem__, now=now, actor=SYSTEM
        )
    )  # fmt: skip
    assert not any(isinstance(one, RefusedOrder) for found in outcomes.values() for one in found)
    assert read_owed()[-1] == ("LEEDS", 4, 5, False)


def test_an_imported_file_lets_it_wait(
    acme: Merchant, acme_scope: Scope, tmp_path: Path, now: datetime
) -> None:
    path = write_orders(tmp_path / "orders.csv", [make_row("A-1", "MUG", 2), make_row("A-2", "MUG", 9)])
    summary = import_orders(scope=acme_scope, merchant_id=acme.id, path=path, now=now, actor=SYSTEM)
    assert (summary.taken, summary.rejected) == (1, 1)
    assert read_owed() == [("LEEDS", 2, 5, False)]
