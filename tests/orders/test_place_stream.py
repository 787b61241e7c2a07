"""Chunk after chunk: each is planned while the one before is written, and is never worse off for it."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import KitComponent, Sku
from packhaus.orders.models import Order
from packhaus.orders.services.place import place_stream
from packhaus.orders.types import OrderDraft, OrderOutcome, PlacedOrder, RefusedOrder
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting, Placing
from tests.orders.drafts import make_draft

Stream = Callable[..., list[list[OrderOutcome]]]


@pytest.fixture
def stream(acme: Merchant, acme_scope: Scope, now: datetime) -> Stream:
    """Place chunks; `meanwhile` runs when the first is committed and the second planned, `noting` in each chunk."""

    def stream(
        *chunks: Sequence[OrderDraft],
        meanwhile: Callable[[], object] = lambda: None,
        noting: Callable[[int], object] = lambda _: None,
    ) -> list[list[OrderOutcome]]:
        outcomes: dict[int, list[OrderOutcome]] = {}

        def record(index: int, found: list[OrderOutcome]) -> None:
            outcomes[index] = found
            noting(index)

        placed = place_stream(
            scope=acme_scope, merchant_id=acme.id, chunks=enumerate(chunks), record=record, now=now,
            actor=SYSTEM,
        )  # fmt: skip
        assert next(placed) == 0
        meanwhile()
        assert list(placed) == list(range(1, len(chunks)))
        return [outcomes[index] for index in range(len(chunks))]

    return stream


def list_promised(chunks: Sequence[Sequence[OrderOutcome]]) -> list[list[tuple[int, int]]]:
    """Return (promised, backordered) units of each order's first line; a refused order has none."""
    return [
        [
            (order.lines[0].promised, order.lines[0].backordered)
            if isinstance(order, PlacedOrder)
            else (0, 0)
            for order in chunk
        ]
        for chunk in chunks
    ]


def test_chunks_share_stock_in_the_order_given(
    stream: Stream, stock: PutStock, mug: Sku, leeds: Place, count: Counting
) -> None:
    stock(mug, leeds, 10, backorder_limit=9)
    chunks = stream(
        [make_draft(("MUG", 4), number="A-1"), make_draft(("MUG", 3), number="A-2")],
        [make_draft(("MUG", 2), number="A-3")],
        [make_draft(("MUG", 4), number="A-4")],
    )
    assert list_promised(chunks) == [[(4, 0), (3, 0)], [(2, 0)], [(1, 3)]]
    last = chunks[-1][0]
    assert isinstance(last, PlacedOrder)
    assert count(last.number) == [{"promised": 1, "backordered": 3}]


def test_stock_that_comes_after_a_chunk_was_planned_is_promised_to_it(
    stream: Stream, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 4, backorder_limit=9)
    chunks = stream(
        [make_draft(("MUG", 4), number="A-1")],
        [make_draft(("MUG", 4), number="A-2")],
        meanwhile=lambda: stock(mug, leeds, 5),
    )
    assert list_promised(chunks) == [[(4, 0)], [(4, 0)]]


def test_stock_that_goes_after_a_chunk_was_planned_is_owed(
    stream: Stream, place: Placing, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 8, backorder_limit=9)
    chunks = stream(
        [make_draft(("MUG", 4), number="A-1")],
        [make_draft(("MUG", 4), number="A-2")],
        meanwhile=lambda: place(make_draft(("MUG", 3), number="B-1")),
    )
    assert list_promised(chunks) == [[(4, 0)], [(1, 3)]]


def test_an_order_that_is_there_already_is_answered_and_the_next_chunk_planned_anew(
    stream: Stream, place: Placing, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 10)
    place(make_draft(("MUG", 4), number="A-2"))
    chunks = stream(
        [make_draft(("MUG", 1), number="A-1")],
        [make_draft(("MUG", 4), number="A-2"), make_draft(("MUG", 2), number="A-3")],
        [make_draft(("MUG", 3), number="A-4")],
    )
    assert [order.is_repeat for chunk in chunks for order in chunk if isinstance(order, PlacedOrder)] == [
        False, True, False, False,
    ]  # fmt: skip
    assert list_promised(chunks)[2] == [(3, 0)]
    with transaction(acme_scope):
        assert Order.objects.count() == 4


def test_a_refused_order_takes_nothing_and_stops_no_other(
    stream: Stream, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 5)
    chunks = stream(
        [make_draft(("MUG", 2), number="A-1"), make_draft(("NONE", 1), number="A-2")],
        [make_draft(("MUG", 9), number="A-3", policy="fill_or_kill"), make_draft(("MUG", 3), number="A-4")],
    )
    assert isinstance(chunks[0][1], RefusedOrder)
    assert isinstance(chunks[1][0], RefusedOrder)
    assert list_promised(chunks) == [[(2, 0), (0, 0)], [(0, 0), (3, 0)]]


def test_a_chunk_of_two_channels_is_placed_and_the_one_behind_it_too(
    stream: Stream, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 5)
    chunks = stream(
        [make_draft(("MUG", 2), number="A-1"), make_draft(("MUG", 1), number="A-1", channel="shop")],
        [make_draft(("MUG", 1), number="A-2")],
    )
    assert list_promised(chunks) == [[(2, 0), (1, 0)], [(1, 0)]]


def test_kits_are_planned_ahead_with_their_parts(
    stream: Stream, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, acme: Merchant, acme_scope: Scope
) -> None:
    with transaction(acme_scope):
        kit = Sku.objects.create(merchant_id=acme.id, code="SET", name="Set", name_key="set", kind="kit")
        KitComponent.objects.create(merchant_id=acme.id, kit=kit, component=mug, quantity=2)
        KitComponent.objects.create(merchant_id=acme.id, kit=kit, component=lamp, quantity=1)
    stock(mug, leeds, 10)
    stock(lamp, leeds, 10)
    chunks = stream(
        [make_draft(("MUG", 2), number="A-1")], [make_draft(("SET", 3), ("LAMP", 1), number="A-2")]
    )
    second = chunks[1][0]
    assert isinstance(second, PlacedOrder)
    assert [(line.sku_code, line.promised) for line in second.lines] == [("SET", 3), ("LAMP", 1)]


def test_what_fails_while_a_chunk_is_noted_leaves_the_chunk_unwritten(
    stream: Stream, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 10)

    def fail(index: int) -> None:
        if index == 1:
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="disk"):
        stream([make_draft(("MUG", 1), number="A-1")], [make_draft(("MUG", 1), number="A-2")], noting=fail)
    with transaction(acme_scope):
        assert [order.external_number for order in Order.objects.all()] == ["A-1"]
