"""Prove on live data what must always be true; each app's `queries/check.py` says how."""

from collections.abc import Callable

from packhaus.kernel.differences import Difference

Check = Callable[[int], list[Difference]]


def list_differences(*, limit: int = 100) -> list[Difference]:
    """Return what does not add up, at most `limit` per check; empty means clean. Runs in an operator transaction."""
    return [difference for check in _list_checks() for difference in check(limit)]


def _list_checks() -> list[Check]:
    return []
