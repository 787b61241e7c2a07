"""What several threads bring at once is done in one go, and nobody waits for others to come."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest

from packhaus.kernel import lane as lanes
from packhaus.kernel.lane import Lane

_SECONDS = 30


class Work:
    """Doubles numbers and notes each go; a go with 0 in it holds until it is let on."""

    def __init__(self) -> None:
        self.goes: list[list[int]] = []
        self.is_held = threading.Event()
        self.let_on = threading.Event()

    def begin(self, items: Sequence[int]) -> Sequence[int]:
        self.goes.append(list(items))
        if 1_013 in items:
            raise LookupError("thirteen")
        return items

    def finish(self, items: Sequence[int]) -> list[int]:
        if 0 in items:
            self.is_held.set()
            assert self.let_on.wait(_SECONDS)
        if any(item < 0 for item in items):
            raise ValueError("negative")
        return [2 * item for item in items]


@pytest.fixture
def work() -> Work:
    return Work()


def bring_behind_a_held_one(
    work: Work,
    lane: Lane[int, Sequence[int], int],
    pool: ThreadPoolExecutor,
    items: Sequence[int],
    key: str = "a",
) -> list[Future[int]]:
    """Bring 0, which holds, and the items once it does; let it on when all of them stand in line."""
    first = pool.submit(lane.bring, "a", 0)
    assert work.is_held.wait(_SECONDS)
    others = [pool.submit(lane.bring, key, item) for item in items]
    return [first, *others]


def wait_for_line(lane: Lane[int, Sequence[int], int], length: int) -> None:
    pause = threading.Event()
    while lane.count_waiting("a") < length:
        pause.wait(0.001)


def test_one_on_its_own_goes_at_once(work: Work) -> None:
    lane = Lane(begin=work.begin, finish=work.finish)
    assert [lane.bring("a", 1), lane.bring("a", 2)] == [2, 4]
    assert work.goes == [[1], [2]]


def test_those_who_come_meanwhile_go_together_and_each_gets_its_own(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "PATIENCE_SECONDS", _SECONDS)
    lane = Lane(begin=work.begin, finish=work.finish)
    with ThreadPoolExecutor(8) as pool:
        results = bring_behind_a_held_one(work, lane, pool, [1, 2, 3])
        wait_for_line(lane, 3)
        work.let_on.set()
        assert [result.result() for result in results] == [0, 2, 4, 6]
    assert [sorted(go) for go in work.goes] == [[0], [1, 2, 3]]


def test_a_go_has_its_limit(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PATIENCE_SECONDS", _SECONDS)
    monkeypatch.setattr(lanes, "AT_MOST", 2)
    lane = Lane(begin=work.begin, finish=work.finish)
    with ThreadPoolExecutor(8) as pool:
        results = bring_behind_a_held_one(work, lane, pool, [1, 2, 3])
        wait_for_line(lane, 3)
        work.let_on.set()
        assert [result.result() for result in results] == [0, 2, 4, 6]
    assert [len(go) for go in work.goes] == [1, 2, 1]


def test_another_key_waits_for_nobody(work: Work) -> None:
    lane = Lane(begin=work.begin, finish=work.finish)
    with ThreadPoolExecutor(8) as pool:
        first, other = bring_behind_a_held_one(work, lane, pool, [1], key="b")
        assert other.result(_SECONDS) == 2
        work.let_on.set()
        assert first.result() == 0


def test_who_waits_too_long_goes_alone(work: Work) -> None:
    lane = Lane(begin=work.begin, finish=work.finish)
    with ThreadPoolExecutor(8) as pool:
        first, other = bring_behind_a_held_one(work, lane, pool, [1])
        assert other.result(_SECONDS) == 2
        assert not first.done()
        work.let_on.set()
        assert first.result() == 0
    assert lane.count_waiting("a") == 0


def test_a_failed_go_is_told_to_all_of_it_and_the_next_one_starts_anew(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "PATIENCE_SECONDS", _SECONDS)
    lane = Lane(begin=work.begin, finish=work.finish)
    with ThreadPoolExecutor(8) as pool:
        first, *others = bring_behind_a_held_one(work, lane, pool, [1, -1])
        wait_for_line(lane, 2)
        work.let_on.set()
        for other in others:
            with pytest.raises(ValueError, match="negative"):
                other.result()
        assert first.result() == 0
    assert lane.bring("a", 5) == 10


def test_a_go_that_cannot_begin_is_told_to_all_of_it_and_stops_nobody(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "PATIENCE_SECONDS", _SECONDS)
    monkeypatch.setattr(lanes, "AT_MOST", 1)
    lane = Lane(begin=work.begin, finish=work.finish)
    with pytest.raises(LookupError):
        lane.bring("a", 1_013)
    with ThreadPoolExecutor(8) as pool:
        first, other = bring_behind_a_held_one(work, lane, pool, [1_013])
        wait_for_line(lane, 1)
        last = pool.submit(lane.bring, "a", 3)
        wait_for_line(lane, 2)
        work.let_on.set()
        with pytest.raises(LookupError):
            other.result(_SECONDS)
        assert (first.result(_SECONDS), last.result(_SECONDS)) == (0, 6)
    assert lane.list_keys() == []


def test_hundreds_from_many_threads_each_come_out_once(work: Work) -> None:
    lane = Lane(begin=work.begin, finish=work.finish)
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(partial(lane.bring, "a"), range(1, 500))) == [2 * item for item in range(1, 500)]
    assert sorted(item for go in work.goes for item in go) == list(range(1, 500))
