"""What partners say to what they were asked for: yes, no, and that it has left."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from packhaus.api.fields import Code, Input, Quantity, bounded

Reason = Literal["out_of_stock", "damaged", "discontinued", "out_of_reach", "no_capacity", "other"]


class AcceptIn(Input):
    """Fulfillment orders that partners take on as a whole, all of them or none."""

    fulfillments: Annotated[list[UUID], Field(min_length=1, max_length=400)]


class AnswerCancelIn(Input):
    """Fulfillment orders that partners were asked to cancel, all of them or none."""

    fulfillments: Annotated[list[UUID], Field(min_length=1, max_length=400)]


class AskedUnitsIn(Input):
    """Units of an item of the fulfillment order."""

    sku: Code
    quantity: Quantity


class RejectionIn(Input):
    """A no; without items to the whole fulfillment order."""

    fulfillment: UUID
    reason: Reason
    items: Annotated[list[AskedUnitsIn], Field(max_length=1_000)] = []


class RejectIn(Input):
    """Rejections, all of them or none."""

    rejections: Annotated[list[RejectionIn], Field(min_length=1, max_length=100)]


class SentParcelIn(Input):
    """A parcel; one without items holds everything that was asked for."""

    tracking_number: Annotated[str, bounded(40, 1)]
    items: Annotated[list[AskedUnitsIn], Field(max_length=1_000)] = []


class SentIn(Input):
    """What has left of a fulfillment order; a carrier that Packhaus knows gives the shopper its link."""

    fulfillment: UUID
    carrier: Annotated[str, bounded(24, 1)]
    parcels: Annotated[list[SentParcelIn], Field(min_length=1, max_length=50)]


class ShippedIn(Input):
    """Reports, all of them or none."""

    shipments: Annotated[list[SentIn], Field(min_length=1, max_length=100)]
