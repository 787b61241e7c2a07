"""Facts of transfers: ids, codes and figures, never a person."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFact(Fact):
    """Something that happened to one transfer."""

    aggregate_kind: ClassVar[str] = "transfer"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferDrafted(TransferFact):
    """Goods shall go from one site to another."""

    kind: ClassVar[str] = "transfer_drafted"
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferReleased(TransferFact):
    """Its units are kept for it at the site they leave."""

    kind: ClassVar[str] = "transfer_released"
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRetracted(TransferFact):
    """It is a draft again: nothing is kept for it."""

    kind: ClassVar[str] = "transfer_retracted"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferPickedUnits(TransferFact):
    """Units were taken from their bins."""

    kind: ClassVar[str] = "transfer_picked"
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferPutBack(TransferFact):
    """Units that were picked went back to their bin."""

    kind: ClassVar[str] = "transfer_put_back"
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferShipped(TransferFact):
    """It left; so many units stayed behind."""

    kind: ClassVar[str] = "transfer_shipped"
    units: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferReceived(TransferFact):
    """What came of it until now, at the site where it goes."""

    kind: ClassVar[str] = "transfer_received"
    units: int
    damaged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferSettled(TransferFact):
    """Nothing more of it comes: what was lost on the way, and what came beyond."""

    kind: ClassVar[str] = "transfer_settled"
    short: int
    over: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferTurnedAround(TransferFact):
    """It goes back to the site it left."""

    kind: ClassVar[str] = "transfer_turned_around"
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCancelled(TransferFact):
    """It does not go, or was given up on the way: `written_off` of its units."""

    kind: ClassVar[str] = "transfer_cancelled"
    written_off: int
