"""What this process keeps of the database for a while, and how all of it is forgotten."""

from collections.abc import Callable

Forget = Callable[[], None]
_forgets: list[Forget] = []


def forgets(forget: Forget) -> Forget:
    """Name a function that makes its module read anew, beside what the module keeps."""
    _forgets.append(forget)
    return forget


def forget_everything() -> None:
    """Read everything anew at the next call: this process is about to work on another database."""
    for forget in _forgets:
        forget()
