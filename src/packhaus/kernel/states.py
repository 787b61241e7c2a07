"""Named transitions: every status moves by one of these or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.errors import Conflict


@dataclass(frozen=True, slots=True)
class Transition:
    """A legal move: from any of the sources to the target."""

    name: str
    sources: tuple[str, ...]
    target: str


class IllegalTransition(Conflict):
    """Some rows were not in a state from which this move is legal; nothing was written."""

    code = "illegal_transition"


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    id: str
    status: str


def apply_transition(
    transition: Transition, *, table: str, ids: Sequence[UUID] | Sequence[int], column: str = "status"
) -> None:
    """Move rows to the transition's target, all or none: the caller's transaction ends with the refusal.

    `table` and `column` are constants of our code, never input. Queries: 1 (2 when refused).
    Raises: IllegalTransition naming every row that was elsewhere or absent.
    """
    moved = rows.fetch_tuples(
        f"UPDATE {table} SET {column} = %(target)s WHERE id = ANY(%(ids)s) AND {column} = ANY(%(sources)s) "  # noqa: S608 - constants
        "RETURNING id",
        {"target": transition.target, "ids": list(ids), "sources": list(transition.sources)},
    )
    left = set[UUID | int](ids) - {id_ for (id_,) in moved}
    if left:
        raise _refusal(transition, table=table, column=column, ids=left)


def _refusal(
    transition: Transition, *, table: str, column: str, ids: Iterable[UUID | int]
) -> IllegalTransition:
    elsewhere = rows.fetch_rows(
        _Elsewhere,
        f"SELECT id::text AS id, {column} AS status FROM {table} WHERE id = ANY(%(ids)s) ORDER BY id",  # noqa: S608 - constants
        {"ids": list(ids)},
    )
    listed = ", ".join(f"{row.id} is {row.status}" for row in elsewhere[:20]) or "absent"
    return IllegalTransition(
        f"{transition.name} is legal from {', '.join(transition.sources)}; {listed}",
        transition=transition.name,
        elsewhere={row.id: row.status for row in elsewhere},
    )
