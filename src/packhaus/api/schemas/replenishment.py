"""Pick faces and what is brought to them, as programs set them and report it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from packhaus.api.fields import MAX_QUANTITY, Code, Input, MerchantCode, PageIn, Serial, bounded
from packhaus.api.schemas.stock import LocationCode, SiteCode
from packhaus.outbound.types import FaceDraft, ReplenishmentEntry, ShortReason

ReplenishmentStatus = Literal["open", "claimed", "done", "short", "cancelled"]
MostUnits = Annotated[int, Field(ge=0, le=10**9)]


class FaceListIn(PageIn):
    """What narrows the list of pick faces; `low`: fewer units than the minimum lie there."""

    site: Annotated[str, bounded(16)] = ""
    merchant: MerchantCode = ""
    low: bool = False


class FaceIn(Input):
    """An item, the bin where it is picked by the piece, and bounds in base units; a maximum of 0 gives it up."""

    merchant: Annotated[str, bounded(16, 1)]
    sku: Code
    location: LocationCode
    minimum: MostUnits
    maximum: MostUnits

    def as_draft(self) -> FaceDraft:
        """Return it as the service takes it."""
        return FaceDraft(self.merchant, self.sku, self.location, self.minimum, self.maximum)


class FacesIn(Input):
    """Pick faces of one site, all or none."""

    faces: Annotated[list[FaceIn], Field(min_length=1, max_length=1_000)]


class FirstFromIn(Input):
    """Whether pieces are picked from pick faces first, or from where dates say."""

    prefers_faces: bool


class ReplenishmentListIn(PageIn):
    """What narrows the list of tasks; `urgent`: orders wait for them."""

    site: Annotated[str, bounded(16)] = ""
    merchant: MerchantCode = ""
    status: Annotated[list[ReplenishmentStatus], Field(max_length=5)] = []
    urgent: bool | None = None


class ReplenishmentTasksIn(Input):
    """Tasks that are meant."""

    tasks: Annotated[list[Serial], Field(min_length=1, max_length=200)]


class PrioritiseIn(ReplenishmentTasksIn):
    """Tasks, and how early they are offered: the lower, the earlier; 100 is usual."""

    priority: Annotated[int, Field(ge=0, le=1_000)]


class ReplenisherIn(Input):
    """Who brings the units."""

    person: UUID


class ReplenishmentIn(Input):
    """A task as it was done: units taken, and of them those that fitted; fewer than asked with a reason is a short."""

    task: Serial
    client_id: Annotated[str, bounded(40, 1)]
    quantity: Annotated[int, Field(ge=0, le=MAX_QUANTITY)]
    put: Annotated[int, Field(ge=0, le=MAX_QUANTITY)] | None = None
    reason: ShortReason | None = None


class ReplenishmentsIn(Input):
    """Tasks that were done, all or none; `device` is who counts the client ids."""

    device: Annotated[str, bounded(40, 1)]
    entries: Annotated[list[ReplenishmentIn], Field(min_length=1, max_length=200)]

    def as_entries(self) -> list[ReplenishmentEntry]:
        """Return them as the service takes them."""
        return [
            ReplenishmentEntry(one.task, one.quantity, self.device, one.client_id, one.put, one.reason)
            for one in self.entries
        ]


class PlanSiteIn(Input):
    """Whose faces are planned."""

    site: SiteCode
