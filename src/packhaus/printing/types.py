"""Words of printing: papers, printers, jobs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID


class Document(StrEnum):
    """What is printed."""

    PARCEL_LABELS = "parcel_labels"
    PLATES = "plates"
    PACKING_SLIP = "packing_slip"
    GIFT_CARD = "gift_card"
    PICK_LIST = "pick_list"
    DISPATCH_LIST = "dispatch_list"
    TRANSFER_NOTE = "transfer_note"
    COMMAND_CARD = "command_card"
    TEST_LABEL = "test_label"


DOCUMENTS: Final = tuple(document.value for document in Document)
MEDIA: Final = ("label", "sheet")
"""What lies in a printer: labels of 4 by 6 inches, or sheets of A4."""

_LABELS: Final = frozenset({Document.PARCEL_LABELS, Document.PLATES, Document.TEST_LABEL})

SPEAKS: Final = ("zpl", "pdf")
REACHED_BY: Final = ("raw", "queue")
DOTS_PER_MM: Final = (6, 8, 12, 24)
PRINTER_STATES: Final = ("unknown", "ready", "no_answer", "paper_out", "head_open", "paused")
FAILURES: Final = (
    "no_answer", "paper_out", "head_open", "paused", "refused", "broke_off", "not_rendered", "given_up",
)  # fmt: skip
"""Why a job is not printed. After `broke_off` and `given_up` some of it may be on paper all the same."""

SILENT_AFTER: Final = timedelta(seconds=10)
"""Source: screens, section 6."""
LOST_AFTER: Final = timedelta(seconds=30)
"""How long an agent that has claimed a job may say nothing before a person is asked to look."""
KEPT_DAYS: Final = 30
MOST_THINGS: Final = 400
MOST_PLATES: Final = 200
THING_LENGTH: Final = 60
LANGUAGES: Final = ("en", "de", "id")


@dataclass(frozen=True, slots=True)
class Paper:
    """A document and which things it is of: numbers, codes and ids, never a person.

    parcel_labels: ids of parcels · plates: codes · packing_slip: shipment, parcel's number · gift_card: fulfillment,
    option, line or empty · pick_list, dispatch_list: number · transfer_note: merchant, number · others: nothing.
    """

    document: str
    things: tuple[str, ...] = ()
    language: str = "en"

    @property
    def medium(self) -> str:
        """Return what has to lie in the printer."""
        return "label" if self.document in _LABELS else "sheet"


@dataclass(frozen=True, slots=True)
class StationRow:
    """A place with printers; `heard_at` is when its agent last asked for work."""

    id: UUID
    site_id: UUID
    site_code: str
    code: str
    is_active: bool
    heard_at: datetime | None
    heard_of: str


@dataclass(frozen=True, slots=True)
class PrinterRow:
    """A printer of a station, and what its agent last said of it."""

    id: UUID
    station_id: UUID
    site_code: str
    station_code: str
    code: str
    medium: str
    speaks: str
    dots_per_mm: int
    reached_by: str
    address: str
    asks_state: bool
    is_active: bool
    state: str
    state_at: datetime | None


@dataclass(frozen=True, slots=True)
class PrinterDraft:
    """A printer as it is set up: `address` is host:port where it is reached raw, else the name of the queue."""

    code: str
    medium: str
    speaks: str
    dots_per_mm: int
    reached_by: str
    address: str
    asks_state: bool = True
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job that an agent has to print now, on the printer of that code; `claim` proves that it is this agent's."""

    id: UUID
    claim: UUID
    document: str
    printer: str


@dataclass(frozen=True, slots=True)
class ReachedPrinter:
    """A printer as its agent needs it."""

    code: str
    speaks: str
    reached_by: str
    address: str
    asks_state: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What an agent gets: jobs to do now, and every printer of its station that is on."""

    jobs: list[ClaimedJob]
    printers: list[ReachedPrinter]


@dataclass(frozen=True, slots=True)
class JobRow:
    """A print job. `state` is its status, or `silent` and `lost` where a person has to look."""

    id: UUID
    document: str
    things: list[str]
    language: str
    title: str
    site_id: UUID
    site_code: str
    station_id: UUID
    station_code: str
    printer_id: UUID
    printer_code: str
    printer_state: str
    medium: str
    status: str
    state: str
    failure: str
    copy_number: int
    asked_at: datetime
    asked_by: str
    claimed_at: datetime | None
    claimed_by: str
    ended_at: datetime | None
    again_id: UUID | None


@dataclass(frozen=True, slots=True)
class PlateRow:
    """A license plate that was printed here, and the carton or pallet that carries it now.

    `proven_at` is when somebody first scanned a label of it back.
    """

    id: UUID
    code: str
    site_id: UUID
    site_code: str
    made_at: datetime
    prints: int
    printed_at: datetime | None
    proven_at: datetime | None
    unit_kind: str
    unit_is_open: bool
