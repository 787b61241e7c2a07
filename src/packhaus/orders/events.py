"""Facts of orders: ids, codes and figures, never a person."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFact(Fact):
    """Something that happened to one order."""

    aggregate_kind: ClassVar[str] = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingWeightsSaved(Fact):
    """By what sites are chosen was changed; not active: distance decides. Amounts are minor units."""

    kind: ClassVar[str] = "routing_weights_saved"
    aggregate_kind: ClassVar[str] = "routing"
    is_active: bool
    currency: str
    day_minor: int
    split_minor: int
    full_minor: int
    parcel_grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlaced(OrderFact):
    """Written by the placing statement itself; named here so that subscribers and tests know its fields."""

    kind: ClassVar[str] = "order_placed"
    number: str
    lines: int
    promised: int
    backordered: int
    sites: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderBackordered(OrderFact):
    """Units wait for stock: at placing, or since a loss took their promise."""

    kind: ClassVar[str] = "order_backordered"
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseDemoted(OrderFact):
    """A loss of stock turned a promise back into a backorder."""

    kind: ClassVar[str] = "promise_demoted"
    line_id: int
    sku_id: str
    site_id: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackorderPromised(OrderFact):
    """Stock came for units that waited."""

    kind: ClassVar[str] = "backorder_promised"
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackorderDateMoved(OrderFact):
    """The date that units were expected on has changed, or is not known any more, since it was given first."""

    kind: ClassVar[str] = "backorder_date_moved"
    line_ids: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled(OrderFact):
    """Units were cancelled before release, or stopped by the floor."""

    kind: ClassVar[str] = "order_cancelled"
    units: int
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRequested(OrderFact):
    """Units that are on the floor are to be stopped."""

    kind: ClassVar[str] = "cancel_requested"
    fulfillment_id: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRefused(OrderFact):
    """The floor could not stop the units any more."""

    kind: ClassVar[str] = "cancel_refused"
    fulfillment_id: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAccepted(OrderFact):
    """A partner's site takes on what it was asked to do."""

    kind: ClassVar[str] = "request_accepted"
    fulfillment_id: str
    site: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRejected(OrderFact):
    """A partner's site does not send units, or has not answered in time; what was done about them at once."""

    kind: ClassVar[str] = "request_rejected"
    fulfillment_id: str
    site: str
    why: str
    units: int
    elsewhere: int
    backordered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAskedToCancel(OrderFact):
    """Units that a partner has accepted are not wanted any more: it is asked to leave them."""

    kind: ClassVar[str] = "partner_asked_to_cancel"
    fulfillment_id: str
    site: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerKeeps(OrderFact):
    """A partner sends what it was asked to leave: it said so, did not answer in time, or has sent it."""

    kind: ClassVar[str] = "partner_keeps"
    fulfillment_id: str
    site: str
    why: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced(OrderFact):
    """The order may not be released, for this reason."""

    kind: ClassVar[str] = "hold_placed"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted(OrderFact):
    """One reason not to release the order is gone."""

    kind: ClassVar[str] = "hold_lifted"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChanged(OrderFact):
    """Lines, address, service or policy were changed before release."""

    kind: ClassVar[str] = "order_changed"
    what: str
    units: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMoved(OrderFact):
    """Somebody gave a part of the order to another site; sites by their codes, `why` a `MoveReason`."""

    kind: ClassVar[str] = "order_moved"
    from_site: str
    to_site: str
    why: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VasAskedFor(OrderFact):
    """A value-added service was asked for after the order was placed."""

    kind: ClassVar[str] = "vas_asked_for"
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VasDroppedFromOrder(OrderFact):
    """A value-added service is not asked for any more."""

    kind: ClassVar[str] = "vas_dropped"
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTagged(OrderFact):
    """The order got a tag: a code."""

    kind: ClassVar[str] = "order_tagged"
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderUntagged(OrderFact):
    """The order lost a tag."""

    kind: ClassVar[str] = "order_untagged"
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(OrderFact):
    """Somebody wrote about the order; the words lie with the shopper's data."""

    kind: ClassVar[str] = "note_written"
    note_id: str
    is_for_merchant: bool
