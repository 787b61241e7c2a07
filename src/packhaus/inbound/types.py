"""Words of what comes in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

MOST_LINES = 1_000
MOST_UNITS = 10**9
UNIT_KINDS = ("carton", "pallet")
DAMAGE_REASONS = ("crushed", "wet", "broken", "expired", "other")
DIFFERENCE_REASONS = ("not_sent", "lost", "sent_more", "wrong_item", "wrong_label", "other")


@dataclass(frozen=True, slots=True)
class AsnLineDraft:
    """Units of an item that are announced; `unit_code` is the LPN or SSCC of the carton or pallet they come in."""

    sku_code: str
    quantity: int
    lot_code: str = ""
    expires_on: date | None = None
    unit_code: str = ""
    unit_kind: str = ""


@dataclass(frozen=True, slots=True)
class AsnDraft:
    """A delivery that a supplier or merchant announces; `order_number` is that of the purchase order behind it."""

    number: str
    site_id: UUID
    expected_on: date
    lines: tuple[AsnLineDraft, ...]
    supplier_code: str = ""
    supplier_name: str = ""
    order_number: str = ""
    carrier_code: str = ""


@dataclass(frozen=True, slots=True)
class Announced:
    """What became of an announcement; one that was there before, word for word, is not new."""

    id: UUID
    number: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Units that came out of the truck at once, by line or by item; `client_id` is the caller's, used once.

    With a `damage_reason` all of them are damaged.
    """

    client_id: str
    quantity: int
    sku_code: str = ""
    line_id: int = 0
    lot_code: str = ""
    expires_on: date | None = None
    serial: str = ""
    unit_code: str = ""
    unit_kind: str = ""
    damage_reason: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """The receipt of an entry; one that was booked before is not new."""

    id: UUID
    client_id: str
    is_new: bool
