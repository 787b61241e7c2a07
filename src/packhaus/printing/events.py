"""Facts of printing: ids, codes and figures."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class StationSaved(Fact):
    """A station was set up or changed."""

    kind: ClassVar[str] = "station_saved"
    aggregate_kind: ClassVar[str] = "station"
    code: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSaved(Fact):
    """A printer of a station was set up or changed."""

    kind: ClassVar[str] = "printer_saved"
    aggregate_kind: ClassVar[str] = "station"
    code: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSent(Fact):
    """Something went to a printer, for the so many-th time."""

    kind: ClassVar[str] = "paper_sent"
    aggregate_kind: ClassVar[str] = "print_job"
    document: str
    printer: str
    copy_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEnded(Fact):
    """A printer has printed, or has not and why."""

    kind: ClassVar[str] = "paper_ended"
    aggregate_kind: ClassVar[str] = "print_job"
    document: str
    status: str
    failure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatesMade(Fact):
    """New license plates have their numbers."""

    kind: ClassVar[str] = "plates_made"
    aggregate_kind: ClassVar[str] = "site"
    count: int
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateProven(Fact):
    """A printed label was scanned back, for the first time."""

    kind: ClassVar[str] = "plate_proven"
    aggregate_kind: ClassVar[str] = "site"
    code: str
