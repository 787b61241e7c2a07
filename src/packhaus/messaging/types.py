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
    ORDER_CHANGED = "order_changed"
    ORDER_DISPATCHED = "order_dispatched"
    ORDER_CANCELLED = "order_cancelled"
    ORDER_PARTLY_CANCELLED = "order_partly_cancelled"
    TRACKING_LINK = "tracking_link"
    RECALL = "recall"
    NOTE_RECEIVED = "note_received"
    NOTE_ANSWERED = "note_answered"


# Kinds that merchants may word. A recall says what its hazard asks for, which nobody may word away, and an answer to a
# note is a person's own words.
_OURS = frozenset({NoticeKind.RECALL, NoticeKind.NOTE_RECEIVED, NoticeKind.NOTE_ANSWERED})
WORDED_KINDS = tuple(kind for kind in NoticeKind if kind not in _OURS)


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

    `is_whole` says that it concerns all of the topic; `is_waiting` that a part of it waits for stock; `change` is a
    code of what is new. Of a recall, `hazard` and `advice` are codes, `texts` by language what its merchant adds. A
    note is answered by `answer_on`, and its answer is the text `answer`.
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
    change: str = ""
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
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A merchant's own words of one kind in one language: places in braces, `body` a paragraph a line."""

    subject: str
    headline: str
    body: str
    button: str


@dataclass(frozen=True, slots=True)
class WordingKey:
    """What words are for: one kind of message of a merchant, in a language, over a channel."""

    merchant_id: UUID
    kind: NoticeKind
    language: str
    channel: str = "email"


@dataclass(frozen=True, slots=True)
class BrandDraft:
    """How a merchant's messages look; empty is as the merchant is called and coloured. `footers` by language."""

    sender_name: str = ""
    colour: str = ""
    reply_to: str = ""
    footers: Mapping[str, str] = field(default_factory=dict)


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
    reply_to: str = ""


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
