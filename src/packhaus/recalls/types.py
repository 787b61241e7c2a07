"""Words of recalls."""

from collections.abc import Mapping
from dataclasses import dataclass, field

HAZARDS = ("health", "allergen", "foreign_body", "fire", "injury", "labelling", "quality", "other")
"""What is wrong with the goods."""

ADVICE = ("stop_using", "send_back", "dispose", "wait")
"""What shoppers are asked to do."""

OUTCOMES = ("released", "scrapped")
"""What becomes of the units in quarantine when a recall ends."""

LANGUAGES = ("en", "de", "id")
MOST_LOTS = 100
TEXT_LENGTH = 1_000


@dataclass(frozen=True, slots=True)
class LotScope:
    """A lot of an item, by their codes."""

    sku_code: str
    lot_code: str


@dataclass(frozen=True, slots=True)
class SerialScope:
    """Serial numbers of an item from one to another, both included; they are equally long and compared as text."""

    sku_code: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class RecallDraft:
    """What is recalled, why, and what shoppers are asked to do; `texts` by language are what they read besides."""

    hazard: str
    advice: str
    lots: tuple[LotScope, ...] = ()
    serials: tuple[SerialScope, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """How many orders are told of now, and how many of their shoppers cannot be reached by us."""

    orders: int
    unreachable: int
