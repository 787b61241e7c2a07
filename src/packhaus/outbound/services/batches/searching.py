"""What is compiled is loaded once per process; no request for a wave waits for that, and hardly one to pack."""

import threading

from packhaus.decide.batching import prepare_search
from packhaus.decide.cartonize import prepare_packing


class _Search:
    lock = threading.Lock()
    is_ready = False
    has_begun = False
    may_wait = True


def answer_without_waiting() -> None:
    """Let this process, which answers requests, plan more simply until the search is loaded beside them."""
    _Search.may_wait = False


def begin_to_prepare() -> None:
    """Load all that is compiled beside what this process does, where requests do not wait and nobody has begun to."""
    with _Search.lock:
        if _Search.may_wait or _Search.has_begun:
            return
        _Search.has_begun = True
    threading.Thread(target=prepare_all, name="compiled-loops", daemon=True).start()


def prepare_all() -> None:
    """Load what packing and walks are planned with now, or compile it where it has changed."""
    prepare_packing()
    prepare_walks()


def prepare_walks() -> None:
    """Load the search for walks now, or compile it where it has changed."""
    prepare_search()
    _Search.is_ready = True


def is_search_ready() -> bool:
    """Tell whether walks can be searched now; loads the search first where nobody waits for an answer."""
    if _Search.is_ready:
        return True
    if _Search.may_wait:
        prepare_walks()
    else:
        begin_to_prepare()
    return _Search.is_ready
