"""Words of messaging: what is to be told, and what became of a mail that was handed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from packhaus.kernel.money import Money


class NoticeKind(StrEnum):
    """What a message is about; each has its words in `wording`."""

    ORDER_CONFIRMED = "order_confirmed"
    ORDER_BACKORDERED = "order_backordered"
    BACKORDER_MOVED = "backorder_moved"
    ORDER_DISPATCHED = "order_dispatched"
    ORDER_CANCELLED = "order_cancelled"
    TRACKING_LINK = "tracking_link"
    RECALL = "recall"
    NOTE_RECEIVED = "note_received"
    NOTE_ANSWERED = "note_answered"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """An item by the name its merchant gave it; `is_dated` asks to say when it is expected, or that nobody knows."""

    name: str
    quantity: int
    total: Money | None = None
    is_dated: bool = False
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class NoticeTotals:
    """What the order costs; parts that are zero are not told."""

    goods: Money
    discount: Money
    shipping: Money
    tax: Money
    total: Money
    due_on_delivery: Money


@dataclass(frozen=True, slots=True)
class NoticeParcel:
    """A parcel that has left; `url` is the carrier's own page, where there is one."""

    carrier: str
    number: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A fact to be told to a person about a topic. `fact` names it for ever: it is told once per person and channel.

    `is_whole` says that it concerns all of the topic; `is_waiting` that a part of it waits for stock. Of a recall,
    `hazard` and `advice` are codes, `texts` by language what its merchant adds. A note is answered by `answer_on`, and
    its answer is the text `answer`.
    """

    merchant_id: UUID
    fact: str
    kind: NoticeKind
    contact_id: UUID
    topic_kind: str
    topic_id: UUID
    topic_number: str
    link_path: str
    lines: Sequence[NoticeLine] = ()
    totals: NoticeTotals | None = None
    parcels: Sequence[NoticeParcel] = ()
    is_whole: bool = True
    is_waiting: bool = False
    hazard: str = ""
    advice: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    answer_on: date | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a message, in whose name, over which channels: the first, and the next when it fails."""

    name: str
    email: str
    language: str
    shop: str
    accent: str
    support_email: str = ""
    phone: str = ""
    channels: tuple[str, ...] = ("email",)


@dataclass(frozen=True, slots=True)
class Voice:
    """How a merchant speaks: for how many days its words are kept, in which languages (none: the shopper's own).

    `support_email` is where questions go; empty when nobody has named an address.
    """

    kept_days: int
    languages: tuple[str, ...] = ()
    support_email: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """One message as a backend takes it. `name` is a file name that the same message always has; it ends in the id."""

    id: UUID
    name: str
    shop: str
    recipient: str
    recipient_name: str
    subject: str
    text: str
    html: str
    date: datetime


@dataclass(frozen=True, slots=True)
class Text:
    """One short message over SMS or WhatsApp; `values` fill the places of the approved template there."""

    id: UUID
    name: str
    shop: str
    channel: str
    kind: str
    language: str
    recipient: str
    text: str
    values: Sequence[str]
    date: datetime


class Delivered(StrEnum):
    """What became of a message: taken over, to be tried again, refused for good, nobody knows, or not allowed."""

    SENT = "sent"
    LATER = "later"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the other side said; `failure` is a code and never quotes it, as it may repeat the address.

    `until` says when to try again where that is known; `is_stopped` that the person wants no more of these;
    `is_gone` that there is nobody at this address.
    """

    delivered: Delivered
    failure: str = ""
    provider_number: str = ""
    until: datetime | None = None
    is_stopped: bool = False
    is_gone: bool = False
