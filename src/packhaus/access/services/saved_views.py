"""Keep a list's address under a name, and the order of the names."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.errors import NameTaken
from packhaus.access.queries.lists import VIEWS_AT_MOST
from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.kernel.ids import new_id

_INSERT = """
INSERT INTO access_savedview (id, page, name, query, owner_id, made_by_id, made_at)
SELECT %(id)s::uuid, %(page)s::text, %(name)s::text, %(query)s::text, %(owner_id)s::uuid, %(user_id)s::uuid, %(now)s
WHERE (SELECT count(*) FROM access_savedview WHERE page = %(page)s::text
       AND (owner_id IS NULL OR owner_id = %(user_id)s::uuid)) < %(limit)s
ON CONFLICT DO NOTHING
RETURNING id
"""
_CHANGE = """
UPDATE access_savedview SET query = %(query)s
WHERE id = %(id)s::uuid AND made_by_id = %(user_id)s::uuid
"""
_DELETE = """
DELETE FROM access_savedview WHERE id = %(id)s::uuid AND made_by_id = %(user_id)s::uuid
RETURNING name, query, owner_id IS NULL
"""
_ORDER = """
INSERT INTO access_vieworder (user_id, page, keys) VALUES (%(user_id)s::uuid, %(page)s, %(keys)s::text[])
ON CONFLICT (user_id, page) DO UPDATE SET keys = excluded.keys
"""


def save_view(
    *, scope: Scope, user_id: UUID, page: str, name: str, query: str, is_shared: bool, now: datetime
) -> UUID:
    """Keep an address under a new name, for this person or for everybody, and return its id.

    Raises: NameTaken when the name is used, or there are VIEWS_AT_MOST already. Queries: 1.
    """
    assert name
    parameters = {
        "id": new_id(),
        "page": page,
        "name": name,
        "query": query,
        "owner_id": None if is_shared else user_id,
        "user_id": user_id,
        "now": now,
        "limit": VIEWS_AT_MOST,
    }
    with transaction(scope):
        found = rows.fetch_tuples(_INSERT, parameters)
    if not found:
        raise NameTaken("a view of this list has the name already, or the list has too many", name=name)
    return UUID(str(found[0][0]))


def change_view(*, scope: Scope, user_id: UUID, view_id: UUID, query: str) -> None:
    """Give a view of one's own another address. Queries: 1. Raises: NotFound."""
    with transaction(scope):
        if not rows.execute(_CHANGE, {"id": view_id, "user_id": user_id, "query": query}):
            raise NotFound("there is no such view of yours")


def delete_view(*, scope: Scope, user_id: UUID, view_id: UUID) -> tuple[str, str, bool]:
    """Delete a view of one's own; return its name, its address and whether it was shared, for an undo.

    Queries: 1. Raises: NotFound.
    """
    with transaction(scope):
        found = rows.fetch_tuples(_DELETE, {"id": view_id, "user_id": user_id})
    if not found:
        raise NotFound("there is no such view of yours")
    name, query, is_shared = found[0]
    return str(name), str(query), bool(is_shared)


def order_views(*, scope: Scope, user_id: UUID, page: str, keys: Sequence[str]) -> None:
    """Keep in which order a person wants the views of a list. Queries: 1."""
    with transaction(scope):
        rows.execute(_ORDER, {"user_id": user_id, "page": page, "keys": list(keys)})
