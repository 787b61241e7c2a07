"""Put-away as programs send it and ask for it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from packhaus.api.fields import Input, MerchantCode, PageIn, Quantity, bounded
from packhaus.api.schemas.stock import LocationCode, SiteCode
from packhaus.inbound.services.put_away.rules import RuleDraft

PutAwayStatus = Literal["open", "claimed", "done", "cancelled"]
Why = Literal["waited_for", "same", "empty", "shared", "chosen"]


class PutAwayListIn(PageIn):
    """What narrows the list of tasks."""

    site: Annotated[str, bounded(16)] = ""
    merchant: MerchantCode = ""
    status: Annotated[list[PutAwayStatus], Field(max_length=4)] = []
    why: Annotated[list[Why], Field(max_length=5)] = []
    asn: Annotated[str, bounded(40)] = ""
    without_place: bool = False


class PutAwayEntryIn(Input):
    """A task that was done: all of it in its place, else fewer units, or another place with its reason."""

    task: UUID
    client_id: Annotated[str, bounded(40, 1)]
    quantity: Quantity | None = None
    location: LocationCode | None = None
    reason: Literal["", "full", "blocked", "nearer", "other"] = ""


class PutAwayEntriesIn(Input):
    """Tasks of a site that were done, all or none; `device` is who counts the client ids."""

    site: SiteCode
    device: Annotated[str, bounded(60, 1)]
    entries: Annotated[list[PutAwayEntryIn], Field(min_length=1, max_length=200)]


class PutAwayTasksIn(Input):
    """Tasks that are meant."""

    tasks: Annotated[list[UUID], Field(min_length=1, max_length=200)]


class PutAwayRuleIn(Input):
    """Which goods go to which zones, or which kind of places; what is empty does not matter. Hazard `*` is any."""

    merchant: MerchantCode = ""
    sku: Annotated[str, bounded(40)] = ""
    tag: Annotated[str, bounded(24)] = ""
    abc_class: Literal["", "A", "B", "C"] = ""
    hazard: Annotated[str, bounded(8)] = ""
    condition: Literal["", "sellable", "quarantine", "damaged", "refurbished"] = ""
    zones: Annotated[list[Annotated[str, bounded(8, 1)]], Field(max_length=20)] = []
    kind: Literal["", "pick_face", "reserve", "cross_dock", "quarantine", "repair", "scrap"] = ""
    is_final: bool = False

    def as_draft(self) -> RuleDraft:
        """Return it as the service takes it."""
        return RuleDraft(
            self.merchant, self.sku, self.tag, self.abc_class, self.hazard, self.condition, tuple(self.zones),
            self.kind, self.is_final,
        )  # fmt: skip


class PutAwayRulesIn(Input):
    """The rules of a site in the order in which they are asked."""

    rules: Annotated[list[PutAwayRuleIn], Field(max_length=200)]


class StockedIn(PageIn):
    """Which deliveries: of a site, of a merchant, put away within some days."""

    site: Annotated[str, bounded(16)] = ""
    merchant: MerchantCode = ""
    days: Annotated[int, Field(ge=1, le=366)] = 30
