import multiprocessing

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import blocks as kernel_blocks
from packhaus.kernel.blocks import IdBlocks, forget_blocks


def test_ids_ascend_within_a_block_and_never_come_twice(database: None) -> None:
    blocks, others = IdBlocks("orders_number_block", size=20), IdBlocks("orders_number_block", size=20)
    mine = [id_ for count in (1, 3, 30, 6) for id_ in blocks.take(count)]
    theirs = others.take(25)
    assert len({*mine, *theirs}) == 65
    assert mine[:20] == list(range(mine[0], mine[0] + 20))
    assert mine[0] % 20 == 0


def test_a_forked_process_takes_blocks_of_its_own(committed: dict[str, str]) -> None:
    del committed
    blocks = IdBlocks("orders_number_block", size=20)
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()

    def take() -> list[int]:
        with transaction(Scope.operator()):
            return blocks.take(3)

    mine = take()
    connections.close_all()
    children = [context.Process(target=lambda: queue.put(take())) for _ in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert len({*mine, *take(), *queue.get(), *queue.get()}) == 12


def test_what_is_forgotten_is_a_gap(database: None) -> None:
    blocks = IdBlocks("orders_number_block", size=20)
    (before,) = blocks.take(1)
    forget_blocks()
    (after,) = blocks.take(1)
    assert after >= before + 20


def test_who_comes_back_soon_takes_twice_as_many_blocks(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel_blocks, "_SOON_SECONDS", 1_000)
    blocks = IdBlocks("orders_number_block", size=20)
    with CaptureQueriesContext(connection) as captured:
        numbers = [number for _ in range(20 * (1 + 2 + 4 + 8)) for number in blocks.take(1)]
    assert len(captured) == 4
    assert len(set(numbers)) == 300
