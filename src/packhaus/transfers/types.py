"""Words of transfers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

MOST_LINES = 1_000
MOST_UNITS = 10**9
UNIT_KINDS = ("carton", "pallet")


class TitlePasses(StrEnum):
    """When goods on the way become the other side's. Stock stays the merchant's: the paper says who bears a loss."""

    NEVER = "never"
    DISPATCH = "dispatch"
    RECEIPT = "receipt"


class Decision(StrEnum):
    """What becomes of goods on the way that are not wanted at the target any more."""

    TURN_AROUND = "turn_around"
    RECEIVE = "receive"
    WRITE_OFF = "write_off"


@dataclass(frozen=True, slots=True)
class TransferLineDraft:
    """Units of an item that shall go."""

    sku_code: str
    quantity: int


@dataclass(frozen=True, slots=True)
class TransferDraft:
    """Goods that shall go from one site to another; without a number it gets one."""

    from_site_id: UUID
    to_site_id: UUID
    expected_on: date
    lines: tuple[TransferLineDraft, ...]
    number: str = ""
    carrier_code: str = ""
    title_passes: str = TitlePasses.NEVER


@dataclass(frozen=True, slots=True)
class Drafted:
    """A transfer that was drafted; one that was there before, word for word, is not new."""

    id: UUID
    number: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class TransferPick:
    """Units that were taken from a location for a line; `client_id` is the caller's, used once.

    With a `unit_code` they are put into that carton or onto that pallet.
    """

    client_id: str
    line_id: int
    location_code: str
    quantity: int
    serial: str = ""
    unit_code: str = ""
    unit_kind: str = "carton"
