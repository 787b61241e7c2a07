"""Do something with rows one by one, where each stands for itself: what is refused is told with its reason."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from packhaus.kernel.errors import DomainError
from packhaus.web.lists.definition import BulkOutcome, Refused
from packhaus.web.refusals import describe


class _Identified(Protocol):
    @property
    def id(self) -> UUID | str: ...


Row = TypeVar("Row", bound=_Identified)


def do_each(
    rows: Sequence[Row], deed: Callable[[Row], str | None], *, refuse: Callable[[Row, str], Refused]
) -> BulkOutcome:
    """Do a deed with every row and return what changed; a refusal of one row leaves the others alone.

    The deed returns why it did nothing, or None when it was done; a refusal of the domain is told in its own words.
    """
    changed: list[str] = []
    refused: list[Refused] = []
    for row in rows:
        try:
            why = deed(row)
        except DomainError as error:
            why = str(describe(error).why)
        if why is None:
            changed.append(str(row.id))
        else:
            refused.append(refuse(row, why))
    return BulkOutcome(changed, refused)
