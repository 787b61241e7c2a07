from packhaus.kernel.blocks import IdBlocks


def test_ids_ascend_within_a_block_and_never_come_twice(database: None) -> None:
    blocks, others = IdBlocks("orders_number_block", size=20), IdBlocks("orders_number_block", size=20)
    mine = [id_ for count in (1, 3, 30, 6) for id_ in blocks.take(count)]
    theirs = others.take(25)
    assert len({*mine, *theirs}) == 65
    assert mine[:20] == list(range(mine[0], mine[0] + 20))
    assert mine[0] % 20 == 0
