"""Mails written into a folder go when the words they were made of are gone: expired, or the person forgotten."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from packhaus.access.queries.sign_in import list_open_links
from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.messaging.backends import EmlBackend, make_backend

AT_A_TIME = 1000

_KEPT = """
SELECT message_id FROM messaging_messagebody WHERE message_id = ANY(%(ids)s::uuid[])
"""


def sweep_mails(*, now: datetime, backend: object = None) -> int:
    """Delete the mails of a folder whose words the database no longer has, or whose link opens nothing any more.

    The installation's own backend when none is given. Returns how many.
    Queries: 2 for each AT_A_TIME files, outside any transaction.
    """
    backend = make_backend() if backend is None else backend
    if not isinstance(backend, EmlBackend):
        # Texts may lie in the folder although mails go to a server.
        backend = make_backend("")
    assert isinstance(backend, EmlBackend)
    return sum(_sweep(backend, ids, now) for ids in _chunk(backend.list_ids()))


def _sweep(backend: EmlBackend, ids: list[UUID], now: datetime) -> int:
    with transaction(Scope.operator()):
        kept = {id_ for (id_,) in rows.fetch_tuples(_KEPT, {"ids": ids})}
        kept |= list_open_links(ids=ids, now=now)
    return backend.discard(id_ for id_ in ids if id_ not in kept)


def _chunk(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    rest = iter(ids)
    while chunk := list(islice(rest, AT_A_TIME)):
        yield chunk
