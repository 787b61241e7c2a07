"""Words of what comes in."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

MOST_LINES = 1_000
MOST_UNITS = 10**9
UNIT_KINDS = ("carton", "pallet")
DAMAGE_REASONS = ("crushed", "wet", "broken", "expired", "other")
CLASSES = ("A", "B", "C")
WHYS = ("waited_for", "same", "empty", "shared", "chosen")
"""Why a place: orders wait for the units, more of the same is there, it is empty, it has room, somebody chose it."""
CANCEL_REASONS = ("replanned", "taken_back", "by_lead", "gone")
REPORT_REASONS = ("full", "blocked")
CHANGE_REASONS = (*REPORT_REASONS, "nearer", "other")
DIFFERENCE_REASONS = ("not_sent", "lost", "sent_more", "wrong_item", "wrong_label", "other")
DEFECT_REASONS = ("damaged", "wrong_item", "wrong_label", "incomplete", "function", "appearance", "other")
SETTLE_GROUNDS = ("reworked", "concession", "checked_anew", "not_worth", "supplier", "other")
DISPUTE_REASONS = ("sent_all", "not_sent", "not_damaged", "right_item", "not_ours", "count_again", "other")
DISPUTE_GROUNDS = {
    "granted": ("found", "miscounted", "damaged_here", "other"),
    "upheld": ("counted_again", "photo_shows", "papers_show", "other"),
}
"""Why the operator grants a dispute, or stands by what was booked."""
SETTLE_OUTCOMES = ("released", "returned", "scrapped")


@dataclass(frozen=True, slots=True)
class AsnLineDraft:
    """Units of an item that are announced; `unit_code` is the LPN or SSCC of the carton or pallet they come in.

    `order_number` is that of the purchase order behind them, where it is another than the delivery's.
    """

    sku_code: str
    quantity: int
    lot_code: str = ""
    expires_on: date | None = None
    unit_code: str = ""
    unit_kind: str = ""
    order_number: str = ""


@dataclass(frozen=True, slots=True)
class AsnDraft:
    """A delivery that a supplier or merchant announces; `order_number` is that of the purchase order behind its lines.

    What comes from another site of ours comes from `in_transit`. `tracking_number` is the carrier's.
    """

    number: str
    site_id: UUID
    expected_on: date
    lines: tuple[AsnLineDraft, ...]
    supplier_code: str = ""
    supplier_name: str = ""
    order_number: str = ""
    carrier_code: str = ""
    comes_from: str = "supplier"
    tracking_number: str = ""

    def say_once(self) -> "AsnDraft":
        """Return the same announcement as it is kept: lines name no purchase order that the whole names.

        Its tracking number is said as a scanner reads it.
        """
        lines = tuple(
            replace(line, order_number="") if line.order_number == self.order_number else line
            for line in self.lines
        )
        return replace(self, lines=lines, tracking_number=say_tracking(self.tracking_number))


def say_tracking(text: str) -> str:
    """Return a tracking number as a scanner reads it: in capitals, without the spaces that people write."""
    return "".join(text.split()).upper()


@dataclass(frozen=True, slots=True)
class SketchLine:
    """A line of an announcement as somebody typed it, right or wrong; `order` is the purchase order behind it."""

    sku: str = ""
    quantity: str = ""
    lot: str = ""
    expires: str = ""
    unit: str = ""
    kind: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Sketch:
    """An announcement that is still being entered, as it was typed; `starts_at` is the slot that is wished for."""

    number: str = ""
    site: str = ""
    supplier_code: str = ""
    supplier_name: str = ""
    carrier_code: str = ""
    tracking_number: str = ""
    expected_on: str = ""
    pallets: str = ""
    starts_at: str = ""
    lines: tuple[SketchLine, ...] = ()


@dataclass(frozen=True, slots=True)
class PurchaseLineDraft:
    """An item that is ordered for a day: base units, or so many packs where `packaging` names its case or pallet."""

    sku_code: str
    quantity: int
    expected_on: date
    packaging: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseDraft:
    """What a merchant orders from a supplier; deliveries name its number."""

    number: str
    site_id: UUID
    supplier_code: str
    lines: tuple[PurchaseLineDraft, ...]
    supplier_name: str = ""


@dataclass(frozen=True, slots=True)
class Announced:
    """What became of an announcement or a purchase order; one that was there before, word for word, is not new."""

    id: UUID
    number: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Units that came out of the truck at once, by line or by item; `client_id` is the caller's, used once.

    With a `damage_reason` all of them are damaged. `takes_short_lived`: a lead takes them although they expire soon.
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
    takes_short_lived: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """The receipt of an entry; one that was booked before is not new."""

    id: UUID
    client_id: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class PutAwayEntry:
    """A put-away task that was done; `client_id` is the device's own, used once.

    Without a quantity all of it, without a place where it was to go. Another place needs one of CHANGE_REASONS.
    """

    task_id: UUID
    client_id: str
    quantity: int | None = None
    to_location_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PutAway:
    """Units of a task that lie in their place; done before by the same scan, it is not new."""

    task_id: UUID
    client_id: str
    is_new: bool
    quantity: int
    location_id: int
