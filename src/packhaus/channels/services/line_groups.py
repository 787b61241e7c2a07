"""Rows of a file that make up documents together: taken as one, blamed line by line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from packhaus.access.scope import Scope, transaction
from packhaus.channels.types import Reject
from packhaus.inbound.types import AsnDraft, PurchaseDraft
from packhaus.kernel.errors import FieldProblem, Invalid

Draft = TypeVar("Draft", AsnDraft, PurchaseDraft)


@dataclass(slots=True)
class LineGroup(Generic[Draft]):
    """The rows of one document that are still to be taken, and their lines in the file."""

    draft: Draft
    lines: list[int]

    def add(self, line: int, draft_line: Any) -> None:
        """Add a row."""
        self.draft = replace(self.draft, lines=(*self.draft.lines, draft_line))
        self.lines.append(line)

    def follow(self, before: Draft) -> Draft:
        """Return a document with the group's lines after its own."""
        return replace(before, lines=(*before.lines, *self.draft.lines))

    def drop(self, positions: set[int]) -> None:
        """Leave out the lines that were refused."""
        kept = [place for place in range(len(self.lines)) if place not in positions]
        self.draft = replace(self.draft, lines=tuple(self.draft.lines[place] for place in kept))
        self.lines = [self.lines[place] for place in kept]


def save_groups(
    *,
    scope: Scope,
    groups: Sequence[LineGroup[Draft]],
    save: Callable[[list[Draft]], object],
    path: str,
    columns: Mapping[str, str],
) -> Iterator[Reject]:
    """Save all documents together; after a refusal, without what it blames ("asns.0.lines.2.sku" of path "asns")."""
    while left := [group for group in groups if group.lines]:
        try:
            with transaction(scope, savepoint=True):
                save([group.draft for group in left])
        except Invalid as refused:
            for index, group in enumerate(left):
                problems = [one for one in refused.problems if one.path.startswith(f"{path}.{index}.")]
                yield from blame(group, problems=problems, known=0, columns=columns)
        else:
            return


def blame(
    group: LineGroup[Draft], *, problems: Sequence[FieldProblem], known: int, columns: Mapping[str, str]
) -> Iterator[Reject]:
    """Yield the rejects of a refusal and leave its lines out; what is wrong with the whole is wrong with every line.

    The first `known` lines of the document are not of the file; `columns` says which column a field comes from.
    """
    blamed: set[int] = set()
    for problem in problems:
        _, _, place = problem.path.split(".", 2)[-1].partition("lines.")
        index, _, name = place.partition(".")
        if index.isdecimal() and int(index) >= known:
            blamed.add(int(index) - known)
            yield Reject(group.lines[int(index) - known], name, problem.code, problem.message)
    if problems and not blamed:
        problem = problems[0]
        name = problem.path.rpartition(".")[2]
        column = columns.get(name, name)
        yield from (Reject(line, column, problem.code, problem.message) for line in group.lines)
        blamed = set(range(len(group.lines)))
    group.drop(blamed)
