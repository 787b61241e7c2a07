"""How often Python looks for garbage in cycles.

Rows come and go by the thousand and none of them is in a cycle; looking through them took a fifth of an import.
What is in a cycle is still found, a hundred times later.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_TIMES_LESS_OFTEN = 100


@contextmanager
def rare_collections() -> Iterator[None]:
    """Look a hundred times less often inside the block."""
    before = gc.get_threshold()
    _look_less_often()
    try:
        yield
    finally:
        gc.set_threshold(*before)


def settle() -> None:
    """Look no more at what is loaded by now, and rarely at what comes, from here on in this process and its forks."""
    gc.collect()
    gc.freeze()
    _look_less_often()


def _look_less_often() -> None:
    first, *others = gc.get_threshold()
    gc.set_threshold(first * _TIMES_LESS_OFTEN, *others)
