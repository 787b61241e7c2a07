"""Counts as programs plan them, do them and decide on them."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from packhaus.api.fields import MAX_QUANTITY, Input, MerchantIn, OptionalCode, PageIn, bounded
from packhaus.api.schemas.stock import LocationCode, SiteCode

CountNumber = Annotated[str, bounded(16, 1)]
Numbers = Annotated[list[CountNumber], Field(min_length=1, max_length=200)]
CountStatus = Literal["planned", "counting", "counted", "recount", "approved", "rejected", "cancelled"]
CountTrigger = Literal[
    "cycle", "accuracy", "zero_check", "short", "bin_full", "wrong_label", "asked", "by_hand"
]
CountReason = Literal[
    "within", "miscounted", "lost", "mislaid", "damaged", "wrong_receipt", "wrong_pick", "unit_error", "other"
]
Days = Annotated[int, Field(ge=0, le=3650)]
Share = Annotated[int, Field(ge=0, le=100)]


class CountListIn(PageIn):
    """What narrows the list of counts; `text` is a location's code or a count's number."""

    site: Annotated[str, bounded(16)] = ""
    status: Annotated[list[CountStatus], Field(max_length=7)] = []
    trigger: Annotated[list[CountTrigger], Field(max_length=7)] = []
    text: Annotated[str, bounded(32)] = ""


class AccuracyListIn(PageIn):
    """Which weeks: the last ones, of a site, of some classes of items."""

    site: Annotated[str, bounded(16)] = ""
    weeks: Annotated[int, Field(ge=1, le=520)] = 26
    abc: Annotated[list[Literal["a", "b", "c"]], Field(max_length=3)] = []


class CountPlaceIn(MerchantIn):
    """A location to count; with a SKU only that item in it."""

    location: LocationCode
    sku: OptionalCode = ""


class CountItemIn(MerchantIn):
    """An item to count wherever it lies."""

    sku: Annotated[str, bounded(40, 1)]


class CountPlanIn(Input):
    """Places of one site to count, and items in whatever bins they lie; at least one of either.

    What is to be counted already stays as it is.
    """

    site: SiteCode
    places: Annotated[list[CountPlaceIn], Field(max_length=1_000)] = []
    items: Annotated[list[CountItemIn], Field(max_length=1_000)] = []

    @model_validator(mode="after")
    def has_something(self) -> Self:
        """Refuse a plan of nothing."""
        if not self.places and not self.items:
            raise ValueError("name a place or an item to count")
        return self


class CountsIn(Input):
    """Counts that are meant, by their numbers."""

    counts: Numbers


class ApproveCountsIn(CountsIn):
    """Counts that the record shall follow, and why it differed."""

    reason: CountReason


class NextCountIn(Input):
    """Who asks for a bin to count, and where."""

    site: SiteCode
    person: UUID


class CounterIn(Input):
    """Who counts."""

    person: UUID


class CountEntryIn(MerchantIn):
    """All units of an item that lie in the bin, of this lot or serial where it has them; or a code nobody knows."""

    units: Annotated[int, Field(ge=0, le=MAX_QUANTITY)]
    sku: OptionalCode = ""
    code: Annotated[str, bounded(48)] = ""
    lot: OptionalCode = ""
    serial: OptionalCode = ""
    client_id: Annotated[str, bounded(40)] = ""


class CountEntriesIn(Input):
    """What was found in a bin; said again, the later number holds. An entry's client id counts once per device."""

    device: Annotated[str, bounded(40, 1)]
    entries: Annotated[list[CountEntryIn], Field(min_length=1, max_length=1_000)]


class EmptyBinIn(MerchantIn):
    """What a picker found where the record says that nothing is left: no unit, or so many of the item."""

    location: LocationCode
    sku: Annotated[str, bounded(40, 1)]
    units: Annotated[int, Field(ge=0, le=MAX_QUANTITY)]
    person: UUID
    device: Annotated[str, bounded(40, 1)]
    client_id: Annotated[str, bounded(40, 1)]


class CountProgrammeIn(Input):
    """Days between two counts of a class (0: never), goals and tolerance in hundredths; what books itself.

    `tolerance_minor`: what all differences of a bin are worth at most, in `tolerance_currency`; null: anything.
    `checks_empty`: who picks a bin empty is asked whether it is.
    """

    is_active: bool = True
    days_a: Days = 30
    days_b: Days = 90
    days_c: Days = 180
    goal_a: Share = 99
    goal_b: Share = 98
    goal_c: Share = 95
    bins_a_day: Annotated[int, Field(ge=0, le=10_000)] = 50
    tolerance_units: Annotated[int, Field(ge=0, le=100_000)] = 0
    tolerance_percent: Share = 0
    tolerance_minor: Annotated[int, Field(ge=0, le=10**12)] | None = None
    tolerance_currency: Annotated[str, bounded(3)] = ""
    checks_empty: bool = False


class FinishCountIn(Input):
    """Nothing else lies there: what the record has and nobody found counts as none."""

    device: Annotated[str, bounded(40)] = ""
    client_id: Annotated[str, bounded(40)] = ""
