"""What a person did to the machinery, as facts."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRetried(Fact):
    """A job that had failed waits again."""

    kind: ClassVar[str] = "job_retried"
    aggregate_kind: ClassVar[str] = "job"
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedReleased(Fact):
    """A reader of the journal tries entries again that it had given up."""

    kind: ClassVar[str] = "parked_released"
    aggregate_kind: ClassVar[str] = "subscriber"
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderRewound(Fact):
    """A reader of the journal reads again from a day on."""

    kind: ClassVar[str] = "reader_rewound"
    aggregate_kind: ClassVar[str] = "subscriber"
    since: str
