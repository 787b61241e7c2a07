"""Facts of the network."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSaved(Fact):
    """A site was created or changed."""

    kind: ClassVar[str] = "site_saved"
    aggregate_kind: ClassVar[str] = "site"
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDaySaved(Fact):
    """A site does not work on a day, or works after all."""

    kind: ClassVar[str] = "closed_day_saved"
    aggregate_kind: ClassVar[str] = "site"
    day: str
    is_closed: bool
