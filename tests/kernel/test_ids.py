import time
from uuid import RFC_4122, UUID

from packhaus.kernel.ids import new_id, new_id_texts


def test_ids_are_version_7_and_carry_the_time() -> None:
    before = time.time_ns() // 1_000_000
    for made in (new_id(), UUID(new_id_texts(1)[0])):
        assert (made.version, made.variant) == (7, RFC_4122)
        assert before <= made.int >> 80 <= before + 1000


def test_ids_sort_in_the_order_they_were_made() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(made)
    texts = [*new_id_texts(10_000), *new_id_texts(3), str(new_id())]
    assert texts == sorted(texts)
    assert UUID(texts[0]) > made[-1]
    assert len({*made, *map(UUID, texts)}) == 30_004


def test_texts_are_written_as_python_writes_them() -> None:
    assert all(str(UUID(text)) == text for text in new_id_texts(1000))
