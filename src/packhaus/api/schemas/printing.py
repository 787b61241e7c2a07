"""Stations, printers, print jobs and plates as callers send them and ask for them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from packhaus.api.fields import Input, PageIn, bounded
from packhaus.api.schemas.stock import SiteCode
from packhaus.printing.types import MOST_PLATES, Paper, PrinterDraft

StationCode = Annotated[str, bounded(24, 1)]
PrinterCode = Annotated[str, bounded(24, 1)]
Agent = Annotated[str, bounded(40, 1)]
Thing = Annotated[str, bounded(60)]
PlateCode = Annotated[str, bounded(20, 1)]
Document = Literal[
    "parcel_labels", "plates", "packing_slip", "gift_card", "pick_list", "dispatch_list", "transfer_note",
    "command_card", "test_label",
]  # fmt: skip
PrinterState = Literal["unknown", "ready", "no_answer", "paper_out", "head_open", "paused"]
Failure = Literal[
    "no_answer", "paper_out", "head_open", "paused", "refused", "broke_off", "not_rendered", "given_up"
]
JobState = Literal["waiting", "silent", "claimed", "lost", "printed", "failed", "cancelled"]


class StationIn(Input):
    """Whether the station is used."""

    is_active: bool = True


class PrinterIn(Input):
    """A printer: `address` is host:port where it is reached raw, else the name of the queue on the agent's computer."""

    medium: Literal["label", "sheet"]
    speaks: Literal["zpl", "pdf"]
    reached_by: Literal["raw", "queue"]
    address: Annotated[str, bounded(80, 1)]
    dots_per_mm: Literal[6, 8, 12, 24] = 8
    asks_state: bool = True
    is_active: bool = True

    def as_draft(self, code: str) -> PrinterDraft:
        """Return it as the service takes it."""
        return PrinterDraft(
            code=code,
            medium=self.medium,
            speaks=self.speaks,
            dots_per_mm=self.dots_per_mm,
            reached_by=self.reached_by,
            address=self.address,
            asks_state=self.asks_state,
            is_active=self.is_active,
        )


class PrintJobIn(Input):
    """What is printed where; `things` are as the document wants them, `printer` may be another one of the site."""

    site: SiteCode
    station: StationCode
    document: Document
    things: Annotated[list[Thing], Field(max_length=400)] = []
    language: Literal["en", "de", "id"] = "en"
    title: Thing = ""
    printer: UUID | None = None

    def as_paper(self) -> Paper:
        """Return it as the service takes it."""
        return Paper(self.document, tuple(self.things), self.language)


class PrintAgainIn(Input):
    """Where it is printed again, if not on the printer of before."""

    printer: UUID | None = None


class PrintJobListIn(PageIn):
    """What narrows the list of jobs; `text` is a title or a thing."""

    site: Annotated[str, bounded(16)] = ""
    station: Annotated[str, bounded(24)] = ""
    state: Annotated[list[JobState], Field(max_length=7)] = []
    text: Thing = ""


class ClaimIn(Input):
    """An agent's question: how its printers are, by code, and which claims it is still at."""

    site: SiteCode
    station: StationCode
    agent: Agent
    printers: Annotated[dict[PrinterCode, PrinterState], Field(max_length=20)] = {}
    claims: Annotated[list[UUID], Field(max_length=100)] = []


class ClaimedIn(Input):
    """The claim that the job was given out under."""

    claim: UUID


class FailedIn(ClaimedIn):
    """Why nothing is printed; after `broke_off` some may be."""

    failure: Failure


class PlatesIn(Input):
    """How many new numbers a site wants."""

    count: Annotated[int, Field(ge=1, le=MOST_PLATES)] = 1


class PlateLabelsIn(Input):
    """Plates whose labels are wanted, and for which kind of printer."""

    codes: Annotated[list[PlateCode], Field(min_length=1, max_length=200)]
    speaks: Literal["zpl", "pdf"] = "pdf"
    dots_per_mm: Literal[6, 8, 12, 24] = 8
    language: Literal["en", "de", "id"] = "en"


class PlateListIn(PageIn):
    """What narrows the list of plates."""

    site: Annotated[str, bounded(16)] = ""
    code: Annotated[list[PlateCode], Field(max_length=200)] = []
