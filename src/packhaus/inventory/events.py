"""Facts of stock."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class StockFact(Fact):
    """Something that happened to the stock of one SKU at one site."""

    aggregate_kind: ClassVar[str] = "sku"
    site_id: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StockFreed(StockFact):
    """Units became free to promise: by receipt, find, cancellation or return."""

    kind: ClassVar[str] = "stock_freed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StockReceived(StockFact):
    """Units came in from a supplier."""

    kind: ClassVar[str] = "stock_received"


@dataclass(frozen=True, slots=True, kw_only=True)
class StockAdjusted(StockFact):
    """The record of a location was corrected; `units` is negative for a loss."""

    kind: ClassVar[str] = "stock_adjusted"
    reason: str
    location_id: int
    lot_id: int | None = None
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineFact(StockFact):
    """Units of one key at one place; `document` is the paper by which it was done."""

    location_id: int
    location: str
    lot_id: int | None
    serial: str | None
    unit_id: str | None
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StockQuarantined(QuarantineFact):
    """Units were set apart, for a reason; nobody is promised them."""

    kind: ClassVar[str] = "stock_quarantined"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineEnded(QuarantineFact):
    """Units set apart may be sold again, or were scrapped."""

    kind: ClassVar[str] = "quarantine_ended"
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BinCounted(StockFact):
    """Somebody counted the SKU at a location: `units` were there, `change` more or fewer than the record said."""

    kind: ClassVar[str] = "bin_counted"
    location_id: int
    location: str
    change: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldsDemoted(StockFact):
    """A loss took units out of carts."""

    kind: ClassVar[str] = "holds_demoted"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationsSaved(Fact):
    """Locations of a site were created or changed; the ones that every site needs are not counted."""

    kind: ClassVar[str] = "locations_saved"
    aggregate_kind: ClassVar[str] = "site"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationBlocked(Fact):
    """Nothing is allocated from a location any more, or again."""

    kind: ClassVar[str] = "location_blocked"
    aggregate_kind: ClassVar[str] = "location"
    code: str
    is_blocked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StockSettingSaved(Fact):
    """What a site keeps back of a SKU, or may owe of it, was set; None was left as it is.

    With `follows_terms` the site may owe what the merchant's terms say again.
    """

    kind: ClassVar[str] = "stock_setting_saved"
    aggregate_kind: ClassVar[str] = "sku"
    site_id: str
    safety: int | None
    backorder_limit: int | None
    follows_terms: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsPlanned(Fact):
    """Bins of a site are to be counted."""

    kind: ClassVar[str] = "counts_planned"
    aggregate_kind: ClassVar[str] = "site"
    count: int
    trigger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFact(Fact):
    """Something that happened to the count of one bin."""

    aggregate_kind: ClassVar[str] = "count"
    number: str
    location_id: int
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountAsked(CountFact):
    """Somebody else is to count the bin again."""

    kind: ClassVar[str] = "recount_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountApproved(CountFact):
    """The record follows the count, with the reason of the difference; `change` in units."""

    kind: ClassVar[str] = "count_approved"
    reason: str
    change: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRejected(CountFact):
    """The record stays as it is."""

    kind: ClassVar[str] = "count_rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountCancelled(CountFact):
    """Nobody needs to count the bin any more."""

    kind: ClassVar[str] = "count_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountProgrammeSaved(Fact):
    """How often a site counts, or what posts itself, was changed."""

    kind: ClassVar[str] = "count_programme_saved"
    aggregate_kind: ClassVar[str] = "site"
