"""Facts of terms."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSet(Fact):
    """A term has a new version; what it says is in the version, since a brand or an address may be in it."""

    kind: ClassVar[str] = "term_set"
    aggregate_kind: ClassVar[str] = "merchant"
    key: str
    valid_from: str
