"""Words of orders: what comes in, what it becomes, where its units are."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel.errors import FieldProblem
from packhaus.parties.types import AddressDraft, ContactDraft


class Counter(StrEnum):
    """Where units of an order line can be; both line tables have a column of each name."""

    PROMISED = "promised"
    ALLOCATED = "allocated"
    PICKED = "picked"
    PACKED = "packed"
    SHIPPED = "shipped"


class RejectReason(StrEnum):
    """Why a partner's site does not do what it was asked; it never says `no_answer`: silence does."""

    OUT_OF_STOCK = "out_of_stock"
    DAMAGED = "damaged"
    DISCONTINUED = "discontinued"
    OUT_OF_REACH = "out_of_reach"
    NO_CAPACITY = "no_capacity"
    OTHER = "other"
    NO_ANSWER = "no_answer"


class MoveReason(StrEnum):
    """Why somebody gives a part of an order to another site than the one that was chosen."""

    PROMISE = "promise"
    COST = "cost"
    LOAD = "load"
    STOCK = "stock"
    WISH = "wish"
    OTHER = "other"


class RejectedUnits(NamedTuple):
    """Units of one fulfillment line that the partner does not send."""

    fulfillment_line_id: int
    quantity: int


class Rejection(NamedTuple):
    """A partner's no: to a whole fulfillment order, or to the units that are named."""

    fulfillment_id: UUID
    reason: RejectReason
    units: tuple[RejectedUnits, ...] = ()


class KeepReason(StrEnum):
    """Why units go out though a partner was asked to leave them."""

    SAID = "said"
    NO_ANSWER = "no_answer"
    SENT = "sent"


class CancelReply(NamedTuple):
    """What became of the wish to cancel units that a partner had accepted: cancelled, or kept and on their way."""

    fulfillment_id: UUID
    cancelled: int
    kept: int


class Rerouted(NamedTuple):
    """What became of units that a partner does not send: promised by other sites, or waiting for stock."""

    fulfillment_id: UUID
    elsewhere: int
    backordered: int


class UnitMove(NamedTuple):
    """Units of one fulfillment line that change their counter."""

    fulfillment_line_id: int
    line_id: int
    order_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One wanted line; the total is quantity x unit price - discount (+ tax is kept apart)."""

    sku_code: str
    quantity: int
    unit_price_minor: int
    discount_minor: int = 0
    tax_minor: int = 0
    tax_rate: Decimal | None = None


class LineVas(NamedTuple):
    """A value-added service of a placed order: of the line at this position, without one of the whole order."""

    option: str
    position: int | None = None
    text: str = ""


class VasWish(NamedTuple):
    """A value-added service asked for, by its code: on a line, counted from 0, or (None) on the order.

    Its text is what is engraved, or a gift message.
    """

    option: str
    line: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order as it came in, before anything is promised. Money in minor units of `currency`.

    An empty policy or payment term is the merchant's own, as are the sites (by code) that it may be promised from; none
    there either: every site.
    """

    channel: str
    external_number: str
    placed_at: datetime
    currency: str
    contact: ContactDraft
    address: AddressDraft
    lines: tuple[LineDraft, ...]
    policy: str = ""
    priority: int = 50
    payment_term: str = ""
    shipping_minor: int = 0
    tax_source: str = "none"
    service_code: str = ""
    tags: tuple[str, ...] = ()
    hold_reasons: tuple[str, ...] = ()
    cart_reference: str = ""
    ship_from: tuple[str, ...] = ()
    vas: tuple[VasWish, ...] = ()


class LineOutcome(NamedTuple):
    """What became of one line."""

    position: int
    sku_code: str
    ordered: int
    promised: int
    backordered: int


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order that is in the database; `is_repeat` when it already was."""

    id: UUID
    number: str
    external_number: str
    stage: str
    is_repeat: bool
    lines: tuple[LineOutcome, ...]
    tracking_token: str = ""


@dataclass(frozen=True, slots=True)
class RefusedOrder:
    """An order that was not taken, with every reason at once; nothing was written for it."""

    external_number: str
    problems: tuple[FieldProblem, ...] = field(default=())


OrderOutcome = PlacedOrder | RefusedOrder
