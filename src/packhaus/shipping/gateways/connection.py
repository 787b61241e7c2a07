"""A connection as a gateway needs it: which interface, whose account, with which secrets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Connection:
    """A carrier's account that labels are bought with; secrets stay out of its text."""

    id: UUID
    interface: str
    account_number: str
    is_test: bool
    credentials: Mapping[str, str] = field(repr=False)
