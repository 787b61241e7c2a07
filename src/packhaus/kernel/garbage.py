"""How often Python looks for garbage in cycles.

Rows come and go by the thousand and none of them is in a cycle; looking through them took a fifth of an import and of
a wave's way through the house. What is in a cycle is still found, a hundred times later.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Python's own is 700.
_NEW_OBJECTS = 70_000


@contextmanager
def rare_collections() -> Iterator[None]:
    """Look a hundred times less often than Python does, inside the block."""
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
    _, *others = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *others)
