"""A scan takes effect once."""

import threading

import pytest
from django.db import connection

from packhaus.access.scope import Scope, transaction
from packhaus.journal.services.scans import take_scan


class Undone(Exception):
    """What a test raises to undo its transaction."""


def take(client_id: str, *, device: str = "d1") -> bool:
    return take_scan(device=device, client_id=client_id, operation="count", document_id="C-1")


def test_the_same_scan_takes_effect_once_per_device(operator: Scope) -> None:
    with transaction(operator):
        assert [take("a"), take("a"), take("b"), take("a", device="d2")] == [True, False, True, True]


def test_a_page_without_script_has_no_ids_and_is_always_the_first(operator: Scope) -> None:
    with transaction(operator):
        assert [take(""), take("")] == [True, True]


def test_what_was_undone_may_be_sent_again(operator: Scope) -> None:
    def fail() -> None:
        with transaction(operator):
            assert take("a")
            raise Undone

    with pytest.raises(Undone):
        fail()
    with transaction(operator):
        assert take("a")


@pytest.mark.usefixtures("committed")
def test_of_two_at_once_one_takes_effect() -> None:
    barrier = threading.Barrier(2)
    taken: list[bool] = []

    def send() -> None:
        try:
            barrier.wait()
            with transaction(Scope.operator()):
                taken.append(take("a"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False, True]
