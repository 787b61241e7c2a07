"""Views of lists as a person sees them, and how far work on many rows is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound

VIEWS_AT_MOST = 40

_VIEWS = """
SELECT v.id, v.name, v.query, v.owner_id IS NULL AS is_shared, v.made_by_id = %(user_id)s::uuid AS is_mine
FROM access_savedview AS v
WHERE v.page = %(page)s AND (v.owner_id IS NULL OR v.owner_id = %(user_id)s::uuid)
ORDER BY v.made_at, v.id LIMIT %(limit)s
"""
_ORDER = "SELECT keys FROM access_vieworder WHERE user_id = %(user_id)s::uuid AND page = %(page)s"
_RUN = """
SELECT id, page, action, values, query, total, done, changed, before, refused, refused_count, notes, after_key,
       is_finished, started_at
FROM access_bulkrun WHERE id = %(id)s::uuid AND owner_id = %(user_id)s::uuid
"""


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view; a shared one is everybody's, but only who made it may change it."""

    id: UUID
    name: str
    query: str
    is_shared: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class RunRow:
    """Work on many rows: how far it is, what changed, what was refused and why."""

    id: UUID
    page: str
    action: str
    values: dict[str, Any]
    query: str
    total: int
    done: int
    changed: list[str]
    before: dict[str, Any]
    refused: list[dict[str, str]]
    refused_count: int
    notes: list[dict[str, str]]
    after_key: str
    is_finished: bool
    started_at: datetime


def list_saved_views(*, scope: Scope, user_id: UUID, page: str) -> tuple[Sequence[ViewRow], Sequence[str]]:
    """Return the views of a list that a person sees, and the keys in the order wanted. Queries: 2."""
    parameters = {"user_id": user_id, "page": page}
    with transaction(scope):
        views = rows.fetch_rows(ViewRow, _VIEWS, {**parameters, "limit": VIEWS_AT_MOST})
        order = rows.fetch_tuples(_ORDER, parameters)
    return views, order[0][0] if order else ()


def get_run(*, scope: Scope, user_id: UUID, run_id: UUID) -> RunRow:
    """Return a person's own run. Queries: 1. Raises: NotFound."""
    with transaction(scope):
        found = rows.find_row(RunRow, _RUN, {"id": run_id, "user_id": user_id})
    if found is None:
        raise NotFound("there is no such run")
    return found
