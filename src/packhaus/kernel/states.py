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
    """Move rows to the transition's target, all or none.

    `table` and `column` are constants of our code, never input. Queries: 1 (2 when refused).
    Raises: IllegalTransition naming every row that was elsewhere or absent.
    """
    wanted: set[UUID | int] = set(ids)
    moved = rows.execute(
        f"UPDATE {table} SET {column} = %(target)s WHERE id = ANY(%(ids)s) AND {column} = ANY(%(sources)s)",  # noqa: S608 - constants
        {"target": transition.target, "ids": list(wanted), "sources": list(transition.sources)},
    )
    if moved != len(wanted):
        raise _refusal(transition, table=table, column=column, ids=wanted)


def _refusal(
    transition: Transition, *, table: str, column: str, ids: Iterable[UUID | int]
) -> IllegalTransition:
    elsewhere = rows.fetch_rows(
        _Elsewhere,
        f"SELECT id::text AS id, {column} AS status FROM {table} WHERE id = ANY(%(ids)s) "  # noqa: S608 - constants
        f"AND {column} <> ALL(%(sources)s::text[] || %(target)s::text) ORDER BY id",
        {"ids": list(ids), "sources": list(transition.sources), "target": transition.target},
    )
    listed = ", ".join(f"{row.id} is {row.status}" for row in elsewhere[:20]) or "absent"
    return IllegalTransition(
        f"{transition.name} is legal from {', '.join(transition.sources)}; {listed}",
        transition=transition.name,
        elsewhere={row.id: row.status for row in elsewhere},
    )
